"""Two radio buttons, yes and no. An optional one can be cleared (spec/ui.md 10.7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Fields, Parsed, Surroundings
from certificates.questions.boolean import SPELLINGS, BooleanQuestion
from certificates.questions.choice import ChoiceView, Layout
from certificates.questions.messages import ErrorId


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioBoolean(BooleanQuestion):
    kind: ClassVar[str] = "radio_boolean"
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_OPTION
    always_posted: ClassVar[bool] = False

    def parse(self, fields: Fields, previous: bool | None, today: dt.date) -> Parsed:
        return Parsed(SPELLINGS.get(fields.get("value")))

    def is_answered(self, value: bool | None) -> bool:
        return value is not None

    @property
    def focus_part(self) -> str:
        return "true"

    def edit_view(self, value: bool | None, around: Surroundings) -> ChoiceView:
        return ChoiceView(
            (
                self.radio("value", "true", label=self.true_text, is_checked=value is True),
                self.radio("value", "false", label=self.false_text, is_checked=value is False),
            ),
            layout=Layout.INLINE,
            can_be_cleared=not self.required and value is not None,
        )
