"""Answers to svar and back, for a whole type (spec/certificate-types README 2, 12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from certificates.engine.answers import Facts, situation, stored
from certificates.questions.base import Answers, FindConcept, PrefillCode, Question, Situation
from certificates.questions.svar import Svar, merge
from certificates.types.base import CertificateType


@dataclass(frozen=True, slots=True)
class SvarFault:
    """Something in the svar that was left out, without its content."""

    code: PrefillCode
    svar_id: str
    delsvar_id: str = ""


@dataclass(frozen=True, slots=True)
class SvarReading:
    answers: dict[str, Any]
    faults: tuple[SvarFault, ...]


def svar_of(
    ctype: CertificateType, answers: Answers, *, today: dt.date | None = None, find: FindConcept | None = None
) -> tuple[Svar, ...]:
    """The svar of all questions that are shown, in form order; nothing for unanswered ones."""
    looked_at = situation(today, find)
    facts = Facts(ctype, answers, looked_at.today)
    parts: list[Svar] = []
    for parent, question in _sent(ctype):
        if facts.is_visible(question.id):
            own = question.to_svar(facts.value(question.id), looked_at)
            parts += [replace(s, key=question.under_option) for s in own] if _is_inside(question, parent) else own
    return merge(parts)


def read(ctype: CertificateType, svar: Sequence[Svar], looked_at: Situation) -> SvarReading:
    """What the questions of the type understand of these svar; the rest is told as faults and left out."""
    reader = _Reader(ctype, svar, looked_at)
    return SvarReading(reader.answers(), tuple(reader.faults))


class _Reader:
    def __init__(self, ctype: CertificateType, svar: Sequence[Svar], looked_at: Situation) -> None:
        self.faults: dict[SvarFault, None] = {}
        self._questions = list(_sendable(ctype))
        self._situation = looked_at
        self._svar = self._known(svar)

    def answers(self) -> dict[str, Any]:
        answers = {}
        for parent, question in self._questions:
            given = [s for s in self._svar if s.id == question.svar_id]
            if not given:
                continue
            value = self._read(question, parent, given)
            if value is not None:
                answers[question.id] = value
        return answers

    def _known(self, svar: Sequence[Svar]) -> list[Svar]:
        """The svar without those of unknown ids, doubles, and unknown or doubled sub-answers."""
        repeating = {q.svar_id for _, q in self._questions if q.repeats}
        known_ids = {q.svar_id for _, q in self._questions}
        times = Counter(one.id for one in svar)
        kept = []
        for one in svar:
            if one.id not in known_ids:
                self._note(PrefillCode.ANSWER_NOT_FOUND, one.id)
            elif one.id not in repeating and times[one.id] > 1:
                self._note(PrefillCode.WRONG_NUMBER_OF_ANSWERS, one.id)
            else:
                kept.append(self._without_unknown_delsvar(one))
        return kept

    def _without_unknown_delsvar(self, svar: Svar) -> Svar:
        known = {d for _, q in self._questions if q.svar_id == svar.id for d in _delsvar_ids(q)}
        times = Counter(d.id for d in svar.delsvar)
        kept = []
        for delsvar in svar.delsvar:
            if known and delsvar.id not in known:
                self._note(PrefillCode.INVALID_SUB_ANSWER_ID, svar.id, delsvar.id)
            elif times[delsvar.id] > 1:
                self._note(PrefillCode.WRONG_NUMBER_OF_ANSWERS, svar.id, delsvar.id)
            else:
                kept.append(delsvar)
        return replace(svar, delsvar=tuple(kept))

    def _read(self, question: Question, parent: Question | None, svar: list[Svar]) -> Any | None:
        if _is_part_of(question, parent):
            svar = [s for s in svar if any(s.get(d) for d in _delsvar_ids(question))]
            if parent is not None and _is_inside(question, parent):
                svar = self._in_instance(question, parent, svar)
            if not svar:
                return None
        reading = question.from_svar(svar, self._situation)
        for fault in reading.faults:
            self._note(fault.code, question.svar_id, fault.delsvar_id)
        return stored(question, reading.value)

    def _in_instance(self, question: Question, parent: Question, svar: list[Svar]) -> list[Svar]:
        fitting = [s for s in svar if s.code(parent.delsvar_id) == question.under_option]
        if len(fitting) < len(svar):
            self._note(PrefillCode.INVALID_SUB_ANSWER_ID, question.svar_id, question.delsvar_id)
        return fitting

    def _note(self, code: PrefillCode, svar_id: str, delsvar_id: str = "") -> None:
        self.faults[SvarFault(code, svar_id, delsvar_id)] = None


def _sendable(ctype: CertificateType) -> Iterator[tuple[Question | None, Question]]:
    for parent, question in _pairs(ctype):
        if question.svar_id.isdecimal():
            yield parent, question


def _sent(ctype: CertificateType) -> Iterator[tuple[Question | None, Question]]:
    for parent, question in _sendable(ctype):
        if question.is_sent:
            yield parent, question


def _pairs(ctype: CertificateType) -> Iterator[tuple[Question | None, Question]]:
    parents = {child.id: question for question in ctype.questions() for child in question.children}
    for question in ctype.questions():
        yield parents.get(question.id), question


def _delsvar_ids(question: Question) -> tuple[str, ...]:
    return tuple(sub_answer.id for sub_answer in question.sub_answers)


def _is_part_of(question: Question, parent: Question | None) -> bool:
    """Its sub-answer stands in a svar that its parent makes."""
    return parent is not None and parent.svar_id == question.svar_id


def _is_inside(question: Question, parent: Question | None) -> bool:
    """Its sub-answer stands in one certain instance of its parent's svar."""
    return parent is not None and parent.svar_id == question.svar_id and parent.repeats
