"""Diagnoses with the year in which each was made (TSTRK1062, question 51)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from certificates.questions.base import Fault, Fields, PrefillCode, Problem, Situation, SubAnswer, SubAnswerKind
from certificates.questions.characters import clean
from certificates.questions.diagnosis import DiagnosisQuestion, DiagnosisRow, Row, Rows
from certificates.questions.diagnosis_codes import LEGACY_ICD_10_SE, Terminology
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisRows
from certificates.questions.limits import TODAY
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Content, PartialDate, Svar
from certificates.questions.year import YEAR_FORMAT, is_year, year_fault


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedDiagnoses(LegacyDiagnosisRows):
    """A row is ``{"code", "text", "terminology", "year"}``; its description may be left out, its year may not."""

    first_row_error: ClassVar[ErrorId] = ErrorId.ROWS_ORDER
    row_parts: ClassVar[tuple[str, ...]] = ("code", "text", "terminology", "year")
    columns: ClassVar[tuple[str, ...]] = ("Kod", "Diagnos", "Årtal")

    rows: tuple[str, ...] = ("diagnos1", "diagnos2", "diagnos3", "diagnos4")
    choices: tuple[Terminology, ...] = (LEGACY_ICD_10_SE,)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"{row}.{part}" for row in self.rows for part in ("code", "text", "year"))

    def parse_row(self, fields: Fields, row: str) -> dict[str, str]:
        parsed = DiagnosisQuestion.parse_row(self, fields, row)
        return {**parsed, "year": clean(fields.get(f"{row}.year")).text.strip()}

    def is_filled(self, row: Row) -> bool:
        return bool(row["code"] or row["text"].strip() or row["year"])

    def text_faults(self, number: int, row: Row) -> list[Problem]:
        return []

    def row_faults(self, number: int, value: Rows, situation: Situation) -> list[Problem]:
        problems = LegacyDiagnosisRows.row_faults(self, number, value, situation)
        year = value[number]["year"]
        if not year:
            problems.append(self.row_problem(number, ErrorId.MISSING_YEAR, "year"))
        elif fault := year_fault(year, situation, earliest=None, latest=TODAY):
            problems.append(self.row_problem(number, fault[0], "year", fault[1]))
        return problems

    def row_view(self, number: int, row: Row) -> DiagnosisRow:
        view = DiagnosisQuestion.row_view(self, number, row)
        year = self.control(f"{view.id}.year", value=row["year"], label=f"{view.legend}, årtal")
        return replace(view, year=year)

    def legend(self, number: int) -> str:
        return f"Diagnos {number + 1}"

    def read_row(self, row: Row) -> tuple[str, ...]:
        return *DiagnosisQuestion.read_row(self, row), row["year"] or NOT_STATED

    def row_ids(self, number: int) -> dict[str, str]:
        return {"code": f"{self.svar_id}.1", "text": f"{self.svar_id}.2", "year": f"{self.svar_id}.3"}

    def sub_answer(self, part: str, delsvar_id: str) -> SubAnswer:
        if part == "year":
            return SubAnswer(delsvar_id, SubAnswerKind.YEAR)
        return DiagnosisQuestion.sub_answer(self, part, delsvar_id)

    def sent_rows(self, value: Rows, situation: Situation) -> Rows:
        """Rows with an unknown code or without a year are left out."""
        return [
            row
            for row in LegacyDiagnosisRows.sent_rows(self, value, situation)
            if not year_fault(row["year"], situation, earliest=None, latest=TODAY)
        ]

    def content(self, part: str, row: Row, situation: Situation) -> Content | None:
        if part == "year":
            return PartialDate(YEAR_FORMAT, row["year"])
        return DiagnosisQuestion.content(self, part, row, situation)

    def read_svar(self, svar: Svar, ids: Mapping[str, str], situation: Situation) -> tuple[dict[str, str], list[Fault]]:
        row, faults = DiagnosisQuestion.read_svar(self, svar, ids, situation)
        content = svar.get(ids["year"])
        if content is None or not self.is_filled(row):
            return row, faults
        if not isinstance(content, PartialDate) or not is_year(content.value):
            return row, [*faults, Fault(PrefillCode.INVALID_FORMAT, ids["year"])]
        return {**row, "year": content.value}, faults
