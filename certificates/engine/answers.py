"""Answers, and which questions are shown for them (spec/certificate-types README 2, visible_when and hidden_when)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from certificates.expressions import Condition
from certificates.questions.base import Answers, FindConcept, Question, Situation, Value
from certificates.types.base import CertificateType, Section
from terminology import search
from webcert import clock


def situation(
    today: dt.date | None = None,
    find: FindConcept | None = None,
    *,
    fill_gaps: bool = False,
    birth: dt.date | None = None,
) -> Situation:
    """What answers are looked at with; the clock and the terminology stand in for what is not given."""
    return Situation(today or clock.today(), find or search.find, fill_gaps, birth)


class Facts:
    """The answers as conditions see them: the answer of a question that is not shown counts as missing."""

    def __init__(self, ctype: CertificateType, answers: Answers, today: dt.date, birth: dt.date | None = None) -> None:
        self._places = ctype.places
        self._answers = answers
        self._today = today
        self._birth = birth
        self._visible: dict[str, bool] = {}

    @property
    def today(self) -> dt.date:
        return self._today

    @property
    def birth(self) -> dt.date | None:
        return self._birth

    def is_visible(self, question_id: str) -> bool:
        """Shown: its section, its parents and its own rules allow it."""
        if question_id not in self._visible:
            section, parent, question = self._places[question_id]
            self._visible[question_id] = (
                (parent is None or self.is_visible(parent.id))
                and self.is_section_visible(section)
                and self._allows(question.visible_when, question.hidden_when)
            )
        return self._visible[question_id]

    def is_section_visible(self, section: Section) -> bool:
        return self._allows(section.visible_when, section.hidden_when)

    def _allows(self, visible_when: Condition | None, hidden_when: Condition | None) -> bool:
        return (visible_when is None or visible_when.holds(self)) and not (hidden_when and hidden_when.holds(self))

    def stored_value(self, question_id: str) -> Value:
        """The value as stored, shown or not."""
        return self._places[question_id].question.tidy(self._answers.get(question_id))

    def value(self, question_id: str) -> Value:
        question = self._places[question_id].question
        if not self.is_visible(question_id):
            return question.empty()
        return self.stored_value(question_id)

    def is_answered(self, question_id: str) -> bool:
        return self._places[question_id].question.is_answered(self.value(question_id))

    def codes(self, question_id: str) -> frozenset[str]:
        return self._places[question_id].question.codes(self.value(question_id))

    def start_dates(self, question_id: str) -> tuple[dt.date, ...]:
        return self._places[question_id].question.start_dates(self.value(question_id))

    def day(self, question_id: str, row: str = "") -> dt.date | None:
        return self._places[question_id].question.day(self.value(question_id), row)

    def number(self, question_id: str, part: str) -> float | None:
        return self._places[question_id].question.number(self.value(question_id), part)

    def days_spanned(self, question_id: str) -> int | None:
        return self._places[question_id].question.days_spanned(self.value(question_id))

    def is_disabled(self, question_id: str) -> bool:
        """Shown but locked by other answers."""
        condition = self._places[question_id].question.disabled_when
        return condition is not None and condition.holds(self)


def preset_answers(ctype: CertificateType, looked_at: Situation) -> dict[str, Any]:
    """What a new draft holds before anybody has answered: the presets of the type, mostly nothing."""
    presets = {q.id: q.tidy(q.preset(looked_at)) for q in ctype.questions() if q.preset}
    return {question_id: value for question_id, value in presets.items() if value is not None}


def stored(question: Question, value: Value) -> Value | None:
    """The value as it is kept: None for an unanswered question."""
    return None if value == question.empty() else value


def tidied(ctype: CertificateType, answers: Answers) -> dict[str, Any]:
    """Only known questions, in form order, each value in the shape of its kind, unanswered ones left out."""
    values = {q.id: stored(q, q.tidy(answers.get(q.id))) for q in ctype.questions()}
    return {question_id: value for question_id, value in values.items() if value is not None}


def is_visible(ctype: CertificateType, answers: Answers, question_id: str, *, today: dt.date | None = None) -> bool:
    """Whether the question is shown for these answers."""
    return Facts(ctype, answers, today or clock.today()).is_visible(question_id)


def visible_ids(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> frozenset[str]:
    """Ids of all questions that are shown for these answers."""
    facts = Facts(ctype, answers, today or clock.today())
    return frozenset(q.id for q in ctype.questions() if facts.is_visible(q.id))


def visible_sections(ctype: CertificateType, answers: Answers, *, today: dt.date | None = None) -> tuple[Section, ...]:
    """The sections that are shown for these answers."""
    facts = Facts(ctype, answers, today or clock.today())
    return tuple(section for section in ctype.sections if facts.is_section_visible(section))
