"""What a receiver demands of the XML, as declared by a type (spec/certificate-types README 12).

``certificates.receiver_rules`` applies it. An id without dot is a svar, with dot a sub-answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Count:
    """How often a svar may stand in the certificate; ``most`` None = no upper bound."""

    least: int = 0
    most: int | None = 1


@dataclass(frozen=True, slots=True)
class SubAnswerCount:
    """Per svar element: these sub-answers exactly once, those at most once, no others."""

    exactly_one: tuple[str, ...]
    at_most_one: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A sub-answer has one of ``values`` (codes, or spellings of a boolean). ``negated``: it has none of them."""

    sub_answer: str
    values: frozenset[str]
    negated: bool = False
    must_exist: bool = False
    """With ``negated``: a missing sub-answer makes the condition false."""


@dataclass(frozen=True, slots=True)
class Rule:
    """While every ``when`` holds, ``present`` ids must exist and ``absent`` ids must not.

    ``same_svar``: looked at in one svar element at a time.
    """

    when: tuple[When, ...]
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    same_svar: bool = False


@dataclass(frozen=True, slots=True)
class DiagnosisRule:
    """Rows of text and code in pairs of one svar: (text id, code id), in order."""

    svar: str
    rows: tuple[tuple[str, str], ...]
    max_length: int | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverRules:
    """The block ``transport`` of a type's file."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    sub_answers: Mapping[str, SubAnswerCount] = field(default_factory=dict)
    instans_required: frozenset[str] = frozenset()
    distinct_codes: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    """Sub-answers with ``datePeriod``: both days, start not after end, no overlap (a shared day is accepted)."""
    diagnoses: tuple[DiagnosisRule, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def allowed_svar_ids(self) -> frozenset[str]:
        return frozenset(self.counts)


def when(sub_answer: str, *values: str) -> When:
    return When(sub_answer, frozenset(values))


def unless(sub_answer: str, *values: str) -> When:
    """Holds also when the sub-answer is missing."""
    return When(sub_answer, frozenset(values), negated=True)


def when_other(sub_answer: str, *values: str) -> When:
    """The sub-answer exists and has none of the values."""
    return When(sub_answer, frozenset(values), negated=True, must_exist=True)
