"""A heading above questions that belong together (spec/ui.md 4, UE_HEADER); nothing is asked or sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import ReadKind, ReadValue, Surroundings
from certificates.questions.nothing_asked import NothingAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(NothingAsked):
    kind: ClassVar[str] = "heading"

    def edit_view(self, value: None, around: Surroundings) -> None:
        return None

    def read_view(self, value: None) -> ReadValue:
        return ReadValue(ReadKind.TEXT, is_missing=True)
