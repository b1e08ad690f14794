"""One checkbox. Unticked counts as "not true" and is shown as not stated (README 2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Control, Fields, Parsed, ReadKind, ReadValue, Surroundings
from certificates.questions.boolean import BooleanQuestion
from certificates.questions.messages import NOT_STATED


@dataclass(frozen=True, slots=True)
class CheckboxView:
    control: Control


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxBoolean(BooleanQuestion):
    kind: ClassVar[str] = "checkbox_boolean"
    always_posted: ClassVar[bool] = False

    false_text: str = NOT_STATED

    def parse(self, fields: Fields, previous: bool | None, today: dt.date) -> Parsed:
        """An unticked box is false once it has been ticked, before that nothing."""
        is_ticked = fields.get("value") not in {"", "false"}
        return Parsed(is_ticked if is_ticked or previous is not None else None)

    def is_answered(self, value: bool | None) -> bool:
        return value is True

    def edit_view(self, value: bool | None, around: Surroundings) -> CheckboxView:
        return CheckboxView(self.checkbox("value", label=self.label, is_checked=value is True))

    def read_view(self, value: bool | None) -> ReadValue:
        if value is not True:
            return ReadValue(ReadKind.TEXT, self.false_text, is_missing=self.false_text == NOT_STATED)
        return ReadValue(ReadKind.TEXT, self.true_text)
