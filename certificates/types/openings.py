"""From when and until when a version of a type is active: as declared, or as the administration has set it.

Declarations know no database: what the administration has set is asked of the source that the application names at
start (``certificates.queries.openings``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """First day, and last day if there is one."""

    first: dt.date
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


Key = tuple[str, str]
Source = Callable[[], Mapping[Key, Period]]


class _Followed:
    source: Source = staticmethod(dict)


def follow(source: Source) -> None:
    """Ask this source from now on."""
    _Followed.source = staticmethod(source)


@contextmanager
def as_declared() -> Iterator[None]:
    """Here the declarations alone count, whatever the administration has set."""
    followed = _Followed.source
    follow(dict)
    try:
        yield
    finally:
        follow(followed)


def periods() -> Mapping[Key, Period]:
    """What the administration has set, for those who ask about many versions at once."""
    return _Followed.source()


def is_open(key: Key, declared_from: dt.date, *, at: dt.date, periods: Mapping[Key, Period]) -> bool:
    """Is the version (type id, version) active at the day?"""
    return periods.get(key, Period(declared_from)).holds(at)
