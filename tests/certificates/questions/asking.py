"""Short ways to ask one question of a form: post to it, look at it, send it and read it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from certificates.engine.answers import Facts
from certificates.questions.base import Fields, Question, Reading, Situation, Surroundings, Value
from certificates.questions.svar import Svar, append_svar, read_svar
from rivta.namespaces import CERT
from tests.certificates.engine.world import TODAY, find, tiny_type

BIRTH = dt.date(1950, 6, 15)
NOW = Situation(TODAY, find, birth=BIRTH)


def around(question: Question, situation: Situation = NOW) -> Surroundings:
    """What a view may look at, in a form of nothing but this question."""
    return Surroundings(situation, Facts(tiny_type(question), {}, situation.today, situation.birth))


def posted(question: Question, parts: Mapping[str, str], previous: Value = None, situation: Situation = NOW) -> Value:
    """The value after these fields have been posted and the follow-ups made."""
    before = question.tidy(previous)
    fields = Fields({f"e.{question.id}.{part}": text for part, text in parts.items()}, question.id)
    return question.settle(question.parse(fields, before, situation.today).value, before, situation)


def problems(question: Question, value: Value, situation: Situation = NOW) -> list[tuple[str, str]]:
    """Error id and text of everything that is wrong."""
    return [(p.error.value, p.text) for p in question.validate(question.tidy(value), situation)]


def places(question: Question, value: Value, situation: Situation = NOW) -> list[tuple[str, str, str]]:
    """Error id, field and control of everything that is wrong."""
    return [(p.error.value, p.field, p.part) for p in question.validate(question.tidy(value), situation)]


def through_xml(svar: Sequence[Svar]) -> tuple[Svar, ...]:
    """The svar as a receiver reads them."""
    intyg = etree.Element(f"{{{CERT}}}intyg")
    for one in svar:
        append_svar(intyg, one)
    return tuple(read_svar(etree.fromstring(etree.tostring(intyg))))


def sent_and_read(question: Question, value: Value, situation: Situation = NOW) -> Value:
    return question.from_svar(through_xml(question.to_svar(value, situation)), situation).value


def faults(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.code.value, fault.delsvar_id) for fault in reading.faults]


def texts(svar: Sequence[Svar]) -> list[tuple[str, int | None, list[tuple[str, Any]]]]:
    """Each svar as (id, instans, [(sub-answer, content)])."""
    return [(s.id, s.instans, [(d.id, d.content) for d in s.delsvar]) for s in svar]
