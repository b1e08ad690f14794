"""Sick-leave periods: one row per level, typed lengths, no shared days (README 6; spec/ui.md 4.2, 10.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from certificates.questions import dates
from certificates.questions.base import (
    Answers,
    Fault,
    Fields,
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
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.period_view import PeriodRow, PeriodsView, QuickButton, days_text, timeline
from certificates.questions.svar import Cv, Delsvar, Period, Svar

WORK_HOURS_LABEL = "Ordinarie arbetstid, timmar per vecka"
QUICK_CODES = (
    ("v1", "+1 v", "1 vecka"),
    ("v2", "+2 v", "2 veckor"),
    ("v4", "+4 v", "4 veckor"),
    ("m1", "+1 mån", "1 månad"),
)

PeriodRows = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Degree:
    """One level of sick leave."""

    code: str
    label: str
    percent: int


@dataclass(frozen=True, slots=True)
class Span:
    """A row with two valid days in order."""

    degree: Degree
    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def meets(self, other: Span) -> bool:
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class SickLeavePeriods(Question):
    """The value holds the ticked rows, ``{level: {"from": date, "to": date}}``, dates as written, in order of level."""

    kind: ClassVar[str] = "sickleave_periods"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_MULTI_OPTION
    repeats: ClassVar[bool] = True

    degrees: tuple[Degree, ...]
    code_system: str
    work_hours_helper: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for d in self.degrees for part in (d.code, f"{d.code}.from", f"{d.code}.to"))

    def empty(self) -> dict[str, dict[str, str]]:
        return {}

    def tidy(self, value: object) -> dict[str, dict[str, str]]:
        given = value if isinstance(value, Mapping) else {}
        return {d.code: _tidy_row(given[d.code]) for d in self.degrees if isinstance(given.get(d.code), Mapping)}

    def parse(self, fields: Fields, previous: PeriodRows, today: dt.date) -> Parsed:
        """Ticked rows, and rows that got a date without a tick; an unticked row loses both dates."""
        rows = {}
        for degree in self.degrees:
            start = clean(fields.get(f"{degree.code}.from")).text.strip()
            quick = clean(fields.get(f"{degree.code}.quick")).text.strip()
            end = quick or clean(fields.get(f"{degree.code}.to")).text.strip()
            if fields.get(degree.code) or quick or ((start or end) and degree.code not in previous):
                rows[degree.code] = {"from": start, "to": end}
        return Parsed(rows)

    def settle(self, value: PeriodRows, previous: PeriodRows, situation: Situation) -> dict[str, dict[str, str]]:
        """Dates in their written form, a start for rows ticked just now, typed lengths made end dates."""
        today = situation.today
        rows = {
            code: {"from": dates.normalise(row["from"], today), "to": _typed_end(row["to"], today)}
            for code, row in value.items()
        }
        for row in rows.values():
            row["to"] = _resolved_end(row)
        for code, row in rows.items():
            is_new = code not in previous and not row["to"]
            if not row["from"] and (is_new or dates.days_of_code(row["to"])):
                row["from"] = self._next_start(rows, code, today)
                row["to"] = _resolved_end(row)
        return rows

    def _next_start(self, rows: PeriodRows, code: str, today: dt.date) -> str:
        ends = (dates.parse_iso(row["to"]) for other, row in rows.items() if other != code)
        latest = max(filter(None, ends), default=None)
        if latest is None or latest >= dates.LAST_REASONABLE:
            return today.isoformat()
        return (latest + dt.timedelta(days=1)).isoformat()

    def is_answered(self, value: PeriodRows) -> bool:
        return bool(value)

    def codes(self, value: PeriodRows) -> frozenset[str]:
        return frozenset(value)

    def start_dates(self, value: PeriodRows) -> tuple[dt.date, ...]:
        return tuple(date for row in value.values() if (date := dates.parse_iso(row["from"])))

    def spans(self, value: PeriodRows) -> tuple[Span, ...]:
        """The complete rows, in order of level."""
        return tuple(span for d in self.degrees if d.code in value and (span := _span(d, value[d.code])))

    def faults(self, value: PeriodRows, situation: Situation) -> tuple[Problem, ...]:
        """First the faults of single rows; only when there are none, an overlap."""
        row_faults = tuple(p for code, row in value.items() for p in self._row_faults(code, row))
        return row_faults or self._overlap(value)

    def _row_faults(self, code: str, row: Mapping[str, str]) -> Iterator[Problem]:
        bad = False
        for part in ("from", "to"):
            place = f"{code}.{part}"
            if not row[part]:
                bad = True
                yield self.problem(ErrorId.MISSING_DATE, field=place, part=place)
            elif fault := dates.fault(row[part]):
                bad = True
                yield self.problem(fault[0], text=fault[1], field=place, part=place)
        if not bad and row["to"] < row["from"]:
            yield self.problem(ErrorId.END_BEFORE_START, field=f"{code}.range", part=f"{code}.to")

    def _overlap(self, value: PeriodRows) -> tuple[Problem, ...]:
        for one, other in combinations(self.spans(value), 2):
            if one.meets(other):
                text = text_for(ErrorId.PERIOD_OVERLAP, first=one.degree.label, second=other.degree.label)
                return (self.problem(ErrorId.PERIOD_OVERLAP, text=text, part=f"{other.degree.code}.from"),)
        return ()

    def edit_view(self, value: PeriodRows, around: Surroundings) -> PeriodsView:
        spans = self.spans(value)
        total = sum(span.days for span in spans)
        return PeriodsView(
            rows=tuple(self._row_view(d, value.get(d.code), spans) for d in self.degrees),
            total_days=total,
            total_text=days_text(total) if total else "",
            timeline=timeline([(s.degree.percent, s.start, s.end) for s in spans]),
            previous_period=self.previous_period(around.renewed_from),
            work_hours=self.control("hours", label=WORK_HOURS_LABEL) if self.work_hours_helper else None,
        )

    def _row_view(self, degree: Degree, row: Mapping[str, str] | None, spans: Sequence[Span]) -> PeriodRow:
        written = row or {"from": "", "to": ""}
        days = next((s.days for s in spans if s.degree == degree), None)
        return PeriodRow(
            code=degree.code,
            percent=degree.percent,
            tick=self.control(degree.code, value="true", label=degree.label, is_checked=row is not None),
            start=self.control(f"{degree.code}.from", value=written["from"], label=f"{degree.label}, från och med"),
            end=self.control(f"{degree.code}.to", value=written["to"], label=f"{degree.label}, till och med"),
            quick=tuple(
                QuickButton(f"e.{self.id}.{degree.code}.quick", code, text, f"{degree.label}: {text} ({words})")
                for code, text, words in QUICK_CODES
            ),
            days=days,
            days_text=days_text(days) if days else "",
        )

    def previous_period(self, answers: Answers | None) -> str:
        """The line above the rows of a renewal: end and level of the renewed certificate's last entry (README 6)."""
        spans = self.spans(self.tidy((answers or {}).get(self.id)))
        if not spans:
            return ""
        last = spans[-1]
        return f"Det förnyade intyget slutar {last.end.isoformat()} med nedsättning {last.degree.label}."

    def read_view(self, value: PeriodRows) -> ReadValue:
        """Highest level first (spec/ui.md 3.4)."""
        if not value:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        rows = tuple(
            (d.label, value[d.code]["from"] or NOT_STATED, value[d.code]["to"] or NOT_STATED)
            for d in reversed(self.degrees)
            if d.code in value
        )
        return ReadValue(ReadKind.TABLE, columns=("Nedsättningsgrad", "Från och med", "Till och med"), rows=rows)

    def in_short(self, value: PeriodRows) -> str:
        """``first day - last day`` of all rows."""
        spans = self.spans(value)
        if not spans:
            return ""
        return f"{min(s.start for s in spans).isoformat()} - {max(s.end for s in spans).isoformat()}"

    @property
    def period_id(self) -> str:
        return f"{self.svar_id}.2"

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        codes = frozenset(d.code for d in self.degrees)
        return (
            SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.code_system}), codes),
            SubAnswer(self.period_id, SubAnswerKind.PERIOD),
        )

    def to_svar(self, value: PeriodRows, situation: Situation) -> tuple[Svar, ...]:
        ticked = (d for d in self.degrees if d.code in value)
        return tuple(
            Svar(self.svar_id, self._delsvar(degree, value[degree.code]), instans=number, key=degree.code)
            for number, degree in enumerate(ticked, start=1)
        )

    def _delsvar(self, degree: Degree, row: Mapping[str, str]) -> tuple[Delsvar, ...]:
        cv = Delsvar(self.delsvar_id, Cv(degree.code, self.code_system, degree.label))
        start, end = (row[part] if dates.parse_iso(row[part]) else "" for part in ("from", "to"))
        return (cv, Delsvar(self.period_id, Period(start, end))) if start or end else (cv,)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        rows: dict[str, dict[str, str]] = {}
        faults: list[Fault] = []
        for one in svar:
            fault = self._fault_of(one, rows, situation)
            if fault:
                faults.append(fault)
                continue
            period = one.get(self.period_id)
            ends = (period.start, period.end) if isinstance(period, Period) else ("", "")
            rows[one.code(self.delsvar_id)] = dict(zip(("from", "to"), ends, strict=True))
        return Reading(self.tidy(rows), tuple(faults))

    def _fault_of(self, svar: Svar, rows: PeriodRows, situation: Situation) -> Fault | None:
        cv, period = svar.get(self.delsvar_id), svar.get(self.period_id)
        if cv is None or (period is None and situation.fill_gaps):
            missing = self.delsvar_id if cv is None else self.period_id
            return Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, missing)
        if not isinstance(cv, Cv) or cv.system != self.code_system or cv.code not in {d.code for d in self.degrees}:
            return Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id)
        if cv.code in rows:
            return Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id)
        if period is None:
            return None
        if not isinstance(period, Period) or any(
            end and not dates.parse_iso(end) for end in (period.start, period.end)
        ):
            return Fault(PrefillCode.INVALID_FORMAT, self.period_id)
        return None


def _tidy_row(row: Mapping[str, object]) -> dict[str, str]:
    return {part: date if isinstance(date := row.get(part), str) else "" for part in ("from", "to")}


def _span(degree: Degree, row: Mapping[str, str]) -> Span | None:
    start, end = dates.parse_iso(row["from"]), dates.parse_iso(row["to"])
    return Span(degree, start, end) if start and end and start <= end else None


def _resolved_end(row: Mapping[str, str]) -> str:
    return dates.end_from_code(row["to"], row["from"]) or row["to"]


def _typed_end(text: str, today: dt.date) -> str:
    return text.strip() if dates.days_of_code(text) else dates.normalise(text, today)
