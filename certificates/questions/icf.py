"""Free text with chosen ICF terms in front (README 7, ICF; spec/ui.md 4.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

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
from certificates.questions.free_text import counter, too_long
from certificates.questions.messages import NOT_STATED, ErrorId
from certificates.questions.svar import Delsvar, Svar, Text

MOST_TERMS = 40
LONGEST_TERM = 200
SEPARATOR = " - "

IcfValue = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IcfView:
    """``diagnosis_codes`` are those to offer terms for; without any the picker stays closed."""

    text: Control
    terms: tuple[Control, ...]
    icf_set: str
    lead: str
    diagnosis_codes: tuple[str, ...]
    max_length: int | None
    counter: str

    @property
    def can_open(self) -> bool:
        return bool(self.diagnosis_codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Icf(Question):
    """The value is ``{"terms": [title, ...], "text": free text}``. Terms without text are no answer."""

    kind: ClassVar[str] = "icf"

    icf_set: str
    collection_label: str
    diagnosis_question: str
    lead: str = "Valda kategorier:"
    max_length: int | None = 4000

    @property
    def parts(self) -> tuple[str, ...]:
        return ("text", "term")

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.max_length)

    def empty(self) -> dict[str, Any]:
        return {"terms": [], "text": ""}

    def tidy(self, value: object) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        terms = given.get("terms")
        text = given.get("text")
        return {
            "terms": [t for t in terms if isinstance(t, str) and t] if isinstance(terms, (list, tuple)) else [],
            "text": text if isinstance(text, str) else "",
        }

    def parse(self, fields: Fields, previous: IcfValue, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("text"))
        terms = (clean(term).text.strip()[:LONGEST_TERM] for term in fields.all("term"))
        unique = list(dict.fromkeys(filter(None, terms)))[:MOST_TERMS]
        return Parsed({"terms": unique, "text": cleaned.text}, cleaned.removed)

    def is_answered(self, value: IcfValue) -> bool:
        return bool(value["text"].strip())

    def faults(self, value: IcfValue, situation: Situation) -> tuple[Problem, ...]:
        text = too_long(value["text"], self.max_length)
        return (self.problem(ErrorId.TEXT_TOO_LONG, text=text),) if text else ()

    def edit_view(self, value: IcfValue, around: Surroundings) -> IcfView:
        return IcfView(
            text=self.control("text", value=value["text"], label=self.label),
            terms=tuple(
                Control("term", f"e.{self.id}.term", f"c-{self.id}-term-{number}", term, term, is_checked=True)
                for number, term in enumerate(value["terms"], start=1)
            ),
            icf_set=self.icf_set,
            lead=self.lead,
            diagnosis_codes=tuple(sorted(around.facts.codes(self.diagnosis_question))),
            max_length=self.max_length,
            counter=counter(value["text"], self.max_length),
        )

    def read_view(self, value: IcfValue) -> ReadValue:
        if not self.is_answered(value):
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        return ReadValue(ReadKind.TEXT, self._whole_text(value))

    def _whole_text(self, value: IcfValue) -> str:
        if not value["terms"]:
            return value["text"]
        return f"{self.collection_label}\n{SEPARATOR.join(value['terms'])}\n\n{value['text']}"

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return (SubAnswer(self.delsvar_id, SubAnswerKind.TEXT),)

    def to_svar(self, value: IcfValue, situation: Situation) -> tuple[Svar, ...]:
        if not self.is_answered(value):
            return ()
        return (Svar(self.svar_id, (Delsvar(self.delsvar_id, Text(self._whole_text(value))),)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """The whole text becomes free text; terms are not recovered."""
        content = svar[0].get(self.delsvar_id)
        if content is None:
            return Reading(self.empty(), (Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.delsvar_id),))
        if not isinstance(content, Text):
            return Reading(self.empty(), (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading({"terms": [], "text": clean(content.value).text})
