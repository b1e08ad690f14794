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

MOST_TERMS = 100
LONGEST_TERM = 200
SEPARATOR = " - "

IcfValue = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TermFields:
    """Names of the fields about terms: those chosen, those that stood in the open picker, those of them that are ticked
    there, and one that is taken away by its button."""

    chosen: str
    offered: str
    ticked: str
    removed: str


@dataclass(frozen=True, slots=True)
class IcfView:
    """``diagnosis_codes`` are those to offer terms for; without any the picker stays closed."""

    text: Control
    terms: tuple[str, ...]
    fields: TermFields
    icf_set: str
    lead: str
    placeholder: str
    diagnosis_codes: tuple[str, ...]
    max_length: int | None
    counter: str

    @property
    def can_open(self) -> bool:
        return bool(self.diagnosis_codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Icf(Question):
    """The value is ``{"terms": [title, ...], "text": free text}``. Terms without text are no answer.

    Terms are kept as titles: what was chosen stays as it was read, whatever becomes of diagnoses and catalogue.
    ``longest_prefilled``: a longer text is left out of prefill (README 9, older engine).
    """

    kind: ClassVar[str] = "icf"
    is_typed: ClassVar[bool] = True

    icf_set: str
    collection_label: str
    diagnosis_question: str
    lead: str = "Valda kategorier:"
    placeholder: str = "Beskriv det du har valt med egna ord."
    max_length: int | None = 4000
    longest_prefilled: int | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return ("text", "term", "offered", "ticked", "remove")

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
        """Of the terms that stood in the open picker the ticks decide, of the others what was chosen before."""
        cleaned = clean(fields.get("text"))
        chosen, offered, ticked, removed = (_posted(fields, part) for part in ("term", "offered", "ticked", "remove"))
        kept = [term for term in chosen if term in ticked or term not in offered]
        terms = [term for term in dict.fromkeys(kept + ticked) if term not in removed]
        return Parsed({"terms": terms[:MOST_TERMS], "text": cleaned.text}, cleaned.removed)

    def is_answered(self, value: IcfValue) -> bool:
        return bool(value["text"].strip())

    def faults(self, value: IcfValue, situation: Situation) -> tuple[Problem, ...]:
        text = too_long(value["text"], self.max_length)
        return (self.problem(ErrorId.TEXT_TOO_LONG, text=text),) if text else ()

    def edit_view(self, value: IcfValue, around: Surroundings) -> IcfView:
        return IcfView(
            text=self.control("text", value=value["text"], label=self.label),
            terms=tuple(value["terms"]),
            fields=self.term_fields,
            icf_set=self.icf_set,
            lead=self.lead,
            placeholder=self.placeholder,
            diagnosis_codes=tuple(sorted(around.facts.codes(self.diagnosis_question))),
            max_length=self.max_length,
            counter=counter(value["text"], self.max_length),
        )

    @property
    def term_fields(self) -> TermFields:
        return TermFields(*(self.control(part).name for part in ("term", "offered", "ticked", "remove")))

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
        text = clean(content.value).text
        if situation.fill_gaps and too_long(text, self.longest_prefilled):
            return Reading(self.empty(), (Fault(PrefillCode.INVALID_FORMAT, self.delsvar_id),))
        return Reading({"terms": [], "text": text})


def written_term(title: str) -> str:
    """A term as it is kept: one line, only characters that a certificate can carry."""
    return " ".join(clean(title).text.split())[:LONGEST_TERM]


def _posted(fields: Fields, part: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(written_term, fields.all(part)))))
