"""A period of two dates in one sub-answer (README 2, widget ``date_range``; spec/ui.md 4, UE_DATE_RANGE)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
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
from certificates.questions.characters import clean
from certificates.questions.limits import Bounds, DateLimit
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.rows import texts
from certificates.questions.svar import Delsvar, Period, Svar

PARTS = ("from", "to")

PeriodValue = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldNames:
    """How errors name the dates and their order, after the field of the question and a dot."""

    start: str = "from"
    end: str = "to"
    order: str = "range"


@dataclass(frozen=True, slots=True)
class DateRangeView:
    start: Control
    end: Control
    start_label: str
    end_label: str
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange(Question):
    """The value is ``{"from": date, "to": date}``, dates as written. The end may be typed as a length (README 6)."""

    kind: ClassVar[str] = "date_range"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_PERIOD

    labels: tuple[str, str] = ("Från och med", "Till och med")
    earliest: DateLimit | None = None
    latest: DateLimit | None = None
    error_fields: FieldNames = FieldNames()

    @property
    def parts(self) -> tuple[str, ...]:
        return PARTS

    def empty(self) -> dict[str, str]:
        return dict.fromkeys(PARTS, "")

    def tidy(self, value: object) -> dict[str, str]:
        return texts(value, PARTS)

    def parse(self, fields: Fields, previous: PeriodValue, today: dt.date) -> Parsed:
        cleaned = {part: clean(fields.get(part)) for part in PARTS}
        value = {part: c.text.strip() for part, c in cleaned.items()}
        return Parsed(value, "".join(c.removed for c in cleaned.values()))

    def settle(self, value: PeriodValue, previous: PeriodValue, situation: Situation) -> dict[str, str]:
        """Dates in their written form; a typed length becomes the last day once the first is valid."""
        start = dates.normalise(value["from"], situation.today)
        return {"from": start, "to": dates.resolved_end(dates.written_end(value["to"], situation.today), start)}

    def is_answered(self, value: PeriodValue) -> bool:
        return any(value.values())

    def start_dates(self, value: PeriodValue) -> tuple[dt.date, ...]:
        start = dates.parse_iso(value["from"])
        return (start,) if start else ()

    def day(self, value: PeriodValue, row: str) -> dt.date | None:
        """``row`` is "from" or "to"; without one, the first day."""
        return dates.parse_iso(value.get(row or "from", ""))

    def days_spanned(self, value: PeriodValue) -> int | None:
        start, end = dates.parse_iso(value["from"]), dates.parse_iso(value["to"])
        return (end - start).days if start and end and start <= end else None

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.earliest, self.latest)

    def faults(self, value: PeriodValue, situation: Situation) -> tuple[Problem, ...]:
        return tuple(self._faults(value, situation)) if self.is_answered(value) else ()

    def _faults(self, value: PeriodValue, situation: Situation) -> Iterator[Problem]:
        is_whole = True
        for part, name in zip(PARTS, (self.error_fields.start, self.error_fields.end), strict=True):
            field = f"{self._field}.{name}"
            fault = self.bounds.fault(value[part], situation)
            if not value[part]:
                yield self.problem(ErrorId.MISSING_DATE, field=field, part=part)
            elif fault:
                yield self.problem(fault[0], text=fault[1], field=field, part=part)
            is_whole = is_whole and fault is None
        if is_whole and value["to"] < value["from"]:
            yield self.problem(ErrorId.END_BEFORE_START, field=f"{self._field}.{self.error_fields.order}", part="to")

    @property
    def _field(self) -> str:
        return self.field_id or self.delsvar_id

    def edit_view(self, value: PeriodValue, around: Surroundings) -> DateRangeView:
        first, last = self.bounds.first(around.situation), self.bounds.last(around.situation)
        start, end = (
            self.control(part, value=value[part], label=f"{self.name}, {label[:1].lower()}{label[1:]}")
            for part, label in zip(PARTS, self.labels, strict=True)
        )
        return DateRangeView(start, end, *self.labels, Limits(first_date=first.isoformat(), last_date=last.isoformat()))

    def read_view(self, value: PeriodValue) -> ReadValue:
        if not self.is_answered(value):
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        row = tuple(value[part] or NOT_STATED for part in PARTS)
        return ReadValue(ReadKind.TABLE, columns=self.labels, rows=(row,))

    def in_short(self, value: PeriodValue) -> str:
        """``first day - last day``."""
        return f"{value['from']} - {value['to']}".strip() if self.is_answered(value) else ""

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.PERIOD),)

    def to_svar(self, value: PeriodValue, situation: Situation) -> tuple[Svar, ...]:
        start, end = (value[part] if dates.parse_iso(value[part]) else "" for part in PARTS)
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, Period(start, end)),)),) if start or end else ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading(self.empty(), (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        ends = (content.start, content.end) if isinstance(content, Period) else ()
        if not any(ends) or any(end and not dates.parse_iso(end) for end in ends):
            return Reading(self.empty(), (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(dict(zip(PARTS, ends, strict=True)))
