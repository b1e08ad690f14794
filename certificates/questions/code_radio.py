"""One code out of several, as radio buttons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from certificates.questions.base import (
    Fault,
    PrefillCode,
    Reading,
    Situation,
    SubAnswer,
    SubAnswerKind,
)
from certificates.questions.choice import OneChosen
from certificates.questions.codes import Option, Options
from certificates.questions.svar import Cv, Delsvar, Svar


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRadio(OneChosen):
    """``unsent``: a code of the form only, which leaves the sub-answer out; the follow-up ``told_by`` is sent in its
    stead and is what it is known by when the answer is read (TS diabetes, question 18: "Annan").
    ``opens``: the question that each code lets be seen, where the choice is nothing but a way to it (TSTRK1062, 50).
    """

    kind: ClassVar[str] = "code_radio"

    options: Options
    unsent: str = ""
    told_by: str = ""
    opens: Mapping[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options.options

    def opened(self, value: str, questions: Collection[str]) -> str:
        return value or next((code for code, question in self.opens.items() if question in questions), "")

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        codes = self.options.codes - {self.unsent}
        return (SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.options.system}), codes),)

    def to_svar(self, value: str, situation: Situation) -> tuple[Svar, ...]:
        if not value or value == self.unsent:
            return ()
        cv = Cv(value, self.options.system, self.options.display(value))
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, cv),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None and self.told_by and svar[0].get(self.told_by) is not None:
            return Reading(self.unsent)
        if content is None:
            return Reading("", (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        if not self.options.accepts(content) or content.code == self.unsent:
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(content.code)
