"""Look-ups in the population register (spec/roles-and-access.md 7.2): the built-in one, or that at ``PU_URL``."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from patients import pu, tables
from patients.person_id import InvalidPersonId, PersonId
from patients.register import Lookup, LookupStatus, PatientRecord, Protection

logger = logging.getLogger(__name__)

_NOBODY = Lookup(LookupStatus.NOT_FOUND)
_known: ContextVar[dict[str, Lookup] | None] = ContextVar("patients_known", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """In the block the register is asked once for each number, and what it answers stands: one request, one answer."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def look_up(person_id: str) -> Lookup:
    """One person by a number of any accepted form. A text that is no number is NOT_FOUND."""
    return look_up_many([person_id])[person_id]


def look_up_many(person_ids: Iterable[str]) -> dict[str, Lookup]:
    """Several persons in batches of 500; the keys are the texts as they were asked for."""
    asked = {text: _normal_form(text) for text in person_ids}
    numbers = {number for number in asked.values() if number}
    known = _known.get()
    found = dict(known) if known else {}
    if missing := numbers - found.keys():
        answered = _asked(missing)
        found |= answered
        if known is not None:
            known |= answered
    return {text: _with_configured_test_flag(found.get(number, _NOBODY)) for text, number in asked.items()}


def protection(rows: QuerySet[Any]) -> Protection:
    """What the register says of the patients of ``rows``, as conditions to filter them by."""
    return pu.protection(rows) if settings.PU_URL else tables.protection(rows)


def _asked(numbers: set[str]) -> dict[str, Lookup]:
    """What the register says of each of the numbers."""
    answers = _register_answers(numbers)
    found = {number: answers.get(number, _NOBODY) for number in numbers}
    logger.info("population register answered %s", dict(Counter(str(answer.status) for answer in found.values())))
    return found


def _register_answers(numbers: Iterable[str]) -> Mapping[str, Lookup]:
    return pu.look_up(numbers) if settings.PU_URL else tables.look_up(numbers)


def _normal_form(text: str) -> str:
    try:
        return PersonId.parse(text).value
    except InvalidPersonId:
        return ""


def _with_configured_test_flag(answer: Lookup) -> Lookup:
    """A fixed list of numbers, when set, replaces the register's own test indicator (7.2)."""
    numbers: list[str] = settings.PU_TEST_PERSONS
    if answer.patient is None or not numbers:
        return answer
    patient: PatientRecord = replace(answer.patient, is_test_person=answer.patient.person_id in numbers)
    return replace(answer, patient=patient)
