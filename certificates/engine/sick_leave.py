"""What the sick-leave register and the send dialog want to know (fk7804: sick_leave, SEND)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from certificates.engine.answers import Facts
from certificates.questions.base import Answers
from certificates.questions.sickleave_periods import SickLeavePeriods
from certificates.types.base import CertificateType
from webcert import clock


@dataclass(frozen=True, slots=True)
class SickLeavePeriod:
    percent: int
    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class SickLeave:
    """Codes of the diagnoses (the first is the main one), periods in order of time, codes of the occupations."""

    diagnoses: tuple[str, ...]
    periods: tuple[SickLeavePeriod, ...]
    occupations: tuple[str, ...]


def sick_leave(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> SickLeave | None:
    """The sick leave a signed certificate reports; None for types and answers that report none."""
    rule = ctype.sick_leave
    facts = Facts(ctype, answers, today or clock.today())
    if rule is None or (rule.unless and rule.unless.holds(facts)):
        return None
    rows = facts.value(rule.diagnoses)
    if not rows or not rows[0]["code"]:
        return None
    return SickLeave(
        diagnoses=tuple(row["code"] for row in rows if row["code"]),
        periods=_periods(ctype, rule.periods, facts),
        occupations=tuple(facts.value(rule.occupations)),
    )


def days_in_all(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> int:
    """Length of all periods of the sick-leave question, for the send dialog; 0 for other types."""
    if ctype.sick_leave is None:
        return 0
    facts = Facts(ctype, answers, today or clock.today())
    return period_days(_periods(ctype, ctype.sick_leave.periods, facts))


def period_days(periods: Iterable[SickLeavePeriod]) -> int:
    """Days covered: adjacent and overlapping periods are merged, then days are summed inclusively."""
    total, covered_to = 0, dt.date.min
    for period in sorted(periods, key=lambda p: (p.start, p.end)):
        first = max(period.start, covered_to + dt.timedelta(days=1))
        total += max((period.end - first).days + 1, 0)
        covered_to = max(covered_to, period.end)
    return total


def _periods(ctype: CertificateType, question_id: str, facts: Facts) -> tuple[SickLeavePeriod, ...]:
    question = ctype.question(question_id)
    spans = question.spans(facts.value(question_id)) if isinstance(question, SickLeavePeriods) else ()
    periods = (SickLeavePeriod(s.degree.percent, s.start, s.end) for s in spans)
    return tuple(sorted(periods, key=lambda p: (p.start, p.end)))
