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

    def value(self, question_id: str) -> object:
        """The stored value, or the empty one when the question is not shown."""

    def is_answered(self, question_id: str) -> bool: ...

    def codes(self, question_id: str) -> frozenset[str]:
        """The codes chosen, ticked rows included."""

    def start_dates(self, question_id: str) -> tuple[dt.date, ...]:
        """Valid dates of the answer; of a period its first day."""


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


def any_of(*conditions: Condition) -> Condition:
    return _AnyOf(conditions)


def all_of(*conditions: Condition) -> Condition:
    return _AllOf(conditions)


def not_(condition: Condition) -> Condition:
    return _Not(condition)
