"""What the kinds of diagnosis questions share: rows of code and description (README 7; spec/ui.md 4.3, 10.7)."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
    AnswerRow,
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
from certificates.questions.diagnosis_codes import TOO_COARSE_TEXT, Terminology, dotted, is_too_coarse, written_code
from certificates.questions.free_text import too_long
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.rows import listed_rows
from certificates.questions.svar import Content, Cv, Delsvar, Svar, Text

Row = Mapping[str, str]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """``year`` is there when the question asks for it."""

    id: str
    legend: str
    code: Control
    text: Control
    year: Control | None = None


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    """``terminologies`` are radios, none when there is nothing to choose. ``stops_at``: the browser takes no more."""

    rows: tuple[DiagnosisRow, ...]
    terminologies: tuple[Control, ...]
    max_length: int
    stops_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisQuestion(Question):
    """The value is one mapping of ``row_parts`` per row, empty rows included; codes in upper case without dots.

    With ``repeats`` each row is a svar of its own, numbered by ``instans``; otherwise all stand in one svar.
    """

    kind: ClassVar[str] = "diagnosis_list"
    missing_error: ClassVar[ErrorId] = ErrorId.DIAG_MISSING
    first_row_error: ClassVar[ErrorId] = ErrorId.DIAG_FIRST_ROW
    row_parts: ClassVar[tuple[str, ...]] = ("code", "text")
    columns: ClassVar[tuple[str, ...]] = ("Kod", "Diagnos")

    rows: tuple[str, ...] = ("huvuddiagnos", "diagnos2", "diagnos3")
    max_length: int = 250
    stops_typing: bool = False
    """The length of a description is kept by the control alone; a longer one is no fault."""

    @property
    @abstractmethod
    def terminologies(self) -> tuple[Terminology, ...]:
        """Those to choose from, the usual one first."""

    def terminology_of(self, row: Row) -> Terminology:
        return self.terminologies[0]

    def terminology_named(self, key: str) -> Terminology:
        """The one of this key, or the usual one."""
        return next((t for t in self.terminologies if t.key == key), self.terminologies[0])

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"{row}.{part}" for row in self.rows for part in ("code", "text"))

    def empty_row(self) -> dict[str, str]:
        return dict.fromkeys(self.row_parts, "")

    def tidy_row(self, row: object) -> dict[str, str]:
        given = row if isinstance(row, Mapping) else {}
        return {
            part: given[part] if isinstance(given.get(part), str) else empty for part, empty in self.empty_row().items()
        }

    def empty(self) -> list[dict[str, str]]:
        return [self.empty_row() for _ in self.rows]

    def tidy(self, value: object) -> list[dict[str, str]]:
        return [self.tidy_row(row) for row in listed_rows(value, len(self.rows))]

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        rows, removed = [], ""
        for row in self.rows:
            text = clean(fields.get(f"{row}.text"))
            rows.append({**self.parse_row(fields, row), "text": text.text.strip()})
            removed += text.removed
        return Parsed(rows, removed)

    def parse_row(self, fields: Fields, row: str) -> dict[str, str]:
        """What a row holds besides its description."""
        return {**self.empty_row(), "code": written_code(clean(fields.get(f"{row}.code")).text)}

    def settle(self, value: Rows, previous: Rows, situation: Situation) -> list[dict[str, str]]:
        """A code that is new and stands alone brings its description from the register."""
        settled = []
        for row, earlier in zip(value, previous, strict=True):
            concept = None
            if row["code"] and not row["text"] and row["code"] != earlier["code"]:
                concept = situation.find(self.terminology_of(row).key, row["code"])
            settled.append({**row, "text": self.fitting(concept.title)} if concept else dict(row))
        return settled

    def fitting(self, title: str) -> str:
        """As much of a title as the control takes."""
        return title[: self.max_length] if self.stops_typing else title

    def is_filled(self, row: Row) -> bool:
        return bool(row["code"] or row["text"].strip())

    def is_answered(self, value: Rows) -> bool:
        return any(self.is_filled(row) for row in value)

    def codes(self, value: Rows) -> frozenset[str]:
        return frozenset(row["code"] for row in self.coded_rows(value))

    def coded_rows(self, value: Rows) -> tuple[Row, ...]:
        """The rows that hold a code, main diagnosis first."""
        return tuple(row for row in value if row["code"])

    def faults(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        filled = [number for number, row in enumerate(value) if self.is_filled(row)]
        if not filled:
            return ()
        problems: list[Problem] = []
        for number, row in enumerate(value[: filled[-1] + 1]):
            if number == 0 and not self.is_filled(row):
                problems.append(self.first_row_problem())
            else:
                problems += self.row_faults(number, value, situation)
        return tuple(problems)

    def first_row_problem(self) -> Problem:
        return self.row_problem(0, self.first_row_error, "code")

    def row_faults(self, number: int, value: Rows, situation: Situation) -> list[Problem]:
        row = value[number]
        return [*self.code_faults(number, row, situation), *self.text_faults(number, row)]

    def code_faults(self, number: int, row: Row, situation: Situation) -> list[Problem]:
        if not row["code"]:
            return [self.row_problem(number, ErrorId.DIAG_CODE_MISSING, "code")]
        if is_too_coarse(row["code"]):
            return [self.row_problem(number, ErrorId.DIAG_INVALID, "code", TOO_COARSE_TEXT)]
        if situation.find(self.terminology_of(row).key, row["code"]) is None:
            return [self.row_problem(number, ErrorId.DIAG_INVALID, "code")]
        return []

    def text_faults(self, number: int, row: Row) -> list[Problem]:
        if not row["text"].strip():
            return [self.row_problem(number, ErrorId.DIAG_TEXT_MISSING, "text")]
        too_much = "" if self.stops_typing else too_long(row["text"], self.max_length)
        return [self.row_problem(number, ErrorId.TEXT_TOO_LONG, "text", too_much)] if too_much else []

    def row_problem(self, number: int, error: ErrorId, part: str, text: str = "") -> Problem:
        return self.problem(
            error, text=text, field=self.field_of(number, error, part), part=f"{self.rows[number]}.{part}"
        )

    def field_of(self, number: int, error: ErrorId, part: str) -> str:
        """The field id of an error in a row."""
        return self.rows[number]

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.max_length)

    def edit_view(self, value: Rows, around: Surroundings) -> DiagnosisView:
        rows = tuple(self.row_view(number, row) for number, row in enumerate(value))
        return DiagnosisView(
            rows, self.terminology_radios(value), self.max_length, self.max_length if self.stops_typing else None
        )

    def row_view(self, number: int, row: Row) -> DiagnosisRow:
        row_id = self.rows[number]
        legend = self.legend(number)
        code = self.control(f"{row_id}.code", value=dotted(row["code"]), label=f"{legend}, kod")
        text = self.control(f"{row_id}.text", value=row["text"], label=f"{legend}, beskrivning")
        return DiagnosisRow(row_id, legend, code, text)

    def legend(self, number: int) -> str:
        return f"Diagnos {number + 1}" if number else "Huvuddiagnos"

    def terminology_radios(self, value: Rows) -> tuple[Control, ...]:
        return ()

    def read_view(self, value: Rows) -> ReadValue:
        rows = tuple(self.read_row(row) for row in value if self.is_filled(row))
        if not rows:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TABLE, columns=self.columns, rows=rows, anchors=self.row_anchors(value))

    def answer_rows(self, value: Rows) -> tuple[AnswerRow, ...]:
        """Also where all stand in one svar: a request for a complement numbers them all the same."""
        filled = (number for number, row in enumerate(value) if self.is_filled(row))
        return tuple(
            AnswerRow(place, self.legend(number), f"{self.rows[number]}.code")
            for place, number in enumerate(filled, start=1)
        )

    def read_row(self, row: Row) -> tuple[str, ...]:
        return dotted(row["code"]) or NOT_STATED, row["text"] or NOT_STATED

    def in_short(self, value: Rows) -> str:
        """The first diagnosis in words (README 2, summary)."""
        return value[0]["text"]

    def row_ids(self, number: int) -> dict[str, str]:
        """Sub-answer ids of a row by part, in the order in which they are written."""
        first = 1 if self.repeats else 2 * number + 1
        return {"text": f"{self.svar_id}.{first}", "code": f"{self.svar_id}.{first + 1}"}

    @property
    def systems_read(self) -> frozenset[str]:
        return frozenset().union(*(t.systems_read for t in self.terminologies))

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        numbers = range(1 if self.repeats else len(self.rows))
        return tuple(self.sub_answer(part, id_) for number in numbers for part, id_ in self.row_ids(number).items())

    def sub_answer(self, part: str, delsvar_id: str) -> SubAnswer:
        if part == "code":
            return SubAnswer(delsvar_id, SubAnswerKind.DIAGNOSIS, self.systems_read)
        return SubAnswer(delsvar_id, SubAnswerKind.TEXT)

    def sent_rows(self, value: Rows, situation: Situation) -> Rows:
        return value

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        rows = [
            self._delsvar(row, self.row_ids(number), situation)
            for number, row in enumerate(self.sent_rows(value, situation))
        ]
        if not self.repeats:
            together = tuple(delsvar for row in rows for delsvar in row)
            return (Svar(self.svar_id, together),) if together else ()
        return tuple(
            Svar(self.svar_id, row, instans=number, key=str(number))
            for number, row in enumerate(filter(None, rows), start=1)
        )

    def _delsvar(self, row: Row, ids: Mapping[str, str], situation: Situation) -> tuple[Delsvar, ...]:
        contents = ((id_, self.content(part, row, situation)) for part, id_ in ids.items())
        return tuple(Delsvar(id_, content) for id_, content in contents if content is not None)

    def content(self, part: str, row: Row, situation: Situation) -> Content | None:
        """What a part of a row is sent as; None when it is empty."""
        if part == "text":
            return Text(row["text"]) if row["text"].strip() else None
        if not row["code"]:
            return None
        return Cv(row["code"], self.terminology_of(row).system, self.display_name(row, situation))

    def display_name(self, row: Row, situation: Situation) -> str:
        """The code's name is that of the register, the text what the clinician wrote."""
        concept = situation.find(self.terminology_of(row).key, row["code"])
        return concept.title if concept else ""

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        numbered = enumerate(sorted(svar, key=_number_of)) if self.repeats else ((n, svar[0]) for n in self._numbers)
        rows: list[dict[str, str]] = []
        faults: list[Fault] = []
        for number, one in numbered:
            row, row_faults = self.read_svar(one, self.row_ids(number), situation)
            rows += [row] if self.is_filled(row) or not situation.fill_gaps else []
            faults += row_faults
        if len(rows) > len(self.rows) or not any(one.delsvar for one in svar):
            faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
        return Reading(self.tidy(rows), tuple(faults))

    @property
    def _numbers(self) -> range:
        return range(len(self.rows))

    def read_svar(self, svar: Svar, ids: Mapping[str, str], situation: Situation) -> tuple[dict[str, str], list[Fault]]:
        """One row, with what could not be read of it."""
        content = svar.get(ids["code"])
        text, faults = self._read_text(svar, ids["text"], situation)
        if content is None:
            return self.tidy_row({"text": text}), faults
        terminology = self.terminology_in(content, situation)
        if terminology is None or not isinstance(content, Cv):
            return self.empty_row(), [Fault(PrefillCode.INVALID_FORMAT, ids["code"])]
        code = written_code(content.code)
        concept = situation.find(terminology.key, code)
        if concept is None:
            return self.empty_row(), [Fault(PrefillCode.INVALID_DIAGNOSIS_CODE, ids["code"])]
        given = text or (self.fitting(concept.title) if situation.fill_gaps else "")
        return self.tidy_row({"code": code, "text": given, "terminology": terminology.key}), faults

    def _read_text(self, svar: Svar, delsvar_id: str, situation: Situation) -> tuple[str, list[Fault]]:
        """A prefilled description that the control would not take is left out (README 9)."""
        text = clean(svar.text(delsvar_id)).text.strip()
        if situation.fill_gaps and self.stops_typing and len(text) > self.max_length:
            return "", [Fault(PrefillCode.INVALID_FORMAT, delsvar_id)]
        return text, []

    def terminology_in(self, content: Content, situation: Situation) -> Terminology | None:
        """The terminology of a code that was received, if it is one of the question's."""
        if not isinstance(content, Cv) or content.faulty:
            return None
        return next((t for t in self.terminologies if content.system.strip() in t.systems_read), None)


def _number_of(svar: Svar) -> int:
    return svar.instans or 0
