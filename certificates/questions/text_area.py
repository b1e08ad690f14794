"""Text of several lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from certificates.expressions import Facts
from certificates.questions.base import Surroundings
from certificates.questions.free_text import FreeText, TextView


@dataclass(frozen=True, slots=True)
class LeadIn:
    """A text question and the words that introduce it inside another text."""

    question: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextArea(FreeText):
    kind: ClassVar[str] = "text_area"
    is_typed: ClassVar[bool] = True
    longest_typed: ClassVar[int] = 3500

    max_length: int | None = 4000
    preceded_by: tuple[LeadIn, ...] = ()
    """Texts of form-only questions that travel in front of this one, each on a line of its own (lisjp, luse)."""
    folds: bool = False
    """Closed until it has a value (luse 8-14)."""

    def edit_view(self, value: str, around: Surroundings) -> TextView:
        return replace(FreeText.edit_view(self, value, around), folds=self.folds)

    def sent_value(self, value: str, facts: Facts) -> str:
        texts = ((part.lead, str(facts.value(part.question)).strip()) for part in self.preceded_by)
        before = [f"{lead} {text}" for lead, text in texts if text]
        return "\n".join([*before, value] if value.strip() else before)
