"""Validation of a draft (spec/certificate-types README 5). Errors never stop saving; they stop signing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from certificates.engine.answers import Facts, situation
from certificates.questions.base import Answers, FindConcept, Problem, Question
from certificates.types.base import CertificateType, Section


@dataclass(frozen=True, slots=True)
class AnswerError:
    """One error with its place. ``category`` and ``field`` are the ids of the real system, ``control_id`` is ours.

    ``is_format``: shown at once; otherwise after a sign attempt or on request (spec/ui.md 10.6).
    """

    section_id: str
    section_heading: str
    question_id: str
    question_name: str
    category: str
    field: str
    error_id: str
    text: str
    control_id: str
    is_format: bool

    @property
    def line(self) -> str:
        """The error in a summary: section, question, what is wrong; a name is not repeated."""
        names = dict.fromkeys((self.section_heading, self.question_name))
        return f"{': '.join(names)} – {self.text[:1].lower()}{self.text[1:].rstrip('.')}"


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """All errors in form order."""

    errors: tuple[AnswerError, ...]

    @property
    def is_complete(self) -> bool:
        """Nothing stops signing."""
        return not self.errors

    def of_question(self, question_id: str, *, show_missing: bool) -> tuple[AnswerError, ...]:
        return tuple(e for e in self.shown(show_missing=show_missing) if e.question_id == question_id)

    def shown(self, *, show_missing: bool) -> tuple[AnswerError, ...]:
        """Errors to display now."""
        return tuple(e for e in self.errors if e.is_format or show_missing)

    def by_section(self, *, show_missing: bool = True) -> dict[str, tuple[AnswerError, ...]]:
        """Errors by section id, in form order; sections without errors are left out."""
        grouped: dict[str, tuple[AnswerError, ...]] = {}
        for error in self.shown(show_missing=show_missing):
            grouped[error.section_id] = (*grouped.get(error.section_id, ()), error)
        return grouped


def validate(
    ctype: CertificateType, answers: Answers, *, today: dt.date | None = None, find: FindConcept | None = None
) -> ValidationResult:
    """Check every question that is shown; a missing value is checked as empty."""
    return ValidationResult(tuple(_errors(ctype, answers, today, find)))


def _errors(
    ctype: CertificateType, answers: Answers, today: dt.date | None, find: FindConcept | None
) -> Iterator[AnswerError]:
    looked_at = situation(today, find)
    facts = Facts(ctype, answers, looked_at.today)
    for section in ctype.sections:
        for question in section.walk():
            if facts.is_visible(question.id):
                for problem in question.validate(facts.value(question.id), looked_at):
                    yield _placed(section, question, problem)


def _placed(section: Section, question: Question, problem: Problem) -> AnswerError:
    return AnswerError(
        section_id=section.id,
        section_heading=section.heading,
        question_id=question.id,
        question_name=question.name,
        category=question.category or section.id,
        field=problem.field,
        error_id=problem.error.value,
        text=problem.text,
        control_id=question.control_id(problem.part),
        is_format=problem.is_format,
    )
