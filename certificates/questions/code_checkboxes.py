"""Several codes as checkboxes; one svar for each, numbered by ``instans`` (README 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from certificates.questions.base import (
    AnswerRow,
    Fault,
    Fields,
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
from certificates.questions.choice import ChoiceView, Exclusions, Layout, ruled_out
from certificates.questions.codes import Options
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.svar import Cv, Delsvar, Svar


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCheckboxes(Question):
    """The value is the list of chosen codes in the order of the options.

    ``excludes``: while the first code is chosen, the others beside it are locked (``choice.alone``, ``choice.one_of``).
    Chosen together all the same, they are refused with ``combination_text``, or accepted when that is empty.
    ``combination_error``: the error that this is. ``most``: how many codes may be chosen.
    ``fixed``: codes that are always chosen and cannot be taken away (AG1-14 version 1, question 1).
    ``opens``: the question that each code lets be seen, where the boxes are nothing but a way to them (fk3221).
    """

    kind: ClassVar[str] = "code_checkboxes"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_MULTI_OPTION
    repeats: ClassVar[bool] = True
    always_posted: ClassVar[bool] = False

    options: Options
    layout: Layout = Layout.ROWS
    excludes: Exclusions = ()
    combination_text: str = ""
    combination_error: ErrorId = ErrorId.INCORRECT_COMBINATION
    most: int | None = None
    fixed: frozenset[str] = frozenset()
    opens: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(o.code for o in self.options)

    def empty(self) -> list[str]:
        return []

    def tidy(self, value: object) -> list[str]:
        given = value if isinstance(value, (list, tuple)) else ()
        return [o.code for o in self.options if o.code in given or o.code in self.fixed]

    def parse(self, fields: Fields, previous: list[str], today: dt.date) -> Parsed:
        return Parsed([o.code for o in self.options if fields.get(o.code) or o.code in self.fixed])

    def is_answered(self, value: list[str]) -> bool:
        return bool(value)

    def opened(self, value: list[str], questions: Collection[str]) -> list[str]:
        return self.tidy([*value, *(code for code, question in self.opens.items() if question in questions)])

    def codes(self, value: list[str]) -> frozenset[str]:
        return frozenset(value)

    def edit_view(self, value: list[str], around: Surroundings) -> ChoiceView:
        locked = ruled_out(self.excludes, value)
        boxes = (
            self.checkbox(
                o.code,
                label=o.label,
                is_checked=o.code in value,
                is_disabled=o.code in self.fixed or (o.code in locked and o.code not in value),
            )
            for o in self.options
        )
        return ChoiceView(tuple(boxes), layout=self.layout)

    def faults(self, value: list[str], situation: Situation) -> tuple[Problem, ...]:
        problems: list[Problem] = []
        if self.most is not None and len(value) > self.most:
            text = text_for(ErrorId.TOO_MANY_OPTIONS, limit=self.most)
            problems.append(self.problem(ErrorId.TOO_MANY_OPTIONS, text=text))
        if self.combination_text and not ruled_out(self.excludes, value).isdisjoint(value):
            problems.append(self.problem(self.combination_error, text=self.combination_text))
        return tuple(problems)

    def read_view(self, value: list[str]) -> ReadValue:
        if not value:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        items = tuple(self.options.label(code) for code in value)
        return ReadValue(ReadKind.LIST, items=items, anchors=self.row_anchors(value))

    def answer_rows(self, value: list[str]) -> tuple[AnswerRow, ...]:
        return tuple(AnswerRow(number, self.options.label(code), code) for number, code in enumerate(value, start=1))

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.CODE, frozenset({self.options.system}), self.options.codes),)

    def to_svar(self, value: list[str], situation: Situation) -> tuple[Svar, ...]:
        return tuple(
            Svar(
                self.svar_id,
                (Delsvar(self.delsvar_id, Cv(code, self.options.system, self.options.display(code))),),
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
