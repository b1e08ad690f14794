"""One date (README 2, widget ``date``; spec/ui.md 4.1, 10.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions import dates
from certificates.questions.base import (
    Control,
    Fault,
    Fields,
    Limits,
    Parsed,
    PrefillCode,
    Problem,
    Question,
    Reading,
    ReadKind,
    ReadValue,
    Situation,
    SubAnswer,
    SubAnswerKind,
    Surroundings,
)
from certificates.questions.characters import clean
from certificates.questions.limits import Bounds, DateLimit
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Content, Delsvar, PartialDate, Svar, Text

DAY_FORMAT = "YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class DateView:
    control: Control
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Question):
    """The value is the date as written. ``is_partial``: sent as ``partialDate`` and not as text (TS diabetes).

    ``limits_are_format``: a day outside the limits is told as a wrong format (types of the older engine).
    """

    kind: ClassVar[str] = "date"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_DATE

    earliest: DateLimit | None = None
    latest: DateLimit | None = None
    is_partial: bool = False
    limits_are_format: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        return ("date",)

    def empty(self) -> str:
        return ""

    def tidy(self, value: object) -> str:
        return value if isinstance(value, str) else ""

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("date"))
        return Parsed(dates.normalise(cleaned.text, today), cleaned.removed)

    def settle(self, value: str, previous: str, situation: Situation) -> str:
        return dates.normalise(value, situation.today)

    def is_answered(self, value: str) -> bool:
        return bool(value)

    def start_dates(self, value: str) -> tuple[dt.date, ...]:
        date = dates.parse_iso(value)
        return (date,) if date else ()

    def day(self, value: str, row: str) -> dt.date | None:
        return dates.parse_iso(value)

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.earliest, self.latest)

    def faults(self, value: str, situation: Situation) -> tuple[Problem, ...]:
        fault = self.bounds.fault(value, situation) if value else None
        if fault is None:
            return ()
        return (self.problem(ErrorId.INVALID_FORMAT if self.limits_are_format else fault[0], text=fault[1]),)

    def edit_view(self, value: str, around: Surroundings) -> DateView:
        first, last = self.bounds.first(around.situation), self.bounds.last(around.situation)
        return DateView(
            self.control("date", value=value, label=self.label),
            Limits(first_date=first.isoformat(), last_date=last.isoformat()),
        )

    def read_view(self, value: str) -> ReadValue:
        return ReadValue(ReadKind.TEXT, value or NOT_STATED, is_missing=not value)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.DAY if self.is_partial else SubAnswerKind.DATE),)

    def to_svar(self, value: str, situation: Situation) -> tuple[Svar, ...]:
        """A day of the calendar; anything else is left out."""
        if not dates.parse_iso(value):
            return ()
        content: Content = PartialDate(DAY_FORMAT, value) if self.is_partial else Text(value)
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, content),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """Of a ``partialDate`` only the value is looked at, never the format."""
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading("", (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        date = content.value.strip() if isinstance(content, PartialDate if self.is_partial else Text) else ""
        if not dates.parse_iso(date):
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(date)
