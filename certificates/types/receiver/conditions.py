"""When a rule of the receiver applies (README 12: ``when``; ts_bas.yaml: ``rules``).

A condition on a sub-answer that is missing is not true; ``not_`` of it is. The names are those of
``certificates.expressions``, which asks the answers of a draft instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from certificates.questions.boolean import SPELLINGS
from certificates.questions.svar import Text
from certificates.types.receiver.certificate import Received, plain
from certificates.types.receiver.values import number_of


class Condition(Protocol):
    """Something that holds of a certificate, or not."""

    def holds(self, certificate: Received) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Has:
    sub_answer: str
    codes: tuple[str, ...]

    def holds(self, certificate: Received) -> bool:
        return any(plain(content) in self.codes for content in certificate.contents(self.sub_answer))


@dataclass(frozen=True, slots=True)
class _Is:
    sub_answer: str
    value: bool

    def holds(self, certificate: Received) -> bool:
        return any(
            isinstance(content, Text) and SPELLINGS.get(content.value.strip()) is self.value
            for content in certificate.contents(self.sub_answer)
        )


@dataclass(frozen=True, slots=True)
class _Given:
    place: str

    def holds(self, certificate: Received) -> bool:
        return certificate.count(self.place) > 0


@dataclass(frozen=True, slots=True)
class _Below:
    sub_answer: str
    limit: Decimal

    def holds(self, certificate: Received) -> bool:
        numbers = (number_of(content) for content in certificate.contents(self.sub_answer))
        return any(number is not None and number < self.limit for number in numbers)


@dataclass(frozen=True, slots=True)
class _Always:
    def holds(self, certificate: Received) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Not:
    condition: Condition

    def holds(self, certificate: Received) -> bool:
        return not self.condition.holds(certificate)


@dataclass(frozen=True, slots=True)
class _AllOf:
    conditions: tuple[Condition, ...]

    def holds(self, certificate: Received) -> bool:
        return all(condition.holds(certificate) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class _AnyOf:
    conditions: tuple[Condition, ...]

    def holds(self, certificate: Received) -> bool:
        return any(condition.holds(certificate) for condition in self.conditions)


ALWAYS = _Always()


def has(sub_answer: str, *codes: str) -> Condition:
    """One of the codes stands in the sub-answer."""
    return _Has(sub_answer, codes)


def is_true(sub_answer: str) -> Condition:
    """Sent as true or 1."""
    return _Is(sub_answer, True)


def is_false(sub_answer: str) -> Condition:
    """Sent as false or 0; a missing sub-answer is neither true nor false."""
    return _Is(sub_answer, False)


def given(place: str) -> Condition:
    """The svar or sub-answer occurs, whatever it holds."""
    return _Given(place)


def below(sub_answer: str, limit: str) -> Condition:
    """A number less than the limit."""
    return _Below(sub_answer, Decimal(limit))


def not_(condition: Condition) -> Condition:
    return _Not(condition)


def all_of(*conditions: Condition) -> Condition:
    return _AllOf(conditions)


def any_of(*conditions: Condition) -> Condition:
    return _AnyOf(conditions)
