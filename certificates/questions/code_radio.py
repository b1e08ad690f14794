"""One code out of several, as radio buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
    Control,
    Fault,
    Fields,
    Parsed,
    PrefillCode,
    Question,
    Reading,
    ReadKind,
    ReadValue,
    Situation,
    SubAnswer,
    SubAnswerKind,
    Surroundings,
)
from certificates.questions.choice import ChoiceView, Layout
from certificates.questions.codes import Options
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Cv, Delsvar, Svar


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRadio(Question):
    kind: ClassVar[str] = "code_radio"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_OPTION
    always_posted: ClassVar[bool] = False

    options: Options
    layout: Layout = Layout.ROWS

    @property
    def parts(self) -> tuple[str, ...]:
        return ("value",)

    @property
    def focus_part(self) -> str:
        return self.options.options[0].code

    def empty(self) -> str:
        return ""

    def tidy(self, value: object) -> str:
        return value if isinstance(value, str) and value in self.options else ""

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        return Parsed(self.tidy(fields.get("value")))

    def is_answered(self, value: str) -> bool:
        return bool(value)

    def codes(self, value: str) -> frozenset[str]:
        return frozenset({value} if value else ())

    def edit_view(self, value: str, around: Surroundings) -> ChoiceView:
        radios = tuple(
            Control(o.code, f"e.{self.id}.value", self.control_id(o.code), o.code, o.label, o.code == value)
            for o in self.options
        )
        return ChoiceView(radios, layout=self.layout, can_be_cleared=not self.required and bool(value))

    def read_view(self, value: str) -> ReadValue:
        if not value:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TEXT, self.options.label(value))

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.options.system}), self.options.codes),)

    def to_svar(self, value: str, situation: Situation) -> tuple[Svar, ...]:
        if not value:
            return ()
        cv = Cv(value, self.options.system, self.options.label(value))
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, cv),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading("", (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        if not self.options.accepts(content):
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(content.code)
