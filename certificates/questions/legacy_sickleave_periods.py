"""Sick-leave periods as the older engine looks at them (README 6, server check; 9, lisjp)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from certificates.questions.base import Problem, Situation
from certificates.questions.messages import ErrorId
from certificates.questions.sickleave_periods import PeriodRows, SickLeavePeriods, Span, overlap_text
from certificates.questions.svar import Content

FIELDS = {"from": "from", "to": "tom", "range": "tom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacySickLeavePeriods(SickLeavePeriods):
    """Every date that lies in two rows is told, and prefill starts a row without a date today."""

    prefill_needs_period: ClassVar[bool] = False

    field_id: str = "sjukskrivningar"

    def field_of(self, code: str, part: str) -> str:
        return f"sjukskrivningar.period.{code}.{FIELDS[part]}"

    def faults(self, value: PeriodRows, situation: Situation) -> tuple[Problem, ...]:
        return (*self.row_faults(value, situation), *self._overlaps(value))

    def _overlaps(self, value: PeriodRows) -> Iterator[Problem]:
        marked: dict[tuple[str, str], str] = {}
        for one, other in combinations(sorted(self.spans(value), key=lambda s: (s.start, s.end)), 2):
            if one.meets(other):
                for place in _shared_dates(one, other):
                    marked.setdefault(place, overlap_text(one, other))
        for (code, part), text in marked.items():
            yield self.problem(
                ErrorId.PERIOD_OVERLAP, text=text, field=self.field_of(code, part), part=f"{code}.{part}"
            )

    def read_period(self, content: Content | None, situation: Situation) -> dict[str, str]:
        row = SickLeavePeriods.read_period(self, content, situation)
        if situation.fill_gaps and not row["from"]:
            row["from"] = situation.today.isoformat()
        return row


def _shared_dates(one: Span, other: Span) -> tuple[tuple[str, str], ...]:
    """Equal first days: both dates of both rows; otherwise the end of the earlier and the start of the later."""
    if one.start == other.start:
        return tuple((span.degree.code, part) for span in (one, other) for part in ("from", "to"))
    return (one.degree.code, "to"), (other.degree.code, "from")
