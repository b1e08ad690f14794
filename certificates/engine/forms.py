"""Posted forms made into answers (spec/ui.md 10.4, 10.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from certificates.engine.answers import Facts, situation, stored
from certificates.questions.base import AID_PREFIX, Answers, Fields, FindConcept, Question, Situation
from certificates.types.base import CertificateType, Engine
from webcert import clock
from webcert.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class ParsedForm:
    """New values by question id, None for an answer that is gone; characters taken out, by question id."""

    values: dict[str, Any]
    removed: dict[str, str] = field(default_factory=dict)


def parse_element(
    ctype: CertificateType,
    question_id: str,
    post: Mapping[str, Any],
    *,
    answers: Answers,
    birth: dt.date | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> ParsedForm:
    """The new value of one question, with its rules applied; ``answers`` are those stored now.

    Fields of other questions are ignored. An unknown id raises ``InvalidInput``.
    """
    question = ctype.question(question_id)
    if question is None:
        raise InvalidInput(reason="unknown question")
    looked_at = situation(today, find, birth=birth)
    facts = Facts(ctype, answers, looked_at.today, birth)
    return _parse([] if facts.is_disabled(question_id) else [question], post, answers, looked_at)


def parse_form(
    ctype: CertificateType,
    post: Mapping[str, Any],
    *,
    answers: Answers,
    birth: dt.date | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> ParsedForm:
    """The new values of every question that stood in the posted form; the others keep what they have."""
    looked_at = situation(today, find, birth=birth)
    facts = Facts(ctype, answers, looked_at.today, birth)
    posted = [
        q for q in ctype.questions() if facts.is_visible(q.id) and not facts.is_disabled(q.id) and _stood_in(q, post)
    ]
    return _parse(posted, post, answers, looked_at)


def typed_aids(post: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the form's fields that only help to fill in (``Question.aid``), by field name."""
    typed = {name: str(value).strip() for name, value in post.items() if name.startswith(AID_PREFIX)}
    return {name: value for name, value in typed.items() if value}


def apply_rules(
    ctype: CertificateType,
    answers: Answers,
    *,
    previous: Answers,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> dict[str, Any]:
    """Follow-ups of a change, as if it had been made in the form (README 6): newly ticked rows get their date,
    typed lengths become end dates.
    """
    looked_at = situation(today, find)
    settled = {}
    for question in ctype.questions():
        value = question.tidy(answers.get(question.id))
        settled[question.id] = stored(
            question, question.settle(value, question.tidy(previous.get(question.id)), looked_at)
        )
    return {question_id: value for question_id, value in settled.items() if value is not None}


def with_consequences(
    ctype: CertificateType, answers: Answers, *, birth: dt.date | None = None, today: dt.date | None = None
) -> dict[str, Any]:
    """Answers after a change: what other answers fill in is filled in, and the older engine keeps no answer of a
    question that is not shown (README 2, autofill; 5, Hidden questions).
    """
    day = today or clock.today()
    settled = dict(answers)
    facts = Facts(ctype, settled, day, birth)
    for question in ctype.questions():
        before, value = settled.get(question.id), _consequence(ctype, question, facts)
        if value is None:
            settled.pop(question.id, None)
        else:
            settled[question.id] = value
        if value != before:
            facts = Facts(ctype, settled, day, birth)  # what is shown may have changed with it
    return settled


def _consequence(ctype: CertificateType, question: Question, facts: Facts) -> Any | None:
    if ctype.engine is Engine.LEGACY and not facts.is_visible(question.id):
        return None
    filled = next((rule.value for rule in question.autofill if rule.when.holds(facts)), None)
    return stored(question, facts.stored_value(question.id) if filled is None else question.tidy(filled))


def _parse(questions: list[Question], post: Mapping[str, Any], answers: Answers, looked_at: Situation) -> ParsedForm:
    values, removed = {}, {}
    for question in questions:
        previous = question.tidy(answers.get(question.id))
        parsed = question.parse(Fields(post, question.id), previous, looked_at.today)
        values[question.id] = stored(question, question.settle(parsed.value, previous, looked_at))
        if parsed.removed:
            removed[question.id] = parsed.removed
    return ParsedForm(values, removed)


def _stood_in(question: Question, post: Mapping[str, Any]) -> bool:
    fields = Fields(post, question.id)
    return question.marker in post or any(part in fields for part in question.parts)
