"""Diagnoses as the newer engine asks for them: ICD-10-SE only (README 7, Diagnosregler, model engine)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Situation
from certificates.questions.diagnosis import DiagnosisQuestion, Row
from certificates.questions.diagnosis_codes import Terminology

FIVE_ROWS = ("huvuddiagnos", "diagnos2", "diagnos3", "diagnos4", "diagnos5")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisList(DiagnosisQuestion):
    """All rows in one svar, in pairs of text and code."""

    terminology: str = "ICD_10_SE"
    code_system: str = "1.2.752.116.1.1.1"
    accepted_systems: frozenset[str] = frozenset()

    @property
    def terminologies(self) -> tuple[Terminology, ...]:
        return (Terminology(self.terminology, "ICD-10-SE", self.code_system, self.accepted_systems),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRows(DiagnosisList):
    """One svar for each row, and the code's name is what the clinician wrote (svar 58)."""

    repeats: ClassVar[bool] = True

    rows: tuple[str, ...] = FIVE_ROWS
    max_length: int = 81
    stops_typing: bool = True

    def display_name(self, row: Row, situation: Situation) -> str:
        return row["text"]
