"""Rows of a checkbox with a date: what the certificate is based on (README 2; spec/ui.md 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from certificates.questions.characters import clean
from certificates.questions.codes import Options
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Cv, Delsvar, Svar, Text

DateRows = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DateRow:
    code: str
    tick: Control
    date: Control


@dataclass(frozen=True, slots=True)
class DateRowsView:
    rows: tuple[DateRow, ...]
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCheckboxes(Question):
    """The value holds the ticked rows, ``{code: date as written}``, in the order of the options.

    ``row_fields``: how errors name a row, when it is not by its code (types of the older engine).
    ``limits_are_format``: a day outside the limits is told as a wrong format (the same).
    """

    kind: ClassVar[str] = "date_checkboxes"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_MULTI_OPTION
    repeats: ClassVar[bool] = True

    options: Options
    columns: tuple[str, str] = ("Underlag", "Datum")
    not_after_today: bool = True
    row_fields: Mapping[str, str] = field(default_factory=dict)
    limits_are_format: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for o in self.options for part in (o.code, f"{o.code}.date"))

    def empty(self) -> dict[str, str]:
        return {}

    def tidy(self, value: object) -> dict[str, str]:
        rows = value if isinstance(value, Mapping) else {}
        return {o.code: rows[o.code] for o in self.options if isinstance(rows.get(o.code), str)}

    def parse(self, fields: Fields, previous: DateRows, today: dt.date) -> Parsed:
        """Ticked rows, and rows that got a date without a tick; an unticked row loses its date."""
        rows = {}
        for option in self.options:
            typed = clean(fields.get(f"{option.code}.date")).text.strip()
            if fields.get(option.code) or (typed and option.code not in previous):
                rows[option.code] = dates.normalise(typed, today)
        return Parsed(rows)

    def settle(self, value: DateRows, previous: DateRows, situation: Situation) -> dict[str, str]:
        """A row ticked just now gets today's date."""
        today = situation.today
        return {
            code: dates.normalise(date, today) or ("" if code in previous else today.isoformat())
            for code, date in value.items()
        }

    def is_answered(self, value: DateRows) -> bool:
        return bool(value)

    def codes(self, value: DateRows) -> frozenset[str]:
        return frozenset(value)

    def start_dates(self, value: DateRows) -> tuple[dt.date, ...]:
        return tuple(date for text in value.values() if (date := dates.parse_iso(text)))

    def day(self, value: DateRows, row: str) -> dt.date | None:
        return dates.parse_iso(value.get(row, ""))

    def faults(self, value: DateRows, situation: Situation) -> tuple[Problem, ...]:
        latest = situation.today if self.not_after_today else None
        return tuple(p for code, date in value.items() if (p := self._fault(code, date, latest)))

    def _fault(self, code: str, date: str, latest: dt.date | None) -> Problem | None:
        name, part = self.row_fields.get(code, code), f"{code}.date"
        if not date:
            return self.problem(ErrorId.MISSING_DATE, field=name, part=part)
        fault = dates.fault(date, latest=latest)
        if fault is None:
            return None
        error = ErrorId.INVALID_FORMAT if self.limits_are_format else fault[0]
        return self.problem(error, text=fault[1], field=name, part=part)

    def edit_view(self, value: DateRows, around: Surroundings) -> DateRowsView:
        rows = tuple(
            DateRow(
                o.code,
                self.checkbox(o.code, label=o.label, is_checked=o.code in value),
                self.control(f"{o.code}.date", value=value.get(o.code, ""), label=f"Datum för {o.label}"),
            )
            for o in self.options
        )
        last = around.situation.today if self.not_after_today else dates.LAST_REASONABLE
        return DateRowsView(rows, Limits(first_date=dates.FIRST_REASONABLE.isoformat(), last_date=last.isoformat()))

    def read_view(self, value: DateRows) -> ReadValue:
        if not value:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        rows = tuple((self.options.label(code), date or NOT_STATED) for code, date in value.items())
        return ReadValue(ReadKind.TABLE, columns=self.columns, rows=rows, anchors=self.row_anchors(value))

    def answer_rows(self, value: DateRows) -> tuple[AnswerRow, ...]:
        return tuple(AnswerRow(number, self.options.label(code), code) for number, code in enumerate(value, start=1))

    @property
    def date_id(self) -> str:
        return f"{self.svar_id}.2"

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (
            SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.options.system}), self.options.codes),
            SubAnswer(self.date_id, SubAnswerKind.DATE),
        )

    def to_svar(self, value: DateRows, situation: Situation) -> tuple[Svar, ...]:
        return tuple(
            Svar(self.svar_id, self._delsvar(code, date), instans=number, key=code)
            for number, (code, date) in enumerate(value.items(), start=1)
        )

    def _delsvar(self, code: str, date: str) -> tuple[Delsvar, ...]:
        cv = Delsvar(self.delsvar_id, Cv(code, self.options.system, self.options.label(code)))
        return (cv, Delsvar(self.date_id, Text(date))) if dates.parse_iso(date) else (cv,)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        rows: dict[str, str] = {}
        faults: list[Fault] = []
        for one in svar:
            content = one.get(self.delsvar_id)
            date = one.text(self.date_id).strip()
            if content is None or (self.options.accepts(content) and content.code in rows):
                faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
            elif not self.options.accepts(content):
                faults.append(Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id))
            elif one.get(self.date_id) and not dates.parse_iso(date):
                faults.append(Fault(PrefillCode.INVALID_FORMAT, self.date_id))
            else:
                rows[content.code] = date or (situation.today.isoformat() if situation.fill_gaps else "")
        return Reading(self.tidy(rows), tuple(faults))
