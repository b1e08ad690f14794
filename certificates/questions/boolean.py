"""What the two boolean kinds share: true, false or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from certificates.questions.base import (
    Fault,
    PrefillCode,
    Question,
    Reading,
    ReadKind,
    ReadValue,
    Situation,
    SubAnswer,
    SubAnswerKind,
)
from certificates.questions.messages import NOT_STATED
from certificates.questions.svar import Delsvar, Svar, Text

SPELLINGS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class BooleanQuestion(Question):
    true_text: str = "Ja"
    false_text: str = "Nej"

    @property
    def parts(self) -> tuple[str, ...]:
        return ("value",)

    def empty(self) -> None:
        return None

    def tidy(self, value: object) -> bool | None:
        return value if isinstance(value, bool) else None

    def codes(self, value: bool | None) -> frozenset[str]:
        return frozenset() if value is None else frozenset({str(value).lower()})

    def read_view(self, value: bool | None) -> ReadValue:
        if value is None:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TEXT, self.true_text if value else self.false_text)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.BOOLEAN),)

    def to_svar(self, value: bool | None, situation: Situation) -> tuple[Svar, ...]:
        if value is None:
            return ()
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, Text(str(value).lower())),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading(None, (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        value = SPELLINGS.get(content.value.strip()) if isinstance(content, Text) else None
        if value is None:
            return Reading(None, (Fault(PrefillCode.INVALID_BOOLEAN_VALUE, self.delsvar_id),))
        return Reading(value)
