"""The picker "Ta hjälp av ICF": what is offered for the diagnoses of a draft (spec/ui.md 4.4, 10.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from certificates import engine
from certificates.questions.base import Answers
from certificates.questions.diagnosis import DiagnosisQuestion
from certificates.questions.diagnosis_codes import dotted
from certificates.questions.icf import Icf, TermFields, written_term
from certificates.types.base import CertificateType
from terminology import icf
from webcert import clock
from webcert.errors import DataNotFound

HEADINGS = {
    icf.FUNKTIONSNEDSATTNINGAR: "Välj de funktioner som är nedsatta",
    icf.AKTIVITETSBEGRANSNINGAR: "Välj det som patienten har svårt att göra",
}
CENTRAL, SUPPLEMENTARY = "Centrala", "Kompletterande"


@dataclass(frozen=True, slots=True)
class PickerTerm:
    """One checkbox and what is told about it. ``shared_by`` names the diagnoses when the group has further ones."""

    id: str
    code: str
    title: str
    description: str
    includes: str
    shared_by: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class PickerList:
    heading: str
    terms: tuple[PickerTerm, ...]


@dataclass(frozen=True, slots=True)
class PickerGroup:
    heading: str
    lists: tuple[PickerList, ...]


@dataclass(frozen=True, slots=True)
class IcfPicker:
    """The open picker of one question. ``notes`` tell of diagnoses that have no terms, or those of a code above."""

    question_id: str
    heading: str
    fields: TermFields
    groups: tuple[PickerGroup, ...]
    notes: tuple[str, ...]
    count_text: str


def icf_picker(ctype: CertificateType, answers: Answers, question_id: str) -> IcfPicker:
    """The picker for the diagnoses that the answers hold now. ``DataNotFound`` when the question has no picker."""
    question = ctype.question(question_id)
    if not isinstance(question, Icf):
        raise DataNotFound("Frågan finns inte i intyget.")
    facts = engine.Facts(ctype, answers, clock.today())
    diagnoses = _diagnoses(ctype, question, facts)
    offer = icf.offer(question.icf_set, list(diagnoses))
    chosen = frozenset(facts.stored_value(question.id)["terms"])
    return IcfPicker(
        question_id=question.id,
        heading=HEADINGS[question.icf_set],
        fields=question.term_fields,
        groups=tuple(_group(question, group, diagnoses, chosen) for group in offer.groups),
        notes=tuple(_notes(diagnoses, offer.sources)),
        count_text=_count_text(sum(len(group.terms) for group in offer.groups)),
    )


def _diagnoses(ctype: CertificateType, question: Icf, facts: engine.Facts) -> dict[str, str]:
    """What each diagnosis is called, by its code, main diagnosis first."""
    asked = ctype.question(question.diagnosis_question)
    rows = asked.coded_rows(facts.value(asked.id)) if isinstance(asked, DiagnosisQuestion) else ()
    return {row["code"]: f"{dotted(row['code'])} {row['text']}".strip() for row in rows}


def _group(question: Icf, group: icf.TermGroup, diagnoses: Mapping[str, str], chosen: frozenset[str]) -> PickerGroup:
    names = [diagnoses[code] for code in group.diagnosis_codes]
    lists = ((CENTRAL, group.central), (SUPPLEMENTARY, group.supplementary))
    return PickerGroup(
        heading=f"Gemensamma för {_listed(names)}" if len(names) > 1 else f"För {names[0]}",
        lists=tuple(
            PickerList(heading, tuple(_term(question, term, group, chosen) for term in terms))
            for heading, terms in lists
            if terms
        ),
    )


def _term(question: Icf, term: icf.OfferedTerm, group: icf.TermGroup, chosen: frozenset[str]) -> PickerTerm:
    title = written_term(term.title)
    is_for_all = len(term.diagnosis_codes) == len(group.diagnosis_codes)
    return PickerTerm(
        id=question.control_id(f"icf.{term.code}"),
        code=term.code,
        title=title,
        description=term.description,
        includes=term.includes,
        shared_by="" if is_for_all else _listed([dotted(code) for code in term.diagnosis_codes]),
        is_ticked=title in chosen,
    )


def _notes(diagnoses: Mapping[str, str], sources: Mapping[str, str]) -> Iterator[str]:
    for code in diagnoses:
        source = sources.get(code)
        if source is None:
            yield f"Det finns inga förslag för {dotted(code)}."
        elif source != code:
            yield f"För {dotted(code)} visas förslagen för {dotted(source)}."


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} och {last}" if first else last


def _count_text(count: int) -> str:
    return "Inga förslag" if count == 0 else f"{count} förslag"
