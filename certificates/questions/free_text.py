"""What the text kinds share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
    Control,
    Fault,
    Fields,
    Limits,
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
from certificates.questions.characters import clean
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.svar import Delsvar, Svar, Text


@dataclass(frozen=True, slots=True)
class TextView:
    """``counter`` is the text under the control, kept up to date by the browser. ``folds``: closed while empty.

    ``stops_at``: the browser takes no more, where the type sets no limit (README 5).
    """

    control: Control
    max_length: int | None
    counter: str
    folds: bool = False
    stops_at: int | None = None


def counter(text: str, limit: int | None) -> str:
    return f"{len(text)} av {limit} tecken" if limit else ""


def too_long(text: str, limit: int | None) -> str:
    """The error text when ``text`` exceeds the limit, else empty."""
    if limit is None or len(text) <= limit:
        return ""
    return text_for(ErrorId.TEXT_TOO_LONG, limit=limit, excess=len(text) - limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText(Question):
    """The value is the text; a text of blanks is no answer (README 5).

    ``longest_prefilled``: a longer text is left out of prefill (README 9, older engine). ``blanks_error``: an optional
    text of nothing but blanks is refused, as this kind of error.
    """

    longest_typed: ClassVar[int] = 100
    """Where the browser stops when the type sets no limit."""

    max_length: int | None = None
    longest_prefilled: int | None = None
    blanks_error: ErrorId | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return ("text",)

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.max_length)

    def empty(self) -> str:
        return ""

    def tidy(self, value: object) -> str:
        return value if isinstance(value, str) else ""

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("text"))
        return Parsed(cleaned.text, cleaned.removed)

    def is_answered(self, value: str) -> bool:
        return bool(value.strip())

    def faults(self, value: str, situation: Situation) -> tuple[Problem, ...]:
        if self.blanks_error and not self.required and value and not value.strip():
            return (self.problem(self.blanks_error, text=text_for(ErrorId.ONLY_BLANKS)),)
        text = too_long(value, self.max_length)
        return (self.problem(ErrorId.TEXT_TOO_LONG, text=text),) if text else ()

    def edit_view(self, value: str, around: Surroundings) -> TextView:
        return TextView(
            self.control("text", value=value, label=self.label),
            self.max_length,
            counter(value, self.max_length),
            stops_at=None if self.max_length else self.longest_typed,
        )

    def read_view(self, value: str) -> ReadValue:
        if not self.is_answered(value):
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TEXT, value)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.TEXT),)

    def to_svar(self, value: str, situation: Situation) -> tuple[Svar, ...]:
        if not self.is_answered(value):
            return ()
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, Text(value)),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading("", (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        if not isinstance(content, Text):
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        text = clean(content.value).text
        if situation.fill_gaps and too_long(text, self.longest_prefilled):
            return Reading("", (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading(text)
