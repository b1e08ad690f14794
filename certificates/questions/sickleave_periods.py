"""Sick-leave periods: one row per level, typed lengths, no shared days (README 6; spec/ui.md 4.2, 10.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from certificates.questions import dates
from certificates.questions.base import (
    AnswerRow,
    Answers,
    Fault,
    Fields,
    Parsed,
    PeriodEnd,
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
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.period_view import PeriodRow, PeriodsView, QuickButton, days_text, timeline
from certificates.questions.rows import texts
from certificates.questions.svar import Content, Cv, Delsvar, Period, Svar
from certificates.questions.work_hours import LABEL, WorkHours, work_hours

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
    percent: float


@dataclass(frozen=True, slots=True)
class DegreeNames:
    """What the levels are called: in the read view, above the rows of the form, inside a sentence."""

    read: str = "Nedsättningsgrad"
    form: str = "Grad"
    sentence: str = "nedsättning"


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
    prefill_needs_period: ClassVar[bool] = True

    degrees: tuple[Degree, ...]
    code_system: str
    work_hours_helper: bool = False
    names: DegreeNames = DegreeNames()
    earliest: DateLimit | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for d in self.degrees for part in (d.code, f"{d.code}.from", f"{d.code}.to"))

    def empty(self) -> dict[str, dict[str, str]]:
        return {}

    def tidy(self, value: object) -> dict[str, dict[str, str]]:
        given = value if isinstance(value, Mapping) else {}
        return {
            d.code: texts(given[d.code], ("from", "to")) for d in self.degrees if isinstance(given.get(d.code), Mapping)
        }

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
            code: {"from": dates.normalise(row["from"], today), "to": dates.written_end(row["to"], today)}
            for code, row in value.items()
        }
        for row in rows.values():
            row["to"] = dates.resolved_end(row["to"], row["from"])
        for code, row in rows.items():
            is_new = code not in previous and not row["to"]
            if not row["from"] and (is_new or dates.days_of_code(row["to"])):
                row["from"] = self._next_start(rows, code, today)
                row["to"] = dates.resolved_end(row["to"], row["from"])
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

    def period_ends(self, value: PeriodRows) -> tuple[PeriodEnd, ...]:
        return tuple(PeriodEnd(span.end, span.degree.label) for span in self.spans(value))

    def days_spanned(self, value: PeriodRows) -> int | None:
        spans = self.spans(value)
        return (max(s.end for s in spans) - min(s.start for s in spans)).days if spans else None

    def faults(self, value: PeriodRows, situation: Situation) -> tuple[Problem, ...]:
        """First the faults of single rows; only when there are none, an overlap."""
        return self.row_faults(value, situation) or self._overlap(value)

    def row_faults(self, value: PeriodRows, situation: Situation) -> tuple[Problem, ...]:
        return tuple(p for code, row in value.items() for p in self._row_faults(code, row, situation))

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.earliest)

    def _row_faults(self, code: str, row: Mapping[str, str], situation: Situation) -> Iterator[Problem]:
        bad = False
        for part in ("from", "to"):
            name, place = self.field_of(code, part), f"{code}.{part}"
            if not row[part]:
                bad = True
                yield self.problem(ErrorId.MISSING_DATE, field=name, part=place)
            elif fault := self.bounds.fault(row[part], situation):
                bad = True
                yield self.problem(fault[0], text=fault[1], field=name, part=place)
        if not bad and row["to"] < row["from"]:
            yield self.problem(ErrorId.END_BEFORE_START, field=self.field_of(code, "range"), part=f"{code}.to")

    def field_of(self, code: str, part: str) -> str:
        """How errors name a date of a row ("from", "to") or the order of both ("range")."""
        return f"{code}.{part}"

    def _overlap(self, value: PeriodRows) -> tuple[Problem, ...]:
        for one, other in combinations(self.spans(value), 2):
            if one.meets(other):
                part = f"{other.degree.code}.from"
                return (self.problem(ErrorId.PERIOD_OVERLAP, text=overlap_text(one, other), part=part),)
        return ()

    def edit_view(self, value: PeriodRows, around: Surroundings) -> PeriodsView:
        spans = self.spans(value)
        total = sum(span.days for span in spans)
        helper = work_hours(self.aid("hours", around, label=LABEL)) if self.work_hours_helper else None
        return PeriodsView(
            rows=tuple(self._row_view(d, value.get(d.code), spans, helper) for d in self.degrees),
            degree_name=self.names.form,
            total_days=total,
            total_text=days_text(total) if total else "",
            timeline=timeline([(s.degree.percent, s.start, s.end) for s in spans]),
            previous_period=self.previous_period(around.renewed_from),
            work_hours=helper,
        )

    def _row_view(
        self, degree: Degree, row: Mapping[str, str] | None, spans: Sequence[Span], helper: WorkHours | None
    ) -> PeriodRow:
        written = row or {"from": "", "to": ""}
        days = next((s.days for s in spans if s.degree == degree), None)
        return PeriodRow(
            code=degree.code,
            percent=degree.percent,
            tick=self.checkbox(degree.code, label=degree.label, is_checked=row is not None),
            start=self.control(f"{degree.code}.from", value=written["from"], label=f"{degree.label}, från och med"),
            end=self.control(f"{degree.code}.to", value=written["to"], label=f"{degree.label}, till och med"),
            quick=tuple(
                QuickButton(f"e.{self.id}.{degree.code}.quick", code, text, f"{degree.label}: {text} ({words})")
                for code, text, words in QUICK_CODES
            ),
            days=days,
            days_text=days_text(days) if days else "",
            percent_left=100 - degree.percent,
            hours_left=helper.left(degree.percent) if helper and days else "",
        )

    def previous_period(self, answers: Answers | None) -> str:
        """The line above the rows of a renewal: end and level of the renewed certificate's last entry (README 6)."""
        spans = self.spans(self.tidy((answers or {}).get(self.id)))
        if not spans:
            return ""
        last = spans[-1]
        return f"Det förnyade intyget slutar {last.end.isoformat()} med {self.names.sentence} {last.degree.label}."

    def read_view(self, value: PeriodRows) -> ReadValue:
        """Highest level first (spec/ui.md 3.4)."""
        if not value:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        rows = tuple(
            (d.label, value[d.code]["from"] or NOT_STATED, value[d.code]["to"] or NOT_STATED)
            for d in reversed(self.degrees)
            if d.code in value
        )
        columns = (self.names.read, "Från och med", "Till och med")
        return ReadValue(ReadKind.TABLE, columns=columns, rows=rows, anchors=self.row_anchors(value)[::-1])

    def answer_rows(self, value: PeriodRows) -> tuple[AnswerRow, ...]:
        ticked = (d for d in self.degrees if d.code in value)
        return tuple(AnswerRow(number, d.label, d.code) for number, d in enumerate(ticked, start=1))

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
            rows[one.code(self.delsvar_id)] = self.read_period(one.get(self.period_id), situation)
        return Reading(self.tidy(rows), tuple(faults))

    def read_period(self, content: Content | None, situation: Situation) -> dict[str, str]:
        """Both dates of a row; a missing one is empty."""
        ends = (content.start, content.end) if isinstance(content, Period) else ("", "")
        return dict(zip(("from", "to"), ends, strict=True))

    def _fault_of(self, svar: Svar, rows: PeriodRows, situation: Situation) -> Fault | None:
        cv, period = svar.get(self.delsvar_id), svar.get(self.period_id)
        if cv is None or (period is None and situation.fill_gaps and self.prefill_needs_period):
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


def overlap_text(one: Span, other: Span) -> str:
    """That two rows share a day."""
    return text_for(ErrorId.PERIOD_OVERLAP, first=one.degree.label, second=other.degree.label)


def _span(degree: Degree, row: Mapping[str, str]) -> Span | None:
    start, end = dates.parse_iso(row["from"]), dates.parse_iso(row["to"])
    return Span(degree, start, end) if start and end and start <= end else None
