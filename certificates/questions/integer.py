"""A whole number with a unit; sent as digits in a text, or as a quantity (README 2)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
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
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.svar import Content, Delsvar, Quantity, Svar, Text

_WHOLE = re.compile(r"-?[0-9]{1,17}")
_WITH_LEADING_ZERO = re.compile(r"-?0[0-9]+")
_WHOLE_QUANTITY = re.compile(r"(-?[0-9]{1,17})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class IntegerView:
    control: Control
    unit: str
    max_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Question):
    """The value is a number, None, or what was typed when that is no number.

    ``quantity_unit``: sent as ``pq`` with one decimal and this unit. ``allows_leading_zeros`` false: "07" is no number.
    """

    kind: ClassVar[str] = "integer"

    minimum: int
    maximum: int
    unit: str = ""
    quantity_unit: str = ""
    allows_leading_zeros: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        return ("value",)

    @property
    def limits(self) -> Limits:
        return Limits(minimum=self.minimum, maximum=self.maximum)

    def empty(self) -> None:
        return None

    def tidy(self, value: object) -> int | str | None:
        return value if isinstance(value, (int, str)) and not isinstance(value, bool) and value != "" else None

    def parse(self, fields: Fields, previous: int | str | None, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("value"))
        typed = cleaned.text.strip()
        return Parsed(int(typed) if self._is_number(typed) else typed or None, cleaned.removed)

    def _is_number(self, typed: str) -> bool:
        if not self.allows_leading_zeros and _WITH_LEADING_ZERO.fullmatch(typed):
            return False
        return _WHOLE.fullmatch(typed) is not None

    def is_answered(self, value: int | str | None) -> bool:
        return isinstance(value, int)

    def faults(self, value: int | str | None, situation: Situation) -> tuple[Problem, ...]:
        if value is None or (isinstance(value, int) and self.minimum <= value <= self.maximum):
            return ()
        text = text_for(ErrorId.INTEGER_RANGE, minimum=self.minimum, maximum=self.maximum)
        return (self.problem(ErrorId.INTEGER_RANGE, text=text),)

    def edit_view(self, value: int | str | None, around: Surroundings) -> IntegerView:
        shown = "" if value is None else str(value)
        longest = max(len(str(self.minimum)), len(str(self.maximum)))
        return IntegerView(self.control("value", value=shown, label=self.label), self.unit, longest)

    def read_view(self, value: int | str | None) -> ReadValue:
        if value is None:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TEXT, f"{value} {self.unit}".strip())

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.QUANTITY if self.quantity_unit else SubAnswerKind.TEXT),)

    def to_svar(self, value: int | str | None, situation: Situation) -> tuple[Svar, ...]:
        if not isinstance(value, int):
            return ()
        content: Content = Quantity(f"{value}.0", self.quantity_unit) if self.quantity_unit else Text(str(value))
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, content),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading(None, (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        digits = written_digits(content, self.quantity_unit)
        if not _WHOLE.fullmatch(digits):
            return Reading(None, (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(int(digits))


def written_digits(content: Content, quantity_unit: str) -> str:
    """The digits of a text, or of a quantity in this unit; empty for anything else."""
    if isinstance(content, Text) and not quantity_unit:
        return content.value.strip()
    if not isinstance(content, Quantity) or content.unit != quantity_unit:
        return ""
    match = _WHOLE_QUANTITY.fullmatch(content.value) if quantity_unit else None
    return match[1] if match else ""
