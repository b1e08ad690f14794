"""Rows of diagnosis code and description, all in one svar (README 7, model engine; spec/ui.md 4.3, 10.7)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

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
from certificates.questions.free_text import too_long
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Cv, Delsvar, Svar, Text

LONGEST_CODE = 20
TOO_COARSE_TEXT = "Välj en kod med minst fyra positioner."

_COARSE = re.compile(r"(F.{0,2}|Z73)")
_NOT_IN_CODE = re.compile(r"[^0-9A-Z-]")

Row = Mapping[str, str]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    id: str
    legend: str
    code: Control
    text: Control


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    rows: tuple[DiagnosisRow, ...]
    terminology: str
    max_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisList(Question):
    """The value is one ``{"code", "text"}`` per row, empty rows included; codes in upper case without dots."""

    kind: ClassVar[str] = "diagnosis_list"
    missing_error: ClassVar[ErrorId] = ErrorId.DIAG_MISSING

    rows: tuple[str, ...] = ("huvuddiagnos", "diagnos2", "diagnos3")
    terminology: str = "ICD_10_SE"
    code_system: str = "1.2.752.116.1.1.1"
    accepted_systems: frozenset[str] = frozenset()
    max_length: int = 250

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"{row}.{part}" for row in self.rows for part in ("code", "text"))

    def empty(self) -> list[dict[str, str]]:
        return [{"code": "", "text": ""} for _ in self.rows]

    def tidy(self, value: object) -> list[dict[str, str]]:
        given = list(value) if isinstance(value, (list, tuple)) else []
        return [_tidy_row(given[number] if number < len(given) else {}) for number in range(len(self.rows))]

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        rows, removed = [], ""
        for row in self.rows:
            text = clean(fields.get(f"{row}.text"))
            rows.append({"code": written_code(clean(fields.get(f"{row}.code")).text), "text": text.text.strip()})
            removed += text.removed
        return Parsed(rows, removed)

    def settle(self, value: Rows, previous: Rows, situation: Situation) -> list[dict[str, str]]:
        """A code that is new and stands alone brings its description from the register."""
        settled = []
        for row, earlier in zip(value, previous, strict=True):
            concept = None
            if row["code"] and not row["text"] and row["code"] != earlier["code"]:
                concept = situation.find(self.terminology, row["code"])
            settled.append({**row, "text": concept.title} if concept else dict(row))
        return settled

    def is_answered(self, value: Rows) -> bool:
        return any(_is_filled(row) for row in value)

    def codes(self, value: Rows) -> frozenset[str]:
        return frozenset(row["code"] for row in value if row["code"])

    def faults(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        filled = [number for number, row in enumerate(value) if _is_filled(row)]
        if not filled:
            return ()
        problems: list[Problem] = []
        for number, row in enumerate(value[: filled[-1] + 1]):
            if number == 0 and not _is_filled(row):
                problems.append(self._row_problem(0, ErrorId.DIAG_FIRST_ROW, "code"))
            else:
                problems += self._row_faults(number, row, situation)
        return tuple(problems)

    def _row_faults(self, number: int, row: Row, situation: Situation) -> list[Problem]:
        problems = []
        if not row["code"]:
            problems.append(self._row_problem(number, ErrorId.DIAG_CODE_MISSING, "code"))
        elif is_too_coarse(row["code"]):
            problems.append(self._row_problem(number, ErrorId.DIAG_INVALID, "code", TOO_COARSE_TEXT))
        elif situation.find(self.terminology, row["code"]) is None:
            problems.append(self._row_problem(number, ErrorId.DIAG_INVALID, "code"))
        if not row["text"].strip():
            problems.append(self._row_problem(number, ErrorId.DIAG_TEXT_MISSING, "text"))
        elif too_much := too_long(row["text"], self.max_length):
            problems.append(self._row_problem(number, ErrorId.TEXT_TOO_LONG, "text", too_much))
        return problems

    def _row_problem(self, number: int, error: ErrorId, part: str, text: str = "") -> Problem:
        row = self.rows[number]
        return self.problem(error, text=text, field=row, part=f"{row}.{part}")

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.max_length)

    def edit_view(self, value: Rows, around: Surroundings) -> DiagnosisView:
        rows = []
        for number, (row_id, row) in enumerate(zip(self.rows, value, strict=True), start=1):
            legend = "Huvuddiagnos" if number == 1 else f"Diagnos {number}"
            code = self.control(f"{row_id}.code", value=dotted(row["code"]), label=f"{legend}, kod")
            text = self.control(f"{row_id}.text", value=row["text"], label=f"{legend}, beskrivning")
            rows.append(DiagnosisRow(row_id, legend, code, text))
        return DiagnosisView(tuple(rows), self.terminology, self.max_length)

    def read_view(self, value: Rows) -> ReadValue:
        rows = tuple((dotted(row["code"]) or NOT_STATED, row["text"] or NOT_STATED) for row in value if _is_filled(row))
        if not rows:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TABLE, columns=("Kod", "Diagnos"), rows=rows)

    @property
    def systems_read(self) -> frozenset[str]:
        return self.accepted_systems | {self.code_system}

    def row_ids(self) -> tuple[tuple[str, str], ...]:
        """Sub-answer ids of each row: text, code."""
        return tuple((f"{self.svar_id}.{2 * n + 1}", f"{self.svar_id}.{2 * n + 2}") for n in range(len(self.rows)))

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return tuple(
            sub_answer
            for text_id, code_id in self.row_ids()
            for sub_answer in (
                SubAnswer(text_id, SubAnswerKind.TEXT),
                SubAnswer(code_id, SubAnswerKind.DIAGNOSIS, self.systems_read),
            )
        )

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        """The code's name is that of the register, the text what the clinician wrote."""
        delsvar: list[Delsvar] = []
        for (text_id, code_id), row in zip(self.row_ids(), value, strict=True):
            if row["text"].strip():
                delsvar.append(Delsvar(text_id, Text(row["text"])))
            if row["code"]:
                concept = situation.find(self.terminology, row["code"])
                cv = Cv(row["code"], self.code_system, concept.title if concept else "")
                delsvar.append(Delsvar(code_id, cv))
        return (Svar(self.svar_id, tuple(delsvar)),) if delsvar else ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        rows: list[dict[str, str]] = []
        faults: list[Fault] = []
        for text_id, code_id in self.row_ids():
            row, fault = self._read_row(svar[0], text_id, code_id, situation)
            rows += [row] if _is_filled(row) or not situation.fill_gaps else []
            faults += [fault] if fault else []
        if not svar[0].delsvar:
            faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
        return Reading(self.tidy(rows), tuple(faults))

    def _read_row(
        self, svar: Svar, text_id: str, code_id: str, situation: Situation
    ) -> tuple[dict[str, str], Fault | None]:
        content = svar.get(code_id)
        text = clean(svar.text(text_id)).text.strip()
        if content is None:
            return _tidy_row({"text": text}), None
        if not isinstance(content, Cv) or content.faulty or content.system.strip() not in self.systems_read:
            return _tidy_row({}), Fault(PrefillCode.INVALID_FORMAT, code_id)
        code = written_code(content.code)
        concept = situation.find(self.terminology, code)
        if concept is None:
            return _tidy_row({}), Fault(PrefillCode.INVALID_DIAGNOSIS_CODE, code_id)
        return {"code": code, "text": text or (concept.title if situation.fill_gaps else "")}, None


def written_code(text: str) -> str:
    """A code as it is stored: upper case, no dots or blanks (README 7.5)."""
    return _NOT_IN_CODE.sub("", text.upper())[:LONGEST_CODE]


def is_too_coarse(code: str) -> bool:
    """Whether a code of F or Z73 lacks the fourth position that it needs (spec/ui.md 4.3)."""
    return _COARSE.fullmatch(code) is not None


def dotted(code: str) -> str:
    """A code as it is read: ``F438A`` becomes ``F43.8A``."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 and code[:3].isalnum() and code[3:].isalnum() else code


def _tidy_row(row: object) -> dict[str, str]:
    given = row if isinstance(row, Mapping) else {}
    return {part: given[part] if isinstance(given.get(part), str) else "" for part in ("code", "text")}


def _is_filled(row: Row) -> bool:
    return bool(row["code"] or row["text"].strip())
