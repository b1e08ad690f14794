"""Several causes of death, one svar for each row (DOI 9 and 10; spec/ui.md 4, 10.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from certificates.questions import dates
from certificates.questions.base import (
    Fault,
    Fields,
    Parsed,
    PrefillCode,
    Problem,
    Reading,
    Situation,
    Surroundings,
)
from certificates.questions.cause_of_death import (
    DESCRIPTION_TEXT,
    ORDER_TEXT,
    TODAY_TEXT,
    CauseOfDeath,
    CauseRow,
    CauseView,
    Rows,
)
from certificates.questions.growing_rows import posted_rows
from certificates.questions.messages import ErrorId
from certificates.questions.rows import is_filled, listed
from certificates.questions.svar import Svar


@dataclass(frozen=True, slots=True, kw_only=True)
class CausesInOrder(CauseOfDeath):
    """A chain of causes: filled from the top, no onset later than that of a row above (DOI 9)."""

    repeats: ClassVar[bool] = True

    row_ids: tuple[str, ...] = ("B", "C", "D")

    def faults(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        filled = [number for number, row in enumerate(value) if is_filled(row)]
        last = filled[-1] + 1 if filled else 0
        return tuple(problem for number in range(last) for problem in self.row_faults(number, value, situation))

    def date_fault(self, number: int, value: Rows, situation: Situation) -> tuple[ErrorId, str] | None:
        fault = dates.fault(value[number]["date"])
        if fault:
            return fault
        above = [date for row in value[:number] if (date := dates.parse_iso(row["date"]))]
        latest, text = (above[-1], ORDER_TEXT) if above else (situation.today, TODAY_TEXT)
        if dt.date.fromisoformat(value[number]["date"]) > latest:
            return ErrorId.INCORRECT_COMBINATION, text
        return None

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        """``instans`` is the row's place; a row left out is a gap, which no complete certificate has."""
        rows = ((number, self.delsvar(row)) for number, row in enumerate(value, start=1))
        return tuple(
            Svar(self.svar_id, delsvar, instans=number, key=str(number)) for number, delsvar in rows if delsvar
        )

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        rows = self.empty()
        faults: list[Fault] = []
        taken: set[int] = set()
        for one in svar:
            place = (one.instans or len(taken) + 1) - 1
            if place in taken or not 0 <= place < len(rows):
                faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
                continue
            taken.add(place)
            rows[place], row_faults = self.read_row(one)
            faults += row_faults
        return Reading(rows, tuple(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributingCauses(CauseOfDeath):
    """A list that the user makes longer: the first row, rows with content, and rows that were added (DOI 10)."""

    repeats: ClassVar[bool] = True

    row_ids: tuple[str, ...] = tuple("01234567")

    def empty(self) -> list[dict[str, str]]:
        return []

    def tidy(self, value: object) -> list[dict[str, str]]:
        return [self.tidy_row(row) for row in listed(value)[: len(self.row_ids)]]

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        parsed = CauseOfDeath.parse(self, fields, previous, today)
        rows = posted_rows(parsed.value, fields, row_ids=self.row_ids, is_filled=is_filled)
        return Parsed(rows, parsed.removed)

    def validate(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        faults = self.faults(value, situation)
        if not self.required or self.is_answered(value):
            return faults
        return (self.row_problem(0, ErrorId.MISSING_ANSWER, "text", DESCRIPTION_TEXT), *faults)

    def edit_view(self, value: Rows, around: Surroundings) -> CauseView:
        view = CauseOfDeath.edit_view(self, value, around)
        remove_name, add_name = (self.control(part).name for part in ("remove", "add"))
        can_grow = len(value) < len(self.row_ids)
        return replace(view, grows=True, can_grow=can_grow, add_name=add_name, remove_name=remove_name)

    def row_view(self, number: int, value: Rows) -> CauseRow:
        view = CauseOfDeath.row_view(self, number, value)
        is_shown = number < max(1, len(value))
        return replace(view, letter="", is_shown=is_shown, remove=view.id if number else "")

    def legend(self, number: int) -> str:
        return f"Sjukdom eller skada {number + 1}"

    def letter(self, number: int) -> str:
        return str(number + 1)

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        rows = filter(None, (self.delsvar(row) for row in value))
        return tuple(
            Svar(self.svar_id, row, instans=number, key=str(number)) for number, row in enumerate(rows, start=1)
        )

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        rows: list[dict[str, str]] = []
        faults: list[Fault] = []
        for one in sorted(svar, key=lambda s: s.instans or 0):
            row, row_faults = self.read_row(one)
            rows.append(row)
            faults += row_faults
        if len(rows) > len(self.row_ids):
            faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
        return Reading(self.tidy(rows), tuple(faults))
