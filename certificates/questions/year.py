"""A year of four digits, sent as ``partialDate`` (README 2, sub-answer type ``year``; spec/ui.md 4, UE_YEAR)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
    Control,
    Fault,
    Fields,
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
from certificates.questions.limits import DateLimit
from certificates.questions.messages import NOT_STATED, ErrorId, year_range_text
from certificates.questions.svar import Delsvar, PartialDate, Svar

YEAR_FORMAT = "YYYY"

_YEAR = re.compile(r"[12][0-9]{3}")


def is_year(text: str) -> bool:
    """Four digits that the XML schema takes for a year: 1000 to 2999."""
    return _YEAR.fullmatch(text) is not None


def year_fault(
    text: str, situation: Situation, *, earliest: DateLimit | None, latest: DateLimit | None
) -> tuple[ErrorId, str] | None:
    """Why a year that was given is not accepted, or None; of the limits only the year counts. An empty text is the
    error id's own.
    """
    if not is_year(text):
        return ErrorId.INVALID_YEAR, ""
    first, last = (limit.day(situation) if limit else None for limit in (earliest, latest))
    minimum, maximum = (day.year if day else None for day in (first, last))
    if (minimum is not None and int(text) < minimum) or (maximum is not None and int(text) > maximum):
        return ErrorId.YEAR_RANGE, year_range_text(minimum, maximum)
    return None


@dataclass(frozen=True, slots=True)
class YearView:
    control: Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(Question):
    """The value is the year as written."""

    kind: ClassVar[str] = "year"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_YEAR

    earliest: DateLimit | None = None
    latest: DateLimit | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return ("year",)

    def empty(self) -> str:
        return ""

    def tidy(self, value: object) -> str:
        return value if isinstance(value, str) else ""

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("year"))
        return Parsed(cleaned.text.strip(), cleaned.removed)

    def is_answered(self, value: str) -> bool:
        return bool(value)

    def faults(self, value: str, situation: Situation) -> tuple[Problem, ...]:
        fault = year_fault(value, situation, earliest=self.earliest, latest=self.latest) if value else None
        return (self.problem(fault[0], text=fault[1]),) if fault else ()

    def edit_view(self, value: str, around: Surroundings) -> YearView:
        return YearView(self.control("year", value=value, label=self.label))

    def read_view(self, value: str) -> ReadValue:
        return ReadValue(ReadKind.TEXT, value or NOT_STATED, is_missing=not value)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.YEAR),)

    def to_svar(self, value: str, situation: Situation) -> tuple[Svar, ...]:
        """What is no year is left out."""
        if not is_year(value):
            return ()
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, PartialDate(YEAR_FORMAT, value)),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading("", (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        if not isinstance(content, PartialDate) or not is_year(content.value):
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(content.value)
