"""What questions with coded options share."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from certificates.questions.base import Control, Fields, Parsed, Question, ReadKind, ReadValue, Surroundings
from certificates.questions.messages import NOT_STATED, ErrorId

Exclusions = tuple[tuple[str, frozenset[str]], ...]
"""Codes, and the others that each of them rules out."""


def alone(code: str, codes: Iterable[str]) -> Exclusions:
    """This code and all the others rule each other out (README: EJ_AKTUELLT, VAR11)."""
    others = frozenset(codes) - {code}
    return ((code, others), *((other, frozenset({code})) for other in sorted(others)))


def one_of(codes: Iterable[str]) -> Exclusions:
    """Each of these codes rules the others out."""
    group = frozenset(codes)
    return tuple((code, group - {code}) for code in sorted(group))


def ruled_out(excludes: Exclusions, chosen: Iterable[str]) -> frozenset[str]:
    """The codes that the chosen ones rule out."""
    codes = frozenset(chosen)
    return frozenset().union(*(others for code, others in excludes if code in codes))


class Layout(StrEnum):
    ROWS = "rows"
    INLINE = "inline"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Radios or checkboxes. ``part`` of a control is the option's code; children with that ``under_option`` follow."""

    options: tuple[Control, ...]
    layout: Layout = Layout.ROWS
    can_be_cleared: bool = False


class Choice(Protocol):
    """An option: its code in the form and its label."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OneChosen(Question):
    """One option out of several, as radio buttons. The value is its code."""

    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_OPTION
    always_posted: ClassVar[bool] = False

    layout: Layout = Layout.ROWS

    @property
    @abstractmethod
    def choices(self) -> Sequence[Choice]:
        """The options in order."""

    @property
    def parts(self) -> tuple[str, ...]:
        return ("value",)

    @property
    def focus_part(self) -> str:
        return self.choices[0].code

    def empty(self) -> str:
        return ""

    def tidy(self, value: object) -> str:
        return value if isinstance(value, str) and any(o.code == value for o in self.choices) else ""

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        return Parsed(self.tidy(fields.get("value")))

    def is_answered(self, value: str) -> bool:
        return bool(value)

    def codes(self, value: str) -> frozenset[str]:
        return frozenset({value} if value else ())

    def edit_view(self, value: str, around: Surroundings) -> object:
        radios = tuple(self.radio("value", o.code, label=o.label, is_checked=o.code == value) for o in self.choices)
        return ChoiceView(radios, layout=self.layout, can_be_cleared=not self.required and bool(value))

    def read_view(self, value: str) -> ReadValue:
        chosen = next((o for o in self.choices if o.code == value), None)
        if chosen is None:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TEXT, chosen.label)
