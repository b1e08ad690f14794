"""Validation of a draft (spec/certificate-types README 5). Errors never stop saving; they stop signing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from certificates.engine.answers import Facts, situation
from certificates.questions.base import Answers, FindConcept, Problem, Question, Situation
from certificates.questions.messages import legacy_type
from certificates.types.base import CertificateType, Finding, Section


@dataclass(frozen=True, slots=True)
class AnswerError:
    """One error with its place. ``category`` and ``field`` are the ids of the real system, ``control_id`` is ours.

    ``type`` is the kind of error that the older engine knows (EMPTY, INVALID_FORMAT …).

    ``is_format``: shown at once; otherwise after a sign attempt or on request (spec/ui.md 10.6).
    """

    section_id: str
    section_heading: str
    question_id: str
    question_name: str
    category: str
    field: str
    error_id: str
    type: str
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
    ctype: CertificateType,
    answers: Answers,
    *,
    birth: dt.date | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> ValidationResult:
    """Check every question that is shown; a missing value is checked as empty. ``birth``: the patient's."""
    return ValidationResult(tuple(_errors(ctype, answers, situation(today, find, birth=birth))))


def _errors(ctype: CertificateType, answers: Answers, looked_at: Situation) -> Iterator[AnswerError]:
    facts = Facts(ctype, answers, looked_at.today, looked_at.birth)
    for section in ctype.sections:
        if not facts.is_section_visible(section):
            continue
        across = _findings(section, facts)
        for question in section.walk():
            if not facts.is_visible(question.id):
                continue
            own = _own_problems(question, facts, looked_at)
            faulty = {problem.part for problem in own}
            for problem in own:
                yield _placed(section, question, problem)
            for finding in across.get(question.id, ()):
                if not (finding.is_secondary and (finding.problem.part or question.focus_part) in faulty):
                    yield _placed(section, question, finding.problem)


def _own_problems(question: Question, facts: Facts, looked_at: Situation) -> tuple[Problem, ...]:
    if question.validated_when is not None and not question.validated_when.holds(facts):
        return ()
    return question.validate(facts.value(question.id), looked_at)


def _findings(section: Section, facts: Facts) -> dict[str, list[Finding]]:
    """What the rules over several answers find, by the question that it is told at."""
    found: dict[str, list[Finding]] = {}
    for rule in section.rules:
        for finding in rule.findings(facts):
            found.setdefault(finding.question, []).append(finding)
    return found


def _placed(section: Section, question: Question, problem: Problem) -> AnswerError:
    return AnswerError(
        section_id=section.id,
        section_heading=section.heading,
        question_id=question.id,
        question_name=question.name,
        category=question.category or section.id,
        field=problem.field or question.field_id or question.delsvar_id,
        error_id=problem.error.value,
        type=legacy_type(problem.error),
        text=problem.text,
        control_id=question.control_id(problem.part or question.focus_part),
        is_format=problem.is_format,
    )
