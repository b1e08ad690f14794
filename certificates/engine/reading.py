"""The certificate as text: read view and print (spec/ui.md 3.4, spec/print.md 3.3-3.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
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


def read_sections(
    ctype: CertificateType, answers: Answers, *, birth: dt.date | None = None, today: dt.date | None = None
) -> tuple[ReadSection, ...]:
    """Sections and questions in form order. Hidden questions are left out, and sections that hold none then."""
    facts = Facts(ctype, answers, today or clock.today(), birth)
    sections = (ReadSection(s.id, s.heading, s.name, _elements(s.questions, facts)) for s in ctype.sections)
    return tuple(section for section in sections if section.elements)


def _elements(questions: tuple[Question, ...], facts: Facts) -> tuple[ReadElement, ...]:
    return tuple(element for question in questions for element in _read(question, facts))


def _read(question: Question, facts: Facts) -> Iterator[ReadElement]:
    """A question that is not read itself, as a heading, leaves its place to those under it."""
    if not facts.is_visible(question.id):
        return
    below = _elements(question.children, facts)
    if question.in_read_view and question.shown_to_patient:
        yield ReadElement(question.id, question.label, question.read_view(facts.value(question.id)), below)
    else:
        yield from below
