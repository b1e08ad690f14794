"""Several codes as checkboxes; one svar for each, numbered by ``instans`` (README 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
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
class CodeCheckboxes(Question):
    """The value is the list of chosen codes in the order of the options."""

    kind: ClassVar[str] = "code_checkboxes"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_MULTI_OPTION
    repeats: ClassVar[bool] = True
    always_posted: ClassVar[bool] = False

    options: Options
    layout: Layout = Layout.ROWS

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(o.code for o in self.options)

    def empty(self) -> list[str]:
        return []

    def tidy(self, value: object) -> list[str]:
        if not isinstance(value, (list, tuple)):
            return []
        return [o.code for o in self.options if o.code in value]

    def parse(self, fields: Fields, previous: list[str], today: dt.date) -> Parsed:
        return Parsed([o.code for o in self.options if fields.get(o.code)])

    def is_answered(self, value: list[str]) -> bool:
        return bool(value)

    def codes(self, value: list[str]) -> frozenset[str]:
        return frozenset(value)

    def edit_view(self, value: list[str], around: Surroundings) -> ChoiceView:
        boxes = (self.control(o.code, value="true", label=o.label, is_checked=o.code in value) for o in self.options)
        return ChoiceView(tuple(boxes), layout=self.layout)

    def read_view(self, value: list[str]) -> ReadValue:
        if not value:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.LIST, items=tuple(self.options.label(code) for code in value))

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.options.system}), self.options.codes),)

    def to_svar(self, value: list[str], situation: Situation) -> tuple[Svar, ...]:
        return tuple(
            Svar(
                self.svar_id,
                (Delsvar(self.delsvar_id, Cv(code, self.options.system, self.options.label(code))),),
                instans=number,
                key=code,
            )
            for number, code in enumerate(value, start=1)
        )

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        chosen: list[str] = []
        faults: list[Fault] = []
        for one in svar:
            content = one.get(self.delsvar_id)
            if content is None or (self.options.accepts(content) and content.code in chosen):
                faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id))
            elif not self.options.accepts(content):
                faults.append(Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id))
            else:
                chosen.append(content.code)
        return Reading(self.tidy(chosen), tuple(faults))
