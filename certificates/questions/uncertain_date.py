"""A date of which only the year, the month or nothing is known (db.yaml 2.2; spec/ui.md 4, UE_UNCERTAIN_DATE)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions import dates
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
from certificates.questions.codes import Option
from certificates.questions.messages import BEFORE_BIRTH, CHOOSE_MONTH, CHOOSE_YEAR, NOT_STATED, ErrorId, text_for
from certificates.questions.svar import Delsvar, Svar, Text

PARTS = ("year", "month")
UNKNOWN_YEAR = "0000"
UNKNOWN = "00"
MONTHS = (Option(UNKNOWN, "00 (ej känt)"), *(Option(f"{n:02}", f"{n:02}") for n in range(1, 13)))

_DAY = r"0[0-9]|[12][0-9]|3[01]"
_FORMS = {"year": re.compile(r"[0-9]{4}"), "month": re.compile(r"0[0-9]|1[0-2]"), "day": re.compile(_DAY)}
_WRITTEN = re.compile(rf"([0-9]{{4}})-(0[0-9]|1[0-2])-({_DAY})")

UncertainValue = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UncertainDateView:
    """``day_text`` stands where a day would be chosen; it cannot be."""

    year: Control
    month: Control
    years: tuple[Option, ...]
    months: tuple[Option, ...]
    unknown_year: str = UNKNOWN_YEAR
    day_text: str = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainDate(Question):
    """The value is ``{"year": "2026", "month": "03"}``; what is not known is zeros, what is not chosen empty.

    A ``day`` is there only in what another system has written (death-certificates.md 8); it lasts until year or month
    is changed.
    """

    kind: ClassVar[str] = "uncertain_date"

    @property
    def parts(self) -> tuple[str, ...]:
        return PARTS

    def empty(self) -> dict[str, str]:
        return dict.fromkeys(PARTS, "")

    def tidy(self, value: object) -> dict[str, str]:
        given = value if isinstance(value, Mapping) else {}
        tidied = {part: _in_form(part, given.get(part)) for part in PARTS}
        day = _in_form("day", given.get("day"))
        return {**tidied, "day": day} if all(tidied.values()) and day.strip("0") else tidied

    def parse(self, fields: Fields, previous: UncertainValue, today: dt.date) -> Parsed:
        given = {part: _in_form(part, fields.get(part)) for part in PARTS}
        is_unchanged = all(given[part] == previous[part] for part in PARTS)
        return Parsed(dict(previous) if is_unchanged else given)

    def settle(self, value: UncertainValue, previous: UncertainValue, situation: Situation) -> dict[str, str]:
        """Of an unknown year no month is known."""
        return {"year": UNKNOWN_YEAR, "month": UNKNOWN} if value["year"] == UNKNOWN_YEAR else dict(value)

    def is_answered(self, value: UncertainValue) -> bool:
        return any(value.values())

    def validate(self, value: UncertainValue, situation: Situation) -> tuple[Problem, ...]:
        """Year and month are missing one by one."""
        if not self.required and not self.is_answered(value):
            return ()
        return (
            tuple(self._missing_parts(value)) or self._too_late(value, situation) or self._too_early(value, situation)
        )

    def _missing_parts(self, value: UncertainValue) -> Iterator[Problem]:
        for part, text in (("year", CHOOSE_YEAR), ("month", CHOOSE_MONTH)):
            if not value[part]:
                yield self.problem(ErrorId.MISSING_OPTION, text=text, field=f"{self._field}.{part}", part=part)

    def _too_late(self, value: UncertainValue, situation: Situation) -> tuple[Problem, ...]:
        if not self.lies_after(value, situation.today):
            return ()
        text = text_for(ErrorId.DATE_TOO_LATE, limit=situation.today.isoformat()[:7])
        return (self.problem(ErrorId.DATE_TOO_LATE, text=text, field=self._field),)

    def _too_early(self, value: UncertainValue, situation: Situation) -> tuple[Problem, ...]:
        """Only a whole date can lie before birth."""
        date = dates.parse_iso(_written(value))
        if date is None or situation.birth is None or date >= situation.birth:
            return ()
        return (self.problem(ErrorId.DATE_TOO_EARLY, text=BEFORE_BIRTH, field=self._field),)

    def lies_after(self, value: UncertainValue, day: dt.date) -> bool:
        """Whether what is known lies after the month of the day; unknown parts never do."""
        if not value["year"] or value["year"] == UNKNOWN_YEAR:
            return False
        if value["month"] in {"", UNKNOWN}:
            return int(value["year"]) > day.year
        return (int(value["year"]), int(value["month"])) > (day.year, day.month)

    @property
    def _field(self) -> str:
        return self.field_id or self.id

    def edit_view(self, value: UncertainValue, around: Surroundings) -> UncertainDateView:
        year, month = (
            self.control(part, value=value[part], label=f"{self.name}, {words}")
            for part, words in (("year", "år"), ("month", "månad"))
        )
        years = _years(value["year"], around.situation.today)
        return UncertainDateView(year, month, years, MONTHS, day_text=value.get("day", UNKNOWN))

    def read_view(self, value: UncertainValue) -> ReadValue:
        """As it is sent; an unfinished choice with what there is."""
        text = _written(value) or value["year"] or NOT_STATED
        return ReadValue(ReadKind.TEXT, text, is_missing=text == NOT_STATED)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.UNCERTAIN_DATE),)

    def to_svar(self, value: UncertainValue, situation: Situation) -> tuple[Svar, ...]:
        """``yyyy-mm-00``, when both have been chosen; with the day that was read."""
        written = _written(value)
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, Text(written)),)),) if written else ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        if svar[0].get(self.delsvar_id) is None:
            return Reading(self.empty(), (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        match = _WRITTEN.fullmatch(svar[0].text(self.delsvar_id).strip())
        if match is None:
            return Reading(self.empty(), (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(self.tidy(dict(zip((*PARTS, "day"), match.groups(), strict=True))))


def _in_form(part: str, text: object) -> str:
    return text if isinstance(text, str) and _FORMS[part].fullmatch(text) else ""


def _written(value: UncertainValue) -> str:
    return f"{value['year']}-{value['month']}-{value.get('day', UNKNOWN)}" if value["year"] and value["month"] else ""


def _years(chosen: str, today: dt.date) -> tuple[Option, ...]:
    """Not known, this year, last year; and the chosen one, when the draft is older."""
    years = [f"{today.year:04}", f"{today.year - 1:04}"]
    if chosen and chosen not in {UNKNOWN_YEAR, *years}:
        years.append(chosen)
    return (Option(UNKNOWN_YEAR, f"{UNKNOWN_YEAR} (ej känt)"), *(Option(year, year) for year in years))
