"""One code out of several, as a list to choose from (README 2, widget ``code_dropdown``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Control, Surroundings
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Option


@dataclass(frozen=True, slots=True)
class DropdownView:
    """``empty_text`` is the first row; it has no code."""

    control: Control
    options: tuple[Option, ...]
    empty_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDropdown(CodeRadio):
    kind: ClassVar[str] = "code_dropdown"
    always_posted: ClassVar[bool] = True

    empty_text: str = "Välj…"

    @property
    def focus_part(self) -> str:
        return "value"

    def edit_view(self, value: str, around: Surroundings) -> DropdownView:
        return DropdownView(self.control("value", value=value, label=self.label), self.options.options, self.empty_text)
