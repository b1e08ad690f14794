"""Conditions over answers, as used in the declarations of types (spec/certificate-types README 2, Expressions).

Small values that can be combined: ``all_of(has("28", "STUDIER"), not_(equals("27", True)))``. A condition names
questions only; ``Facts`` knows how to look at their answers. The answer of a question that is not shown counts as
missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Facts(Protocol):
    """What a condition may ask about."""

    @property
    def today(self) -> dt.date: ...

    @property
    def birth(self) -> dt.date | None:
        """The patient's date of birth, where it is known."""

    def value(self, question_id: str) -> object:
        """The stored value, or the empty one when the question is not shown."""

    def is_answered(self, question_id: str) -> bool: ...

    def codes(self, question_id: str) -> frozenset[str]:
        """The codes chosen, ticked rows included."""

    def start_dates(self, question_id: str) -> tuple[dt.date, ...]:
        """Valid dates of the answer; of a period its first day."""

    def day(self, question_id: str, row: str = "") -> dt.date | None:
        """The valid day of a date answer, or of one row of it."""

    def number(self, question_id: str, part: str) -> float | None:
        """One number of an answer that holds several."""

    def days_spanned(self, question_id: str) -> int | None:
        """Last day minus first day of a complete period."""


class Condition(Protocol):
    """Holds or not, for given facts; ``questions`` are the ids it depends on."""

    @property
    def questions(self) -> frozenset[str]: ...

    def holds(self, facts: Facts) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Answered:
    question: str

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def holds(self, facts: Facts) -> bool:
        return facts.is_answered(self.question)


@dataclass(frozen=True, slots=True)
class _Equals:
    question: str
    value: str | bool | int

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def holds(self, facts: Facts) -> bool:
        value = facts.value(self.question)
        return type(value) is type(self.value) and value == self.value


@dataclass(frozen=True, slots=True)
class _HasAny:
    question: str
    codes: frozenset[str]

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def holds(self, facts: Facts) -> bool:
        return not self.codes.isdisjoint(facts.codes(self.question))


@dataclass(frozen=True, slots=True)
class _DaysFromToday:
    question: str
    below: int | None
    above: int | None

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def holds(self, facts: Facts) -> bool:
        return any(self._holds_for((date - facts.today).days) for date in facts.start_dates(self.question))

    def _holds_for(self, days: int) -> bool:
        return (self.below is None or days < self.below) and (self.above is None or days > self.above)


class Day(Protocol):
    """One day that can be compared with another; None when it is not known."""

    @property
    def questions(self) -> frozenset[str]: ...

    def of(self, facts: Facts) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class _DayOf:
    question: str
    row: str

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def of(self, facts: Facts) -> dt.date | None:
        return facts.day(self.question, self.row)


@dataclass(frozen=True, slots=True)
class _Today:
    @property
    def questions(self) -> frozenset[str]:
        return frozenset()

    def of(self, facts: Facts) -> dt.date:
        return facts.today


@dataclass(frozen=True, slots=True)
class _Birth:
    @property
    def questions(self) -> frozenset[str]:
        return frozenset()

    def of(self, facts: Facts) -> dt.date | None:
        return facts.birth


@dataclass(frozen=True, slots=True)
class _Later:
    one: Day
    other: Day
    by_more_than: int

    @property
    def questions(self) -> frozenset[str]:
        return self.one.questions | self.other.questions

    def holds(self, facts: Facts) -> bool:
        one, other = self.one.of(facts), self.other.of(facts)
        return one is not None and other is not None and (one - other).days > self.by_more_than


@dataclass(frozen=True, slots=True)
class _Known:
    day: Day

    @property
    def questions(self) -> frozenset[str]:
        return self.day.questions

    def holds(self, facts: Facts) -> bool:
        return self.day.of(facts) is not None


@dataclass(frozen=True, slots=True)
class _Number:
    question: str
    part: str
    below: float | None = None
    at_least: float | None = None

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def holds(self, facts: Facts) -> bool:
        number = facts.number(self.question, self.part)
        if number is None:
            return False
        return (self.below is None or number < self.below) and (self.at_least is None or number >= self.at_least)


@dataclass(frozen=True, slots=True)
class _Spans:
    question: str
    at_least: int

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({self.question})

    def holds(self, facts: Facts) -> bool:
        days = facts.days_spanned(self.question)
        return days is not None and days >= self.at_least


@dataclass(frozen=True, slots=True)
class _Always:
    @property
    def questions(self) -> frozenset[str]:
        return frozenset()

    def holds(self, facts: Facts) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _AnyOf:
    conditions: tuple[Condition, ...]

    @property
    def questions(self) -> frozenset[str]:
        return frozenset().union(*(c.questions for c in self.conditions))

    def holds(self, facts: Facts) -> bool:
        return any(c.holds(facts) for c in self.conditions)


@dataclass(frozen=True, slots=True)
class _AllOf:
    conditions: tuple[Condition, ...]

    @property
    def questions(self) -> frozenset[str]:
        return frozenset().union(*(c.questions for c in self.conditions))

    def holds(self, facts: Facts) -> bool:
        return all(c.holds(facts) for c in self.conditions)


@dataclass(frozen=True, slots=True)
class _Not:
    condition: Condition

    @property
    def questions(self) -> frozenset[str]:
        return self.condition.questions

    def holds(self, facts: Facts) -> bool:
        return not self.condition.holds(facts)


def answered(question: str) -> Condition:
    """The question is shown and holds an answer."""
    return _Answered(question)


def equals(question: str, value: str | bool | int) -> Condition:
    """The answer is exactly this value; a missing answer equals nothing."""
    return _Equals(question, value)


def has(question: str, code: str) -> Condition:
    """The code is chosen, or its row is ticked."""
    return _HasAny(question, frozenset({code}))


def has_any(question: str, codes: Iterable[str]) -> Condition:
    """At least one of the codes is chosen."""
    return _HasAny(question, frozenset(codes))


def days_from_today(question: str, *, below: int | None = None, above: int | None = None) -> Condition:
    """Some date of the answer minus today, in days, lies below or above the limit (limits excluded)."""
    return _DaysFromToday(question, below, above)


def day(question: str, row: str = "") -> Day:
    """The day of a date answer, or of one of its rows."""
    return _DayOf(question, row)


TODAY: Day = _Today()
BIRTH: Day = _Birth()
ALWAYS: Condition = _Always()


def later(one: Day, other: Day, *, by_more_than: int = 0) -> Condition:
    """Both days are known and the first is more than so many days after the second."""
    return _Later(one, other, by_more_than)


def known(one: Day) -> Condition:
    """The day is given and real."""
    return _Known(one)


def spans(question: str, *, at_least: int) -> Condition:
    """Last day minus first day of a complete period is at least so many days."""
    return _Spans(question, at_least)


def number_given(question: str, part: str) -> Condition:
    """This number of the answer is given and readable."""
    return _Number(question, part)


def number_below(question: str, part: str, limit: float) -> Condition:
    """This number of the answer is given and less than the limit."""
    return _Number(question, part, below=limit)


def number_at_least(question: str, part: str, limit: float) -> Condition:
    """This number of the answer is given and not less than the limit."""
    return _Number(question, part, at_least=limit)


def any_of(*conditions: Condition) -> Condition:
    return _AnyOf(conditions)


def all_of(*conditions: Condition) -> Condition:
    return _AllOf(conditions)


def not_(condition: Condition) -> Condition:
    return _Not(condition)
