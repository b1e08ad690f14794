"""What the sick-leave register and the send dialog want to know (fk7804: sick_leave, SEND)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from certificates.engine.answers import Facts
from certificates.questions.base import Answers, PeriodEnd
from certificates.questions.sickleave_periods import SickLeavePeriods
from certificates.types.base import CertificateType, Engine, SickLeaveRule
from webcert import clock


@dataclass(frozen=True, slots=True)
class SickLeavePeriod:
    percent: float
    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class SickLeave:
    """Codes of the diagnoses (the first is the main one), periods in order of time, codes of the occupations.

    ``in_chain`` false: it does not continue an earlier sick leave (ag7804, ag114).
    """

    diagnoses: tuple[str, ...]
    periods: tuple[SickLeavePeriod, ...]
    occupations: tuple[str, ...]
    in_chain: bool = True


def sick_leave(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> SickLeave | None:
    """The sick leave a signed certificate reports; None for types and answers that report none."""
    rule = ctype.sick_leave
    facts = Facts(ctype, answers, today or clock.today())
    if rule is None or (rule.unless and rule.unless.holds(facts)):
        return None
    diagnoses = _diagnoses(rule, facts)
    if not diagnoses:
        return None
    return SickLeave(
        diagnoses=diagnoses,
        periods=_periods(ctype, rule, facts),
        occupations=tuple(facts.value(rule.occupations)) if rule.occupations else (rule.always_occupied,),
        in_chain=rule.in_chain,
    )


def last_period(ctype: CertificateType, answers: Answers, *, renewed_on: dt.date) -> PeriodEnd | None:
    """How a renewed certificate ended (spec/lifecycle.md 5.2); None for types that do not tell.

    The newer engine tells the last period of the list; the older one that with the last day, and without any period the
    day ``renewed_on`` with no level.
    """
    question = ctype.question(ctype.period_of_parent) if ctype.period_of_parent else None
    if question is None:
        return None
    ends = question.period_ends(question.tidy(answers.get(question.id)))
    if ctype.engine is Engine.MODEL:
        return ends[-1] if ends else None
    return max(ends, key=lambda end: end.day, default=PeriodEnd(renewed_on, ""))


def _diagnoses(rule: SickLeaveRule, facts: Facts) -> tuple[str, ...]:
    """The codes, or the one that stands for diagnoses kept back; none while the first row lacks its code."""
    if not facts.is_answered(rule.diagnoses) and rule.undisclosed:
        return (rule.undisclosed,)
    rows = facts.value(rule.diagnoses)
    return tuple(row["code"] for row in rows if row["code"]) if rows and rows[0]["code"] else ()


def days_in_all(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> int:
    """Length of all periods of the sick-leave question, for the send dialog; 0 for other types."""
    if ctype.sick_leave is None:
        return 0
    facts = Facts(ctype, answers, today or clock.today())
    return period_days(_periods(ctype, ctype.sick_leave, facts))


def period_days(periods: Iterable[SickLeavePeriod]) -> int:
    """Days covered: adjacent and overlapping periods are merged, then days are summed inclusively."""
    total, covered_to = 0, dt.date.min
    for period in sorted(periods, key=lambda p: (p.start, p.end)):
        first = max(period.start, covered_to + dt.timedelta(days=1))
        total += max((period.end - first).days + 1, 0)
        covered_to = max(covered_to, period.end)
    return total


def _periods(ctype: CertificateType, rule: SickLeaveRule, facts: Facts) -> tuple[SickLeavePeriod, ...]:
    if rule.percent:
        return _one_period(rule, facts)
    question = ctype.question(rule.periods)
    spans = question.spans(facts.value(question.id)) if isinstance(question, SickLeavePeriods) else ()
    periods = (SickLeavePeriod(s.degree.percent, s.start, s.end) for s in spans)
    return tuple(sorted(periods, key=lambda p: (p.start, p.end)))


def _one_period(rule: SickLeaveRule, facts: Facts) -> tuple[SickLeavePeriod, ...]:
    """A period whose level stands in a question of its own (ag114)."""
    start, end = facts.day(rule.periods, "from"), facts.day(rule.periods, "to")
    percent = facts.value(rule.percent)
    if start is None or end is None or end < start or not isinstance(percent, int):
        return ()
    return (SickLeavePeriod(percent, start, end),)
