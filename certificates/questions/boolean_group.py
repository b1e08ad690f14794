"""Checkboxes of which each is a boolean of its own in one svar (ts_bas 19, ts_diabetes 109 and 209, ts8071 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
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
from certificates.questions.boolean import SPELLINGS
from certificates.questions.choice import ChoiceView, Exclusions, Layout, ruled_out
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Delsvar, Svar, Text

Ticks = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Box:
    """One checkbox by its sub-answer. ``sends_unticked``: sent as false once it has been ticked and unticked."""

    id: str
    label: str
    sends_unticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BooleanGroup(Question):
    """The value is ``{sub-answer: ticked}``; a box that was never ticked is not in it. The codes are the ticked ones.

    Required: at least one is ticked. ``excludes``: while the first box is ticked, the others beside it are locked, and
    refused with ``combination_text`` when they are ticked all the same.
    """

    kind: ClassVar[str] = "boolean_group"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_MULTI_OPTION
    always_posted: ClassVar[bool] = False

    boxes: tuple[Box, ...]
    layout: Layout = Layout.ROWS
    excludes: Exclusions = ()
    combination_text: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(box.id for box in self.boxes)

    def empty(self) -> dict[str, bool]:
        return {}

    def tidy(self, value: object) -> dict[str, bool]:
        given = value if isinstance(value, Mapping) else {}
        return {box.id: given[box.id] for box in self.boxes if isinstance(given.get(box.id), bool)}

    def parse(self, fields: Fields, previous: Ticks, today: dt.date) -> Parsed:
        ticked = {box.id for box in self.boxes if fields.get(box.id)}
        return Parsed({box.id: box.id in ticked for box in self.boxes if box.id in ticked or box.id in previous})

    def is_answered(self, value: Ticks) -> bool:
        return any(value.values())

    def codes(self, value: Ticks) -> frozenset[str]:
        return frozenset(box_id for box_id, is_ticked in value.items() if is_ticked)

    def faults(self, value: Ticks, situation: Situation) -> tuple[Problem, ...]:
        ticked = self.codes(value)
        if self.combination_text and not ruled_out(self.excludes, ticked).isdisjoint(ticked):
            return (self.problem(ErrorId.INCORRECT_COMBINATION, text=self.combination_text),)
        return ()

    def edit_view(self, value: Ticks, around: Surroundings) -> ChoiceView:
        ticked = self.codes(value)
        locked = ruled_out(self.excludes, ticked)
        boxes = (
            self.checkbox(
                box.id,
                label=box.label,
                is_checked=box.id in ticked,
                is_disabled=box.id in locked and box.id not in ticked,
            )
            for box in self.boxes
        )
        return ChoiceView(tuple(boxes), layout=self.layout)

    def read_view(self, value: Ticks) -> ReadValue:
        labels = tuple(box.label for box in self.boxes if value.get(box.id))
        if not labels:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.LIST, items=labels)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return tuple(SubAnswer(box.id, SubAnswerKind.BOOLEAN) for box in self.boxes)

    def to_svar(self, value: Ticks, situation: Situation) -> tuple[Svar, ...]:
        sent = [box for box in self.boxes if value.get(box.id) or (box.sends_unticked and box.id in value)]
        delsvar = tuple(Delsvar(box.id, Text(str(value[box.id]).lower())) for box in sent)
        return (Svar(self.svar_id, delsvar),) if delsvar else ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        given = {box.id: content for box in self.boxes if (content := svar[0].get(box.id)) is not None}
        if not given:
            return Reading({}, (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.boxes[0].id),))
        read = {
            box_id: SPELLINGS.get(content.value.strip()) if isinstance(content, Text) else None
            for box_id, content in given.items()
        }
        faults = (Fault(PrefillCode.INVALID_BOOLEAN_VALUE, box_id) for box_id, tick in read.items() if tick is None)
        return Reading({box_id: tick for box_id, tick in read.items() if tick is not None}, tuple(faults))
