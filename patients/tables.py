"""The built-in register's answers: one query for a person and for the state of the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from patients.models import Patient, RegisterSwitch
from patients.register import BATCH_SIZE, Lookup, LookupStatus, Protection

_SWITCHED_OFF = Exists(RegisterSwitch.objects.filter(is_unavailable=True))


def look_up(numbers: Iterable[str]) -> Mapping[str, Lookup]:
    """The persons that the register tells of; the others are left out."""
    wanted = sorted(numbers)
    rows, answers_nobody = _rows(wanted)
    if answers_nobody:
        return dict.fromkeys(wanted, Lookup(LookupStatus.ERROR))
    return {number: _answer(row) for number, row in rows.items()}


def protection(_rows: QuerySet[Any]) -> Protection:
    """Asked inside the list's query."""
    answered = Patient.objects.filter(person_id=OuterRef("person_id"), answers_error=False)
    return Protection(
        answers=Q(~_SWITCHED_OFF), known=Q(Exists(answered)), unprotected=Q(Exists(answered.filter(is_protected=False)))
    )


def _rows(numbers: list[str]) -> tuple[dict[str, Patient], bool]:
    """The rows by number, and whether the register is switched off: every row tells that; without any it is asked."""
    rows: dict[str, Patient] = {}
    remaining = iter(numbers)
    while batch := list(islice(remaining, BATCH_SIZE)):
        found = Patient.objects.filter(person_id__in=batch).order_by().annotate(is_switched_off=_SWITCHED_OFF)
        rows |= {row.person_id: row for row in found}
    if not rows:
        return rows, RegisterSwitch.objects.filter(is_unavailable=True).exists()
    return rows, any(row.is_switched_off for row in rows.values())  # type: ignore[attr-defined]


def _answer(row: Patient) -> Lookup:
    if row.answers_error:
        return Lookup(LookupStatus.ERROR)
    return Lookup(LookupStatus.FOUND, row.as_record())
