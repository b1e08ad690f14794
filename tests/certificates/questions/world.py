"""Short ways to post, check and send one question."""

from __future__ import annotations

import re
from typing import Any

from certificates.engine import Facts
from certificates.questions.base import Fields, Problem, Question, Situation, Surroundings
from certificates.questions.svar import Content, Cv, Delsvar, Svar, Text
from certificates.types.base import CertificateType
from tests.certificates.engine.world import PREFILLING, SITUATION, TODAY, tiny_type

Told = list[tuple[str, str, str]]


def posted(question: Question, previous: Any = None, **parts: str) -> Any:
    """The value that these fields give, as it is kept. Two underscores stand for a dot, ``p8__2`` for the part 8.2."""
    named = {re.sub(r"^p(?=[0-9])", "", part.replace("__", ".")): text for part, text in parts.items()}
    post = {f"e.{question.id}.{part}": text for part, text in named.items()}
    before = question.tidy(previous)
    parsed = question.parse(Fields(post, question.id), before, TODAY).value
    return question.tidy(question.settle(parsed, before, SITUATION))


def told(question: Question, value: Any, situation: Situation = SITUATION) -> Told:
    """Errors as (id, field, part)."""
    return [(p.error.value, p.field, p.part) for p in problems(question, value, situation)]


def problems(question: Question, value: Any, situation: Situation = SITUATION) -> tuple[Problem, ...]:
    return question.validate(question.tidy(value), situation)


def sent(question: Question, value: Any, situation: Situation = SITUATION) -> list[tuple[int | None, dict[str, Any]]]:
    """Per svar its instans and what stands in its sub-answers: text, or (code, system, name)."""
    return [
        (svar.instans, {d.id: _plain(d.content) for d in svar.delsvar})
        for svar in question.to_svar(question.tidy(value), situation)
    ]


def _plain(content: Content) -> Any:
    if isinstance(content, Text):
        return content.value
    if isinstance(content, Cv):
        return content.code, content.system, content.display
    return content


def received(question: Question, *svar: Svar, filling: bool = False) -> tuple[Any, list[tuple[str, str]]]:
    """The value, and the faults as (code, sub-answer)."""
    reading = question.from_svar(svar, PREFILLING if filling else SITUATION)
    return reading.value, [(f.code.value, f.delsvar_id) for f in reading.faults]


def svar(svar_id: str, instans: int | None = None, /, **delsvar: Content | str) -> Svar:
    """``svar("8", d8_1="true")``."""
    parts = (
        Delsvar(name.removeprefix("d").replace("_", "."), Text(content) if isinstance(content, str) else content)
        for name, content in delsvar.items()
    )
    return Svar(svar_id, tuple(parts), instans)


def view(question: Question, value: Any) -> Any:
    """What the edit template of the kind gets."""
    return question.edit_view(question.tidy(value), around(tiny_type(question)))


def around(ctype: CertificateType) -> Surroundings:
    return Surroundings(SITUATION, Facts(ctype, {}, TODAY))
