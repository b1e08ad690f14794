"""The one clock. Every room asks here, so that time can be moved in one place (design: Time).

``now()`` and ``today()`` may be shifted; leases and time-outs use ``wall_now()``, which never is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")

_offset: Callable[[], dt.timedelta] = dt.timedelta


def use_offset(source: Callable[[], dt.timedelta]) -> None:
    """Let ``source`` say how far the clock is moved; it is asked at every call."""
    global _offset
    _offset = source


@contextmanager
def moved(by: dt.timedelta) -> Iterator[None]:
    """The clock of this process moved by ``by`` inside the block: for making data of the past."""
    source = _offset
    use_offset(lambda: source() + by)
    try:
        yield
    finally:
        use_offset(source)


def wall_now() -> dt.datetime:
    """Real time, UTC, aware. For leases, time-outs and measurements only."""
    return dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """Emulated time, UTC, aware."""
    return wall_now() + _offset()


def today() -> dt.date:
    """Emulated Swedish calendar day."""
    return local(now()).date()


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment as Swedish local time, aware."""
    return moment.astimezone(SWEDEN)


def from_local(moment: dt.datetime) -> dt.datetime:
    """A naive Swedish local time as aware UTC."""
    return moment.replace(tzinfo=SWEDEN).astimezone(dt.UTC)


def midnight(day: dt.date) -> dt.datetime:
    """When the Swedish calendar day began, aware UTC."""
    return from_local(dt.datetime.combine(day, dt.time()))


def days_back(days: int) -> dt.timedelta:
    """The step back to the same Swedish time of day ``days`` days ago, also over a change to or from summer time."""
    moment = now()
    return from_local(local(moment).replace(tzinfo=None) - dt.timedelta(days=days)) - moment


def riv_timestamp(moment: dt.datetime) -> str:
    """``YYYY-MM-DDThh:mm:ss``, Swedish local time without zone (spec/integration.md 0.1)."""
    return local(moment).replace(tzinfo=None).isoformat(timespec="seconds")


def riv_timestamp_ms(moment: dt.datetime) -> str:
    """As ``riv_timestamp`` with exactly three decimals (spec/status-updates.md 3.4)."""
    return local(moment).replace(tzinfo=None).isoformat(timespec="milliseconds")
