"""One line of text that must be an entry of a list (README 2, widget ``typeahead``; spec/ui.md 4.5, 10.7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Fields, Parsed, Problem, Situation, Surroundings
from certificates.questions.characters import clean
from certificates.questions.free_text import FreeText, TextView
from certificates.questions.messages import ErrorId


@dataclass(frozen=True, slots=True)
class TypeaheadView(TextView):
    code_system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeahead(FreeText):
    """The value is what was written; only the exact name of an entry of ``code_system`` is accepted."""

    kind: ClassVar[str] = "typeahead"

    code_system: str

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("text"))
        return Parsed(" ".join(cleaned.text.split()), cleaned.removed)

    def faults(self, value: str, situation: Situation) -> tuple[Problem, ...]:
        too_much = FreeText.faults(self, value, situation)
        if too_much or not self.is_answered(value) or situation.find(self.code_system, value):
            return too_much
        return (self.problem(ErrorId.NOT_IN_LIST),)

    def edit_view(self, value: str, around: Surroundings) -> TypeaheadView:
        shown = FreeText.edit_view(self, value, around)
        return TypeaheadView(shown.control, shown.max_length, shown.counter, code_system=self.code_system)
