"""Answers to svar and back, for a whole type (spec/certificate-types README 2, 12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from certificates.engine.answers import Facts, situation, stored
from certificates.questions.base import Answers, FindConcept, PrefillCode, Question, Situation
from certificates.questions.svar import Svar, merge
from certificates.types.base import CertificateType, Engine


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
    ctype: CertificateType,
    answers: Answers,
    *,
    birth: dt.date | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> tuple[Svar, ...]:
    """The svar of all questions that are shown, in form order; nothing for unanswered ones."""
    looked_at = situation(today, find, birth=birth)
    facts = Facts(ctype, answers, looked_at.today, birth)
    parts: list[Svar] = []
    for parent, question in _sent(ctype):
        if facts.is_visible(question.id) and (question.sent_when is None or question.sent_when.holds(facts)):
            own = question.to_svar(question.sent_value(facts.value(question.id), facts), looked_at)
            parts += [replace(s, key=question.under_option) for s in own] if _is_inside(question, parent) else own
    return merge(parts)


def read(ctype: CertificateType, svar: Sequence[Svar], looked_at: Situation) -> SvarReading:
    """What the questions of the type understand of these svar; the rest is told as faults and left out."""
    reader = _Reader(ctype, svar, looked_at)
    return SvarReading(reader.answers(), tuple(reader.faults))


class _Reader:
    def __init__(self, ctype: CertificateType, svar: Sequence[Svar], looked_at: Situation) -> None:
        self.faults: dict[SvarFault, None] = {}
        self._ctype = ctype
        self._questions = list(_sendable(ctype))
        self._situation = looked_at
        self._first_counts = ctype.engine is Engine.LEGACY
        self._svar = self._known(svar)

    def answers(self) -> dict[str, Any]:
        read = self._answers_read()
        every = [question.id for question in self._ctype.questions()]
        found = {**read, **self._opening(every if self._situation.fill_gaps else read)}
        return {question_id: found[question_id] for question_id in every if question_id in found}

    def _opening(self, questions: Collection[str]) -> dict[str, Any]:
        """Questions of the form only, so that what was read is seen; prefill opens everything (README 9)."""
        opened = {q.id: stored(q, q.opened(q.empty(), questions)) for q in self._ctype.questions() if not q.in_xml}
        return {question_id: value for question_id, value in opened.items() if value is not None}

    def _answers_read(self) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for parent, question in self._questions:
            given = [s for s in self._svar if s.id == question.svar_id]
            if not given or not self._is_asked(question, answers, given):
                continue
            value = self._read(question, parent, given)
            if value is not None:
                answers[question.id] = value
        return answers

    def _is_asked(self, question: Question, answers: Answers, svar: Sequence[Svar]) -> bool:
        """Of questions that write the same sub-answer, the one that is shown for what has been read (db.yaml 2.2)."""
        written = set(_delsvar_ids(question))
        sharing = [q.id for _, q in self._questions if not written.isdisjoint(_delsvar_ids(q))]
        if len(sharing) < 2:
            return True
        facts = Facts(self._ctype, answers, self._situation.today, self._situation.birth)
        shown = [id_ for id_ in sharing if facts.is_visible(id_)]
        if not shown:
            for delsvar_id in sorted(d.id for one in svar for d in one.delsvar if d.id in written):
                self._note(PrefillCode.INVALID_SUB_ANSWER_ID, question.svar_id, delsvar_id)
        return question.id in shown

    def _known(self, svar: Sequence[Svar]) -> list[Svar]:
        """The svar without those of unknown ids, doubles, and unknown or doubled sub-answers.

        Of doubles the older engine takes the first, the newer none (README 9).
        """
        repeating = {q.svar_id for _, q in self._questions if q.repeats}
        known_ids = {q.svar_id for _, q in self._questions}
        doubles = self._doubles([one.id for one in svar])
        kept = []
        for one, is_double in zip(svar, doubles, strict=True):
            if one.id not in known_ids:
                self._note(PrefillCode.ANSWER_NOT_FOUND, one.id)
            elif one.id not in repeating and is_double:
                self._note(PrefillCode.WRONG_NUMBER_OF_ANSWERS, one.id)
            else:
                kept.append(self._without_unknown_delsvar(one))
        return kept

    def _without_unknown_delsvar(self, svar: Svar) -> Svar:
        known = {d for _, q in self._questions if q.svar_id == svar.id for d in _delsvar_ids(q)}
        doubles = self._doubles([d.id for d in svar.delsvar])
        kept = []
        for delsvar, is_double in zip(svar.delsvar, doubles, strict=True):
            if known and delsvar.id not in known:
                self._note(PrefillCode.INVALID_SUB_ANSWER_ID, svar.id, delsvar.id)
            elif is_double:
                self._note(PrefillCode.WRONG_NUMBER_OF_ANSWERS, svar.id, delsvar.id)
            else:
                kept.append(delsvar)
        return replace(svar, delsvar=tuple(kept))

    def _doubles(self, ids: Sequence[str]) -> list[bool]:
        """For each id whether it stands there more often than it may and is left out."""
        times = Counter(ids)
        return [times[id_] > 1 and not (self._first_counts and id_ not in ids[:place]) for place, id_ in enumerate(ids)]

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
    for _, parent, question in ctype.places.values():
        if question.in_xml and question.svar_id.isdecimal():
            yield parent, question


def _sent(ctype: CertificateType) -> Iterator[tuple[Question | None, Question]]:
    for parent, question in _sendable(ctype):
        if question.is_sent:
            yield parent, question


def _delsvar_ids(question: Question) -> tuple[str, ...]:
    return tuple(sub_answer.id for sub_answer in question.sub_answers)


def _is_part_of(question: Question, parent: Question | None) -> bool:
    """Its sub-answer stands in a svar that other questions make too."""
    return "." in question.id or (parent is not None and parent.svar_id == question.svar_id)


def _is_inside(question: Question, parent: Question | None) -> bool:
    """Its sub-answer stands in one certain instance of its parent's svar."""
    return parent is not None and parent.svar_id == question.svar_id and parent.repeats
