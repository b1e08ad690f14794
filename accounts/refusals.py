"""Why a login was refused, in words: each commission found and what it lacks (spec/ui.md 7.1 U4, S-02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hsa import directory
from hsa.models import Unit
from webcert import clock
from webcert.errors import WebcertError


@dataclass(frozen=True, slots=True)
class Finding:
    """A commission as HSA has it. ``fault`` says why it does not count; empty when it does."""

    unit: str
    purpose: str
    fault: str


def findings(hsa_id: str) -> tuple[Finding, ...]:
    """What HSA knows of the person's commissions; nothing when HSA does not answer or does not know the person."""
    try:
        return judged(directory.commissions(hsa_id))
    except WebcertError:
        return ()


def judged(records: Iterable[directory.CommissionRecord]) -> tuple[Finding, ...]:
    """Each commission with what it lacks."""
    now = clock.now()
    return tuple(
        Finding(
            unit=record.care_unit.name if record.care_unit else record.care_unit_id,
            purpose=record.purpose,
            fault=_fault(record, now),
        )
        for record in records
    )


def _fault(record: directory.CommissionRecord, now: dt.datetime) -> str:
    if not record.is_for_care:
        return f"Ändamålet är {record.purpose or 'inte angivet'}. Det ska vara {directory.CARE_PURPOSE}."
    if record.care_unit is None:
        return "Enheten finns inte i HSA."
    return _inactive("Enheten", record.care_unit, now) or _inactive("Vårdgivaren", record.care_provider, now)


def _inactive(what: str, unit: Unit | None, now: dt.datetime) -> str:
    if unit is None or unit.is_active(now):
        return ""
    if unit.end is not None and unit.end <= now:
        return f"{what} upphörde {clock.local(unit.end):%Y-%m-%d}."
    return f"{what} börjar gälla {clock.local(unit.start):%Y-%m-%d}."
