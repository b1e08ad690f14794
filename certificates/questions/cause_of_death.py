"""Causes of death: description, approximate onset and specification, row by row (DOI 8, 9 and 10; spec/ui.md 4)."""

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
from certificates.questions.characters import clean, one_line
from certificates.questions.free_text import too_long
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.rows import Row, is_filled, listed_rows, texts
from certificates.questions.svar import Content, Cv, Delsvar, Svar, Text

DESCRIPTION_TEXT = "Beskriv sjukdomen eller skadan."
ORDER_TEXT = "Ange datumet på raden ovanför eller ett tidigare datum."
TODAY_TEXT = "Ange dagens datum eller ett tidigare."

LABELS = {"text": "Beskrivning", "date": "Ungefärlig debut", "spec": "Specificera tillståndet"}
EMPTY_ROW = {"text": "", "date": "", "spec": ""}

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Specification:
    """A form code of the list, and the code that it is sent as; code systems differ from option to option."""

    code: str
    label: str
    sent: Cv


@dataclass(frozen=True, slots=True)
class CauseRow:
    """``letter`` stands in front. ``remove`` is the value of the button that takes the row away, if it can be."""

    id: str
    letter: str
    legend: str
    text: Control
    date: Control
    spec: Control
    is_shown: bool
    remove: str


@dataclass(frozen=True, slots=True)
class CauseView:
    rows: tuple[CauseRow, ...]
    options: tuple[Specification, ...]
    limits: Limits
    grows: bool
    can_grow: bool
    add_name: str
    remove_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseOfDeath(Question):
    """The value is one ``{"text", "date", "spec"}`` per row, empty rows included; ``spec`` is a form code.

    ``row_fields`` are the field ids of errors in the rows.
    """

    kind: ClassVar[str] = "cause_of_death"

    options: tuple[Specification, ...]
    row_ids: tuple[str, ...] = ("A",)
    row_fields: tuple[str, ...] = ()
    max_length: int = 100

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"{row}.{part}" for row in self.row_ids for part in EMPTY_ROW)

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.max_length)

    def empty(self) -> list[dict[str, str]]:
        return [dict(EMPTY_ROW) for _ in self.row_ids]

    def tidy(self, value: object) -> list[dict[str, str]]:
        return [self.tidy_row(row) for row in listed_rows(value, len(self.row_ids))]

    def tidy_row(self, row: object) -> dict[str, str]:
        tidied = texts(row, EMPTY_ROW)
        return {**tidied, "spec": tidied["spec"] if self._option(tidied["spec"]) else ""}

    def _option(self, code: str) -> Specification | None:
        return next((o for o in self.options if o.code == code), None)

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        rows, removed = [], ""
        for row in self.row_ids:
            text = clean(fields.get(f"{row}.text"))
            date = dates.normalise(clean(fields.get(f"{row}.date")).text, today)
            given = {"text": one_line(text.text).strip(), "date": date, "spec": fields.get(f"{row}.spec")}
            rows.append(self.tidy_row(given))
            removed += text.removed
        return Parsed(rows, removed)

    def is_answered(self, value: Rows) -> bool:
        return any(is_filled(row) for row in value)

    def start_dates(self, value: Rows) -> tuple[dt.date, ...]:
        return tuple(date for row in value if (date := dates.parse_iso(row["date"])))

    def day(self, value: Rows, row: str) -> dt.date | None:
        """The onset in the row of this id; without an id in the first row."""
        rows = dict(zip(self.row_ids, value, strict=False))
        found = rows.get(row or self.row_ids[0])
        return dates.parse_iso(found["date"]) if found else None

    def validate(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        """A required question wants a description in its first row."""
        faults = self.faults(value, situation)
        if not self.required or is_filled(value[0]):
            return faults
        return (self.row_problem(0, ErrorId.MISSING_ANSWER, "text", DESCRIPTION_TEXT), *faults)

    def faults(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        return tuple(
            problem
            for number, row in enumerate(value)
            if is_filled(row)
            for problem in self.row_faults(number, value, situation)
        )

    def row_faults(self, number: int, value: Rows, situation: Situation) -> list[Problem]:
        row = value[number]
        problems = []
        if not row["text"].strip():
            problems.append(self.row_problem(number, ErrorId.MISSING_ANSWER, "text", DESCRIPTION_TEXT))
        elif too_much := too_long(row["text"], self.max_length):
            problems.append(self.row_problem(number, ErrorId.TEXT_TOO_LONG, "text", too_much))
        fault = self.date_fault(number, value, situation) if row["date"] else None
        if fault:
            problems.append(self.row_problem(number, fault[0], "date", fault[1]))
        return problems

    def date_fault(self, number: int, value: Rows, situation: Situation) -> tuple[ErrorId, str] | None:
        return dates.fault(value[number]["date"], latest=situation.today)

    def row_problem(self, number: int, error: ErrorId, part: str, text: str) -> Problem:
        field = self.row_fields[number] if number < len(self.row_fields) else ""
        return self.problem(error, text=text, field=field, part=f"{self.row_ids[number]}.{part}")

    def edit_view(self, value: Rows, around: Surroundings) -> CauseView:
        rows = tuple(self.row_view(number, value) for number in range(len(self.row_ids)))
        limits = Limits(self.max_length, None, None, dates.FIRST_REASONABLE.isoformat(), "")
        return CauseView(rows, self.options, limits, False, False, "", "")

    def row_view(self, number: int, value: Rows) -> CauseRow:
        row_id = self.row_ids[number]
        row = value[number] if number < len(value) else EMPTY_ROW
        legend = self.legend(number)
        controls = {
            part: self.control(f"{row_id}.{part}", value=row[part], label=f"{legend}, {label}")
            for part, label in (
                ("text", "beskrivning"),
                ("date", "ungefärlig debut"),
                ("spec", "specificera tillståndet"),
            )
        }
        return CauseRow(row_id, row_id, legend, **controls, is_shown=True, remove="")

    def legend(self, number: int) -> str:
        return f"Rad {self.row_ids[number]}"

    def read_view(self, value: Rows) -> ReadValue:
        filled = [(number, row) for number, row in enumerate(value) if is_filled(row)]
        if not filled:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        rows = tuple((self.letter(number), *self._read_row(row)) for number, row in filled)
        return ReadValue(ReadKind.TABLE, columns=("Rad", *LABELS.values()), rows=rows)

    def letter(self, number: int) -> str:
        return self.row_ids[number]

    def _read_row(self, row: Row) -> tuple[str, str, str]:
        option = self._option(row["spec"])
        return row["text"] or NOT_STATED, row["date"] or NOT_STATED, option.label if option else NOT_STATED

    def in_short(self, value: Rows) -> str:
        return ", ".join(row["text"] for row in value if row["text"])

    @property
    def delsvar_ids(self) -> dict[str, str]:
        """Sub-answer of each part of a row."""
        return {part: f"{self.svar_id}.{number}" for number, part in enumerate(EMPTY_ROW, start=1)}

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        ids = self.delsvar_ids
        systems = frozenset(o.sent.system for o in self.options)
        return (
            SubAnswer(ids["text"], SubAnswerKind.TEXT),
            SubAnswer(ids["date"], SubAnswerKind.DATE),
            SubAnswer(ids["spec"], SubAnswerKind.CODE, systems, frozenset(o.sent.code for o in self.options)),
        )

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        delsvar = self.delsvar(value[0])
        return (Svar(self.svar_id, delsvar),) if delsvar else ()

    def delsvar(self, row: Row) -> tuple[Delsvar, ...]:
        option = self._option(row["spec"])
        contents: dict[str, Content | None] = {
            "text": Text(row["text"]) if row["text"].strip() else None,
            "date": Text(row["date"]) if dates.parse_iso(row["date"]) else None,
            "spec": option.sent if option else None,
        }
        return tuple(Delsvar(self.delsvar_ids[part], content) for part, content in contents.items() if content)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        row, faults = self.read_row(svar[0])
        return Reading(self.tidy([row]), tuple(faults))

    def read_row(self, svar: Svar) -> tuple[dict[str, str], list[Fault]]:
        ids = self.delsvar_ids
        date, spec = svar.text(ids["date"]).strip(), svar.get(ids["spec"])
        option = next((o for o in self.options if _is_sent_as(o, spec)), None)
        faults = []
        if svar.get(ids["date"]) is not None and not dates.parse_iso(date):
            faults.append(Fault(PrefillCode.INVALID_FORMAT, ids["date"]))
            date = ""
        if spec is not None and option is None:
            faults.append(Fault(PrefillCode.INVALID_FORMAT, ids["spec"]))
        text = clean(svar.text(ids["text"])).text.strip()
        return {"text": text, "date": date, "spec": option.code if option else ""}, faults


def _is_sent_as(option: Specification, content: Content | None) -> bool:
    return isinstance(content, Cv) and (content.code, content.system) == (option.sent.code, option.sent.system)
