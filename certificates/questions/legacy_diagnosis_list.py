"""Diagnoses as the older engine asks for them: one terminology of two for all rows (README 7, Diagnosregler)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Control, Fields, Parsed, Problem, Situation
from certificates.questions.diagnosis import DiagnosisQuestion, Row, Rows
from certificates.questions.diagnosis_codes import (
    LEGACY_ICD_10_SE,
    LEGACY_KSH97_P,
    TOO_COARSE_TEXT,
    Terminology,
    has_legacy_shape,
    is_too_coarse,
)
from certificates.questions.messages import ErrorId
from certificates.questions.svar import Content

OTHER_TERMINOLOGY_TEXT = "Alla diagnoser ska vara ur samma kodverk."
WRONG_SHAPE_TEXT = "Koden ska ha en bokstav, två siffror och högst fem tecken."

FIELDS = {"code": "diagnoskod", "text": "diagnosbeskrivning", "terminology": "diagnoskodsystem", "year": "diagnosArtal"}
WHOLE_ROW = frozenset({ErrorId.DIAG_FIRST_ROW, ErrorId.ROWS_ORDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyDiagnosisList(DiagnosisQuestion):
    """All rows in one svar. A row is ``{"code", "text", "terminology"}``; a choice of terminology stands in each."""

    row_parts: ClassVar[tuple[str, ...]] = ("code", "text", "terminology")

    max_length: int = 81
    stops_typing: bool = True
    field_id: str = "diagnoser[0].row"
    choices: tuple[Terminology, ...] = (LEGACY_ICD_10_SE, LEGACY_KSH97_P)

    @property
    def terminologies(self) -> tuple[Terminology, ...]:
        return self.choices

    def terminology_of(self, row: Row) -> Terminology:
        return self.terminology_named(row["terminology"])

    def empty_row(self) -> dict[str, str]:
        return {**dict.fromkeys(self.row_parts, ""), "terminology": self.choices[0].key}

    def tidy_row(self, row: object) -> dict[str, str]:
        tidied = DiagnosisQuestion.tidy_row(self, row)
        return {**tidied, "terminology": self.terminology_of(tidied).key}

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        """Another terminology empties the rows that were there before (spec/ui.md 4.3)."""
        parsed = DiagnosisQuestion.parse(self, fields, previous, today)
        before = self.terminology_of(previous[0])
        chosen = self.terminology_named(fields.get("terminology") or before.key)
        rows = []
        for row, earlier in zip(parsed.value, previous, strict=True):
            if {**row, "terminology": earlier["terminology"]} != earlier:
                rows.append({**row, "terminology": chosen.key})
            elif chosen == before and self.is_filled(earlier):
                rows.append(dict(earlier))
            else:
                rows.append({**self.empty_row(), "terminology": chosen.key})
        return Parsed(rows, parsed.removed)

    def faults(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        """When the first row is left out, nothing else is told."""
        if self.is_answered(value) and not self.is_filled(value[0]):
            return (self.first_row_problem(),)
        return DiagnosisQuestion.faults(self, value, situation)

    def row_faults(self, number: int, value: Rows, situation: Situation) -> list[Problem]:
        problems = DiagnosisQuestion.row_faults(self, number, value, situation)
        if self.terminology_of(value[number]) != self.terminology_of(value[0]):
            error = ErrorId.INCORRECT_COMBINATION
            field = self.field_of(number, error, "terminology")
            part = f"{self.rows[number]}.code"
            problems.append(self.problem(error, text=OTHER_TERMINOLOGY_TEXT, field=field, part=part))
        return problems

    def code_faults(self, number: int, row: Row, situation: Situation) -> list[Problem]:
        if not row["code"]:
            return [self.row_problem(number, ErrorId.DIAG_CODE_MISSING, "code")]
        refusal = TOO_COARSE_TEXT if is_too_coarse(row["code"]) else ""
        if not refusal and not has_legacy_shape(row["code"]):
            refusal = WRONG_SHAPE_TEXT
        if refusal or not self._is_registered(row, situation):
            return [self.row_problem(number, ErrorId.DIAG_INVALID, "code", refusal)]
        return []

    def _is_registered(self, row: Row, situation: Situation) -> bool:
        return situation.find(self.terminology_of(row).key, row["code"]) is not None

    def field_of(self, number: int, error: ErrorId, part: str) -> str:
        return f"diagnoser[{number}].{'row' if error in WHOLE_ROW else FIELDS[part]}"

    def terminology_radios(self, value: Rows) -> tuple[Control, ...]:
        if len(self.choices) == 1:
            return ()
        chosen = self.terminology_of(value[0])
        return tuple(
            self.radio("terminology", choice.key, label=choice.name, is_checked=choice == chosen)
            for choice in self.choices
        )

    def terminology_in(self, content: Content, situation: Situation) -> Terminology | None:
        """Prefill takes the usual terminology only (README 9)."""
        found = DiagnosisQuestion.terminology_in(self, content, situation)
        return None if situation.fill_gaps and found != self.choices[0] else found

    def sent_rows(self, value: Rows, situation: Situation) -> Rows:
        """A row whose code is not valid is left out; those after it move up."""
        return [row for row in value if not self.code_faults(0, row, situation)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyDiagnosisRows(LegacyDiagnosisList):
    """One svar for each row (AG1-14 version 1, svar 4)."""

    repeats: ClassVar[bool] = True
