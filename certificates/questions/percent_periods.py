"""Periods with a percentage each, as many rows as are needed (af00251.yaml 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from certificates.questions import dates
from certificates.questions.base import (
    Answers,
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
from certificates.questions.growing_rows import posted_rows
from certificates.questions.integer import written_digits
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.rows import Row, listed, texts
from certificates.questions.svar import Content, Delsvar, Period, Quantity, Svar

PARTS = ("percent", "from", "to")
LABELS = {"percent": "Omfattning i procent", "from": "Från och med", "to": "Till och med"}
EMPTY_ROW = dict.fromkeys(PARTS, "")
UNIT = "%"
LOWEST, HIGHEST = 1, 100
PERCENT_TEXT = "Ange omfattning i procent."

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class PercentRow:
    """``remove`` is the value of the button that takes the row away, if it can be."""

    legend: str
    percent: Control
    start: Control
    end: Control
    is_shown: bool
    remove: str


@dataclass(frozen=True, slots=True)
class PercentView:
    rows: tuple[PercentRow, ...]
    limits: Limits
    previous_period: str
    can_grow: bool
    add_name: str
    remove_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentPeriods(Question):
    """The value is one ``{"percent", "from", "to"}`` per row in use, each as written; an empty row does not count.

    A first row that got a date is offered 100 percent. The end may be typed as a length (README 6).
    """

    kind: ClassVar[str] = "percent_periods"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_PERIOD
    repeats: ClassVar[bool] = True

    row_ids: tuple[str, ...] = tuple("0123")

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(f"{row}.{part}" for row in self.row_ids for part in PARTS)

    def empty(self) -> list[dict[str, str]]:
        return []

    def tidy(self, value: object) -> list[dict[str, str]]:
        return [texts(row, PARTS) for row in listed(value)[: len(self.row_ids)]]

    def parse(self, fields: Fields, previous: Rows, today: dt.date) -> Parsed:
        rows = [{part: clean(fields.get(f"{row}.{part}")).text.strip() for part in PARTS} for row in self.row_ids]
        return Parsed(posted_rows(rows, fields, row_ids=self.row_ids, is_filled=_is_filled))

    def settle(self, value: Rows, previous: Rows, situation: Situation) -> list[dict[str, str]]:
        """Numbers and dates in their written form, lengths made end dates, 100 percent for a first row just begun."""
        rows = []
        for row in value:
            start = dates.normalise(row["from"], situation.today)
            end = dates.resolved_end(dates.written_end(row["to"], situation.today), start)
            percent = _percent(row)
            rows.append({"percent": str(percent) if percent else row["percent"], "from": start, "to": end})
        is_begun = bool(rows) and _is_filled(rows[0]) and not any(map(_is_filled, previous[:1]))
        if is_begun and not rows[0]["percent"]:
            rows[0]["percent"] = str(HIGHEST)
        return rows

    def is_answered(self, value: Rows) -> bool:
        return any(_is_filled(row) for row in value)

    def start_dates(self, value: Rows) -> tuple[dt.date, ...]:
        return tuple(date for row in value if (date := dates.parse_iso(row["from"])))

    def faults(self, value: Rows, situation: Situation) -> tuple[Problem, ...]:
        return (*(p for number, row in enumerate(value) for p in self._row_faults(number, row)), *self._overlaps(value))

    def _row_faults(self, number: int, row: Row) -> Iterator[Problem]:
        if not _is_filled(row):
            return
        if not row["percent"]:
            yield self._at(number, "percent", ErrorId.MISSING_ANSWER, PERCENT_TEXT)
        elif _percent(row) is None:
            text = text_for(ErrorId.INTEGER_RANGE, minimum=LOWEST, maximum=HIGHEST)
            yield self._at(number, "percent", ErrorId.INTEGER_RANGE, text)
        for part in ("from", "to"):
            if not row[part]:
                yield self._at(number, part, ErrorId.MISSING_DATE, text_for(ErrorId.MISSING_DATE))
            elif fault := dates.fault(row[part]):
                yield self._at(number, part, ErrorId.INVALID_FORMAT, fault[1])
        start, end = dates.parse_iso(row["from"]), dates.parse_iso(row["to"])
        if start and end and end < start:
            yield self._at(number, "to", ErrorId.END_BEFORE_START, text_for(ErrorId.END_BEFORE_START))

    def _overlaps(self, value: Rows) -> Iterator[Problem]:
        """The end of the earlier row and the start of the later one; both ends of both when they start together."""
        marked: dict[tuple[int, str], str] = {}
        spans = sorted((start, end, number) for number, row in enumerate(value) for start, end in _span(row))
        for (start, end, one), (other_start, _, other) in combinations(spans, 2):
            if other_start > end:
                continue
            names = {"first": f"på rad {one + 1}", "second": f"på rad {other + 1}"}
            together = [(number, part) for number in (one, other) for part in ("from", "to")]
            for place in together if start == other_start else [(one, "to"), (other, "from")]:
                marked.setdefault(place, text_for(ErrorId.PERIOD_OVERLAP, **names))
        for (number, part), text in sorted(marked.items()):
            yield self._at(number, part, ErrorId.PERIOD_OVERLAP, text)

    def _at(self, number: int, part: str, error: ErrorId, text: str) -> Problem:
        place = f"{self.row_ids[number]}.{part}"
        return self.problem(error, text=text, field=f"{self.field_id or self.id}.{place}", part=place)

    def edit_view(self, value: Rows, around: Surroundings) -> PercentView:
        first, last = dates.FIRST_REASONABLE.isoformat(), dates.LAST_REASONABLE.isoformat()
        return PercentView(
            rows=tuple(self._row_view(number, value) for number in range(len(self.row_ids))),
            limits=Limits(minimum=LOWEST, maximum=HIGHEST, first_date=first, last_date=last),
            previous_period=self.previous_period(around.renewed_from),
            can_grow=len(value) < len(self.row_ids),
            add_name=self.control("add").name,
            remove_name=self.control("remove").name,
        )

    def _row_view(self, number: int, value: Rows) -> PercentRow:
        row_id, legend = self.row_ids[number], f"Period {number + 1}"
        row = value[number] if number < len(value) else EMPTY_ROW
        percent, start, end = (
            self.control(f"{row_id}.{part}", value=row[part], label=f"{legend}, {label[:1].lower()}{label[1:]}")
            for part, label in LABELS.items()
        )
        is_shown = number < max(1, len(value))
        return PercentRow(legend, percent, start, end, is_shown, remove=row_id if number else "")

    def previous_period(self, answers: Answers | None) -> str:
        """The line above the rows of a renewal: end and percentage of the renewed certificate's last period."""
        rows = self.tidy((answers or {}).get(self.id))
        ends = [(end, row["percent"]) for row in rows for _, end in _span(row)]
        if not ends:
            return ""
        end, percent = max(ends)
        return f"Det förnyade intyget slutar {end.isoformat()} med omfattningen {percent} procent."

    def read_view(self, value: Rows) -> ReadValue:
        rows = tuple(_read_row(row) for row in value if _is_filled(row))
        if not rows:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TABLE, columns=tuple(LABELS.values()), rows=rows)

    def in_short(self, value: Rows) -> str:
        """``first day - last day`` of all rows."""
        spans = [span for row in value for span in _span(row)]
        if not spans:
            return ""
        return f"{min(s for s, _ in spans).isoformat()} - {max(e for _, e in spans).isoformat()}"

    @property
    def period_id(self) -> str:
        return f"{self.svar_id}.2"

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (
            SubAnswer(self.delsvar_id, SubAnswerKind.QUANTITY),
            SubAnswer(self.period_id, SubAnswerKind.PERIOD),
        )

    def to_svar(self, value: Rows, situation: Situation) -> tuple[Svar, ...]:
        sent = filter(None, (self._delsvar(row) for row in value))
        return tuple(
            Svar(self.svar_id, delsvar, instans=number, key=str(number)) for number, delsvar in enumerate(sent, start=1)
        )

    def _delsvar(self, row: Row) -> tuple[Delsvar, ...]:
        percent = _percent(row)
        start, end = (row[part] if dates.parse_iso(row[part]) else "" for part in ("from", "to"))
        contents: dict[str, Content | None] = {
            self.delsvar_id: Quantity(f"{percent}.0", UNIT) if percent else None,
            self.period_id: Period(start, end) if start or end else None,
        }
        return tuple(Delsvar(id_, content) for id_, content in contents.items() if content)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        rows: list[dict[str, str]] = []
        faults: list[Fault] = []
        for one in sorted(svar, key=lambda s: s.instans or 0):
            row, row_faults = self._read(one)
            rows += [row] if _is_filled(row) else []
            faults += row_faults
        if len(rows) > len(self.row_ids):
            faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
        return Reading(self.tidy(rows), tuple(faults))

    def _read(self, svar: Svar) -> tuple[dict[str, str], list[Fault]]:
        percent, period = svar.get(self.delsvar_id), svar.get(self.period_id)
        row = {
            "percent": written_digits(percent, UNIT) if percent else "",
            "from": period.start if isinstance(period, Period) else "",
            "to": period.end if isinstance(period, Period) else "",
        }
        faults = []
        if _percent(row) is None:
            code = PrefillCode.INVALID_FORMAT if percent else PrefillCode.WRONG_NUMBER_OF_ANSWERS
            faults.append(Fault(code, self.delsvar_id))
            row["percent"] = ""
        if not isinstance(period, Period) or not any(row[part] for part in ("from", "to")):
            code = PrefillCode.INVALID_FORMAT if period else PrefillCode.WRONG_NUMBER_OF_ANSWERS
            faults.append(Fault(code, self.period_id))
        elif any(row[part] and not dates.parse_iso(row[part]) for part in ("from", "to")):
            faults.append(Fault(PrefillCode.INVALID_FORMAT, self.period_id))
            row["from"] = row["to"] = ""
        return row, faults


def _is_filled(row: Row) -> bool:
    return any(row.values())


def _percent(row: Row) -> int | None:
    """The percentage, when it is one."""
    digits = row["percent"]
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(HIGHEST))
    return int(digits) if is_number and LOWEST <= int(digits) <= HIGHEST else None


def _span(row: Row) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day, of a row that has both in order."""
    start, end = dates.parse_iso(row["from"]), dates.parse_iso(row["to"])
    if start and end and start <= end:
        yield start, end


def _read_row(row: Row) -> tuple[str, ...]:
    percent = f"{row['percent']} procent" if row["percent"] else NOT_STATED
    return percent, row["from"] or NOT_STATED, row["to"] or NOT_STATED
