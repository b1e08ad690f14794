"""The certificate as text: read view and print (spec/ui.md 3.4, spec/print.md 3.3-3.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from certificates.engine.answers import Facts
from certificates.questions.base import Answers, Question, ReadValue
from certificates.types.base import CertificateType
from webcert import clock


@dataclass(frozen=True, slots=True)
class ReadElement:
    id: str
    label: str
    value: ReadValue
    children: tuple[ReadElement, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    id: str
    heading: str
    short_heading: str
    elements: tuple[ReadElement, ...]

    @property
    def is_answered(self) -> bool:
        return any(not element.value.is_missing for element in self.elements)


def read_sections(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> tuple[ReadSection, ...]:
    """Sections and questions in form order. Hidden questions are left out, and sections that hold none then."""
    facts = Facts(ctype, answers, today or clock.today())
    sections = (ReadSection(s.id, s.heading, s.name, _elements(s.questions, facts)) for s in ctype.sections)
    return tuple(section for section in sections if section.elements)


def _elements(questions: tuple[Question, ...], facts: Facts) -> tuple[ReadElement, ...]:
    return tuple(
        ReadElement(q.id, q.label, q.read_view(facts.value(q.id)), _elements(q.children, facts))
        for q in questions
        if q.in_read_view and facts.is_visible(q.id)
    )
