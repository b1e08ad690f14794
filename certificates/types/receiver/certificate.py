"""A certificate as the receiver's rules look at it (spec/certificate-types README 12)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from certificates.questions import dates
from certificates.questions.svar import Content, Cv, PartialDate, Svar, Text

TODAY = "today"
"""In place of a sub-answer: the day of receipt."""
BIRTH = "birth"
"""In place of a sub-answer: the patient's birth date by the personal number."""

_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s*")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Received:
    """The answers by svar id, and the two days that rules compare with.

    ``birth`` is None when the personal number tells no day; then no rule about it is broken. ``only``: the one svar of
    its id that is looked at.
    """

    by_id: Mapping[str, Sequence[Svar]]
    today: dt.date
    birth: dt.date | None = None
    only: Svar | None = None

    @classmethod
    def of(cls, svar: Sequence[Svar], *, today: dt.date, birth: dt.date | None = None) -> Received:
        """Every svar, in order, under its id."""
        by_id: dict[str, list[Svar]] = {}
        for one in svar:
            by_id.setdefault(one.id, []).append(one)
        return cls(by_id, today, birth)

    def svar(self, svar_id: str) -> Sequence[Svar]:
        if self.only is not None and self.only.id == svar_id:
            return (self.only,)
        return self.by_id.get(svar_id, ())

    def everything(self) -> Iterator[Svar]:
        for group in self.by_id.values():
            yield from group

    def one_at_a_time(self, svar_id: str) -> Iterator[Received]:
        """The certificate with only one svar of this id left, for each of them."""
        for one in self.svar(svar_id):
            yield replace(self, only=one)

    def contents(self, sub_answer: str) -> tuple[Content, ...]:
        """What stands in a sub-answer, which is read from its own svar only."""
        return tuple(c for one in self.svar(svar_of(sub_answer)) for c in one.all(sub_answer))

    def count(self, place: str) -> int:
        """How often a svar (id without dot) or a sub-answer occurs."""
        return len(self.contents(place) if "." in place else self.svar(place))

    def days(self, place: str) -> tuple[dt.date, ...]:
        """The days of a sub-answer, ``TODAY`` or ``BIRTH``; what is no day is left out."""
        if place == TODAY:
            return (self.today,)
        if place == BIRTH:
            return (self.birth,) if self.birth else ()
        return tuple(day for c in self.contents(place) if (day := day_of(c)))


def svar_of(sub_answer: str) -> str:
    """Id of the svar that a sub-answer belongs to."""
    return sub_answer.partition(".")[0]


def named(place: str) -> str:
    """``Svar 6`` or ``Delsvar 6.1``, for messages."""
    return f"Delsvar {place}" if "." in place else f"Svar {place}"


def plain(content: Content) -> str:
    """The code of a cv or the text, without outer blanks; empty for anything else."""
    if isinstance(content, Cv):
        return content.code
    return content.value.strip() if isinstance(content, Text) else ""


def date_text(text: str) -> str:
    """``yyyy-mm-dd`` when the text has that form; blanks may follow, but not come before."""
    match = _DATE.fullmatch(text)
    return match[1] if match else ""


def day_of(content: Content) -> dt.date | None:
    """The calendar day that a text or a partial date tells."""
    if isinstance(content, PartialDate):
        return dates.parse_iso(content.value)
    return dates.parse_iso(date_text(content.value)) if isinstance(content, Text) else None


def year_of(content: Content) -> int | None:
    """The year of a partial date; its format is never looked at."""
    if isinstance(content, PartialDate) and _YEAR.fullmatch(content.value):
        return int(content.value)
    return None
