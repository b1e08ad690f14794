"""Other investigations that a certificate builds on: rows of type, date and source (README 2; fk3221, luse: svar 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from certificates.questions import dates
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
from certificates.questions.characters import clean, one_line
from certificates.questions.codes import Option, Options
from certificates.questions.free_text import too_long
from certificates.questions.limits import TODAY, Bounds, DateLimit
from certificates.questions.messages import MISSING_INVESTIGATION_PART, NOT_STATED, ErrorId
from certificates.questions.rows import Row, is_filled, listed_rows, texts
from certificates.questions.svar import Content, Cv, Delsvar, Svar, Text

PARTS = ("type", "date", "source")
MISSING_PARTS = {
    "type": ErrorId.MISSING_OPTION,
    "date": ErrorId.MISSING_DATE,
    "source": ErrorId.MISSING_ANSWER,
}

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class InvestigationFields:
    """How errors name one row and its parts."""

    row: str
    type: str
    date: str
    source: str

    def of(self, part: str) -> str:
        return {"type": self.type, "date": self.date, "source": self.source}[part]


def model_fields(row: str) -> InvestigationFields:
    """``medicalInvestigation1`` and ``medicalInvestigation1_DATE``."""
    return InvestigationFields(row, f"{row}_INVESTIGATION_TYPE", f"{row}_DATE", f"{row}_INFORMATION_SOURCE")


def legacy_fields(number: int) -> InvestigationFields:
    """``underlag[0]`` and ``underlag[0].datum``."""
    row = f"underlag[{number}]"
    return InvestigationFields(row, f"{row}.typ", f"{row}.datum", f"{row}.hamtasFran")


MODEL_ROWS = tuple(model_fields(f"medicalInvestigation{number}") for number in (1, 2, 3))
LEGACY_ROWS = tuple(legacy_fields(number) for number in (0, 1, 2))


class RowRules(Enum):
    """Which rows must be whole: every row with something in it, since the XML holds whole rows only.

    MODEL: also the first one, and those above a filled one. LEGACY: the first one is not left empty.
    """

    MODEL = "model"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class InvestigationRow:
    legend: str
    type: Control
    date: Control
    source: Control


@dataclass(frozen=True, slots=True)
class InvestigationsView:
    rows: tuple[InvestigationRow, ...]
    options: tuple[Option, ...]
    columns: tuple[str, str, str]
    max_length: int | None
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicalInvestigations(Question):
    """The value is one ``{"type", "date", "source"}`` per row, empty rows included; dates as written.

    ``aliases``: codes of older forms that are read as one of the options (``legacy_code_in``).
    """

    kind: ClassVar[str] = "medical_investigations"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_ANSWER
    repeats: ClassVar[bool] = True

    options: Options
    rows: tuple[InvestigationFields, ...] = MODEL_ROWS
    row_rules: RowRules = RowRules.MODEL
    aliases: Mapping[str, str] = field(default_factory=dict)
    max_length: int | None = None
    latest: DateLimit | None = TODAY
    columns: tuple[str, str, str] = ("Utredning eller underlag", "Datum", "Från vilken vårdgivare")

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(_place(number, part) for number in range(len(self.rows)) for part in PARTS)

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.max_length)

    def empty(self) -> list[dict[str, str]]:
        return [dict.fromkeys(PARTS, "") for _ in self.rows]

    def tidy(self, value: object) -> list[dict[str, str]]:
        return [self._tidy_row(row) for row in listed_rows(value, len(self.rows))]

    def _tidy_row(self, row: object) -> dict[str, str]:
        tidied = texts(row, PARTS)
        return tidied if tidied["type"] in self.options else {**tidied, "type": ""}

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        rows, removed = [], ""
        for number in range(len(self.rows)):
            cleaned = {part: clean(fields.get(_place(number, part))) for part in PARTS}
            row = {part: one_line(c.text).strip() for part, c in cleaned.items()}
            rows.append(self._tidy_row({**row, "date": dates.normalise(row["date"], today)}))
            removed += cleaned["source"].removed
        return Parsed(rows, removed)

    def settle(self, value: Rows, previous: Rows, situation: Situation) -> list[dict[str, str]]:
        return [{**row, "date": dates.normalise(row["date"], situation.today)} for row in value]

    def is_answered(self, value: Rows) -> bool:
        return any(is_filled(row) for row in value)

    def codes(self, value: Rows) -> frozenset[str]:
        return frozenset(row["type"] for row in value if row["type"])

    def start_dates(self, value: Rows) -> tuple[dt.date, ...]:
        return tuple(date for row in value if (date := dates.parse_iso(row["date"])))

    def day(self, value: Rows, row: str) -> dt.date | None:
        """``row`` is the name of a row in errors."""
        for fields, content in zip(self.rows, value, strict=True):
            if fields.row == row:
                return dates.parse_iso(content["date"])
        return None

    def validate(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        """What is missing by the rules of the engine, and what is wrong in single rows."""
        missing = self._missing_by_legacy(value) if self.row_rules is RowRules.LEGACY else self._missing_by_model(value)
        return (*missing, *self._wrong(value, situation))

    def _missing_by_model(self, value: Rows) -> Iterator[Problem]:
        filled = [number for number, row in enumerate(value) if is_filled(row)]
        above = range(filled[-1]) if filled else range(0)
        unfinished = [number for number in above if not _is_whole(value[number])]
        if self.required and not _is_whole(value[0]):
            yield self.problem(self.missing_error, field=self.rows[0].row, part=_place(0, _first_missing(value[0])))
            unfinished = [0, *(number for number in unfinished if number)]
        if any(number in above for number in unfinished):
            first = next(number for number in unfinished if number in above)
            yield self.problem(ErrorId.ROWS_ORDER, part=_place(first, _first_missing(value[first])))
        for number in sorted({*unfinished, *filled[-1:]}):
            yield from self._missing_parts(number, value[number])

    def _missing_by_legacy(self, value: Rows) -> Iterator[Problem]:
        filled = [number for number, row in enumerate(value) if is_filled(row)]
        if not filled:
            if self.required:
                yield self.missing()
            return
        if filled[0] > 0:
            yield self.problem(ErrorId.ROWS_ORDER, field=self.rows[0].row, part=_place(0, "type"))
        for number in range(filled[0], filled[-1] + 1):
            yield from self._missing_parts(number, value[number])

    def _missing_parts(self, number: int, row: Row) -> Iterator[Problem]:
        for part in PARTS:
            if not row[part].strip():
                text, place = MISSING_INVESTIGATION_PART[part], _place(number, part)
                yield self.problem(MISSING_PARTS[part], text=text, field=self.rows[number].of(part), part=place)

    def _wrong(self, value: Rows, situation: Situation) -> Iterator[Problem]:
        for number, row in enumerate(value):
            fault = self.bounds.fault(row["date"], situation) if row["date"] else None
            if fault:
                place, name = _place(number, "date"), self.rows[number].date
                yield self.problem(fault[0], text=fault[1], field=name, part=place)
            if too_much := too_long(row["source"], self.max_length):
                place, name = _place(number, "source"), self.rows[number].source
                yield self.problem(ErrorId.TEXT_TOO_LONG, text=too_much, field=name, part=place)

    @property
    def bounds(self) -> Bounds:
        return Bounds(latest=self.latest)

    def edit_view(self, value: Rows, around: Surroundings) -> InvestigationsView:
        first, last = self.bounds.first(around.situation), self.bounds.last(around.situation)
        return InvestigationsView(
            rows=tuple(self._row_view(number, row) for number, row in enumerate(value)),
            options=self.options.options,
            columns=self.columns,
            max_length=self.max_length,
            limits=Limits(self.max_length, first_date=first.isoformat(), last_date=last.isoformat()),
        )

    def _row_view(self, number: int, row: Row) -> InvestigationRow:
        legend = _legend(number)
        kind, date, source = (
            self.control(_place(number, part), value=row[part], label=f"{legend}, {column[:1].lower()}{column[1:]}")
            for part, column in zip(PARTS, self.columns, strict=True)
        )
        return InvestigationRow(legend, kind, date, source)

    def read_view(self, value: Rows) -> ReadValue:
        if not self.is_answered(value):
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        rows = tuple(
            tuple(text.strip() or NOT_STATED for text in (self.options.label(row["type"]), row["date"], row["source"]))
            for row in value
            if is_filled(row)
        )
        return ReadValue(ReadKind.TABLE, columns=self.columns, rows=rows, anchors=self.row_anchors(value))

    def answer_rows(self, value: Rows) -> tuple[AnswerRow, ...]:
        """``instans`` is the number of the row in the form."""
        return tuple(
            AnswerRow(number + 1, _legend(number), _place(number, PARTS[0]))
            for number, row in enumerate(value)
            if is_filled(row)
        )

    def in_short(self, value: Rows) -> str:
        """The types."""
        return ", ".join(self.options.label(row["type"]) for row in value if row["type"])

    @property
    def date_id(self) -> str:
        return f"{self.svar_id}.2"

    @property
    def source_id(self) -> str:
        return f"{self.svar_id}.3"

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (
            SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.options.system}), self.options.codes),
            SubAnswer(self.date_id, SubAnswerKind.DATE),
            SubAnswer(self.source_id, SubAnswerKind.TEXT),
        )

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        """Whole rows only; ``instans`` is the number of the row in the form."""
        return tuple(
            Svar(self.svar_id, self._delsvar(row), instans=number, key=self.rows[number - 1].row)
            for number, row in enumerate(value, start=1)
            if _is_whole(row) and dates.parse_iso(row["date"])
        )

    def _delsvar(self, row: Row) -> tuple[Delsvar, ...]:
        return (
            Delsvar(self.delsvar_id, Cv(row["type"], self.options.system, self.options.label(row["type"]))),
            Delsvar(self.date_id, Text(row["date"])),
            Delsvar(self.source_id, Text(row["source"])),
        )

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """Rows in order of ``instans``, put from the top; one that lacks something, or is one too many, is left out."""
        rows: list[dict[str, str]] = []
        faults: list[Fault] = []
        for one in sorted(svar, key=lambda s: s.instans or 0):
            row, fault = self._read_row(one)
            if fault is None and len(rows) == len(self.rows):
                fault = Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id)
            if fault:
                faults.append(fault)
            else:
                rows.append(row)
        return Reading(self.tidy(rows), tuple(faults))

    def _read_row(self, svar: Svar) -> tuple[dict[str, str], Fault | None]:
        missing = next((d for d in (self.delsvar_id, self.date_id, self.source_id) if svar.get(d) is None), None)
        if missing:
            return {}, Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, missing)
        content = self._without_alias(svar.get(self.delsvar_id))
        if content is None or not self.options.accepts(content):
            return {}, Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id)
        date = svar.text(self.date_id).strip()
        if not dates.parse_iso(date):
            return {}, Fault(PrefillCode.INVALID_FORMAT, self.date_id)
        source = one_line(clean(svar.text(self.source_id)).text).strip()
        if not source:
            return {}, Fault(PrefillCode.INVALID_FORMAT, self.source_id)
        return {"type": content.code, "date": date, "source": source}, None

    def _without_alias(self, content: Content | None) -> Content | None:
        if not isinstance(content, Cv) or content.code not in self.aliases:
            return content
        return Cv(self.aliases[content.code], content.system, content.display, content.faulty)


def _legend(number: int) -> str:
    return f"Underlag {number + 1}"


def _place(number: int, part: str) -> str:
    return f"row{number + 1}.{part}"


def _is_whole(row: Row) -> bool:
    return all(text.strip() for text in row.values())


def _first_missing(row: Row) -> str:
    return next(part for part in PARTS if not row[part].strip())
