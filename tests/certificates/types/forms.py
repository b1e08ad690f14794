"""What tests ask of a declaration: errors, what is shown, and what a change brings with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from certificates import engine
from certificates.engine.validation import AnswerError
from certificates.types.base import CertificateType
from patients.person_id import PersonId
from tests.certificates.types.test_every_type import TODAY, find

BIRTH = PersonId("191212121212").birth_date

Answers = Mapping[str, Any]


def changed(answers: Answers, **changes: Any) -> dict[str, Any]:
    """Other answers to some questions: ``q2_2_1=…``; None is no answer."""
    merged = {**answers, **{name[1:].replace("_", "."): value for name, value in changes.items()}}
    return {question: value for question, value in merged.items() if value is not None}


def errors(ctype: CertificateType, answers: Answers, *, birth: dt.date | None = BIRTH) -> tuple[AnswerError, ...]:
    return engine.validate(ctype, answers, birth=birth, today=TODAY, find=find).errors


def faults(ctype: CertificateType, answers: Answers, *, birth: dt.date | None = BIRTH) -> list[tuple[str, str]]:
    """Field and kind of every error."""
    return [(error.field, error.type) for error in errors(ctype, answers, birth=birth)]


def shown(ctype: CertificateType, answers: Answers) -> frozenset[str]:
    return engine.visible_ids(ctype, answers, today=TODAY)


def appears(ctype: CertificateType, before: Answers, after: Answers) -> frozenset[str]:
    """The questions that the change of answers brings into the form."""
    return shown(ctype, after) - shown(ctype, before)


def settled(ctype: CertificateType, answers: Answers, *, birth: dt.date | None = BIRTH) -> dict[str, Any]:
    """The answers as they are kept after a save."""
    return engine.with_consequences(ctype, answers, birth=birth, today=TODAY)
