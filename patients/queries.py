"""Look-ups in the population register (spec/roles-and-access.md 7.2)."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from django.conf import settings
from django.db.models import Exists

from patients.models import Patient, RegisterSwitch
from patients.person_id import InvalidPersonId, PersonId
from patients.register import Lookup, LookupStatus, PatientRecord

logger = logging.getLogger(__name__)

BATCH_SIZE = 500
SWITCHED_OFF = Exists(RegisterSwitch.objects.filter(is_unavailable=True))
"""The condition that an administrator has switched the register off, to be asked within another query."""


def look_up(person_id: str) -> Lookup:
    """One person by a number of any accepted form. A text that is no number is NOT_FOUND."""
    return look_up_many([person_id])[person_id]


def look_up_many(person_ids: Iterable[str]) -> dict[str, Lookup]:
    """Several persons in batches of 500; the keys are the texts as they were asked for."""
    asked = {text: _normal_form(text) for text in person_ids}
    if not asked:
        return {}
    rows, answers_nobody = _rows({number for number in asked.values() if number})
    if answers_nobody:
        answers = dict.fromkeys(asked, Lookup(LookupStatus.ERROR))
    else:
        answers = {text: _answer(rows.get(number)) for text, number in asked.items()}
    counts = Counter(str(answer.status) for answer in answers.values())
    logger.info("population register answered %s", dict(counts))
    return answers


def _normal_form(text: str) -> str:
    try:
        return PersonId.parse(text).value
    except InvalidPersonId:
        return ""


def _rows(numbers: set[str]) -> tuple[dict[str, Patient], bool]:
    """The rows by number, and whether the register is switched off: every row tells that; without any it is asked."""
    rows: dict[str, Patient] = {}
    remaining = iter(sorted(numbers))
    while batch := list(islice(remaining, BATCH_SIZE)):
        found = Patient.objects.filter(person_id__in=batch).order_by().annotate(is_switched_off=SWITCHED_OFF)
        rows |= {row.person_id: row for row in found}
    if not rows:
        return rows, RegisterSwitch.objects.filter(is_unavailable=True).exists()
    return rows, any(row.is_switched_off for row in rows.values())  # type: ignore[attr-defined]


def _answer(row: Patient | None) -> Lookup:
    if row is None:
        return Lookup(LookupStatus.NOT_FOUND)
    if row.answers_error:
        return Lookup(LookupStatus.ERROR)
    return Lookup(LookupStatus.FOUND, _with_configured_test_flag(row.as_record()))


def _with_configured_test_flag(record: PatientRecord) -> PatientRecord:
    """A fixed list of numbers, when set, replaces the register's own test indicator (7.2)."""
    numbers: list[str] = settings.PU_TEST_PERSONS
    return replace(record, is_test_person=record.person_id in numbers) if numbers else record
