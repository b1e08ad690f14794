"""A real HSA catalogue, asked over the national contracts (spec/roles-and-access.md 1.5, docs/adr/0015).

Employees, units, members and providers are kept in this process for ``HSA_CACHE_S``; what a person may do, her
credentials and commissions, is asked for at every look-up. A unit that is not found is kept as such just as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings

from hsa import asking, reading
from hsa.hsa_id import normalise
from hsa.models import Unit
from hsa.records import CommissionRecord, Staff
from rivta.contracts import (
    GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2,
    GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4,
    GET_HEALTH_CARE_PROVIDER_1,
    GET_HEALTH_CARE_UNIT_2,
    GET_HEALTH_CARE_UNIT_MEMBERS_2,
    GET_UNIT_5,
    Contract,
)
from rivta.xml import NOT_TEXT
from webcert import clock

KEPT_AT_MOST = 4096
"""Answers of all kinds; the one that nobody has asked for longest makes room."""


@dataclass(frozen=True, slots=True)
class Question:
    """A contract, the element that takes the HSA-id, and what every request of the kind says besides (1.5)."""

    contract: Contract
    key: str
    besides: tuple[tuple[str, Any], ...] = ()


_PERSON = (("includeFeignedObject", False), ("profile", "extended1"))
EMPLOYEE = Question(GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4, "personHsaId", _PERSON)
CREDENTIALS = Question(GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2, "personHsaId", _PERSON)
UNIT = Question(GET_UNIT_5, "unitHsaId", (("profile", ("basic",)),))
CARE_UNIT = Question(GET_HEALTH_CARE_UNIT_2, "healthCareUnitMemberHsaId")
MEMBERS = Question(GET_HEALTH_CARE_UNIT_MEMBERS_2, "healthCareUnitHsaId")
PROVIDER = Question(GET_HEALTH_CARE_PROVIDER_1, "healthCareProviderHsaId")


class Catalogue:
    """``hsa.answers.Answers`` of the catalogue at ``HSA_URL``; each raises ``DirectoryUnavailable``."""

    def staff(self, hsa_id: str) -> Staff | None:
        """The employee records as they are kept, the credentials as they are now."""
        wanted = _askable(hsa_id)
        if not wanted:
            return None
        return reading.staff(wanted, employees=_kept(EMPLOYEE, wanted), credentials=_asked(CREDENTIALS, wanted))

    def staff_of(self, hsa_ids: Iterable[str]) -> list[Staff]:
        """One after the other: no contract asks for several."""
        people = (self.staff(hsa_id) for hsa_id in sorted({normalise(hsa_id) for hsa_id in hsa_ids}))
        return [one for one in people if one is not None]

    def completed(self, records: Sequence[CommissionRecord]) -> list[CommissionRecord]:
        """Units are looked up for commissions of care alone; of the others the commission's own words will do."""
        return [self._completed(record) if record.is_for_care else record for record in records]

    def units(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        wanted = {_askable(hsa_id) for hsa_id in hsa_ids} - {""}
        rows = ((hsa_id, _unit(hsa_id)) for hsa_id in sorted(wanted))
        return {hsa_id: row for hsa_id, row in rows if row is not None}

    def providers(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        wanted = {_askable(hsa_id) for hsa_id in hsa_ids} - {""}
        rows = ((hsa_id, reading.provider(_kept(PROVIDER, hsa_id))) for hsa_id in sorted(wanted))
        return {hsa_id: row for hsa_id, row in rows if row is not None}

    def members(self, care_units: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
        return {row.hsa_id: reading.members(_kept(MEMBERS, row.hsa_id)) for row in care_units}

    def care_units_above(self, rows: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
        """HSA names one at most."""
        above = {row.hsa_id: reading.above(_kept(CARE_UNIT, row.hsa_id), row.hsa_id) for row in rows}
        return {hsa_id: tuple(self.units([place.care_unit_id]).values()) for hsa_id, place in above.items() if place}

    def _completed(self, record: CommissionRecord) -> CommissionRecord:
        found = _kept(UNIT, record.care_unit_id) if record.care_unit_id else {"unit": None}
        if found["unit"] is None or record.care_unit is None:
            return replace(record, care_unit=None)
        codes = reading.prescription_codes(_kept(MEMBERS, record.care_unit_id), record.care_unit_id)
        return replace(record, care_unit=reading.named_unit(record.care_unit, found, prescription_codes=codes))


def _askable(hsa_id: str) -> str:
    """The normalised id; empty for one that no message can hold: it is nobody's."""
    wanted = normalise(hsa_id)
    return "" if NOT_TEXT.search(wanted) else wanted


def _unit(hsa_id: str) -> Unit | None:
    """A unit with what stands above it; one that no care unit has connected may be a care provider."""
    found = _kept(UNIT, hsa_id)
    if found["unit"] is None:
        return None
    place = reading.above(_kept(CARE_UNIT, hsa_id), hsa_id)
    if place is None:
        return reading.unit(found, is_care_provider=reading.provider(_kept(PROVIDER, hsa_id)) is not None)
    codes = reading.prescription_codes(_kept(MEMBERS, place.care_unit_id), hsa_id)
    return reading.unit(found, place=place, prescription_codes=codes)


def _kept(question: Question, hsa_id: str) -> Mapping[str, Any]:
    """The answer of this ``HSA_CACHE_S``; failures are not kept. Shared: nobody may change it."""
    lifetime = settings.HSA_CACHE_S
    if lifetime <= 0:
        return _asked(question, hsa_id)
    return _asked_once(settings.HSA_URL, int(clock.wall_now().timestamp() // lifetime), question, hsa_id)


@lru_cache(maxsize=KEPT_AT_MOST)
def _asked_once(_base: str, _period: int, question: Question, hsa_id: str) -> Mapping[str, Any]:
    return _asked(question, hsa_id)


def _asked(question: Question, hsa_id: str) -> Mapping[str, Any]:
    return asking.ask(question.contract, {question.key: hsa_id, **dict(question.besides)})
