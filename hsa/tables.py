"""The built-in directory's answers, kept in this process for as long as it stays as it is (docs/adr/0012).

Every look-up asks for the directory's version first, with one small query. Answers are kept under the version they
were read in, so that a change, wherever it is made and by whatever means, is seen by the next look-up of every process.
Besides, no answer outlives ``LIFETIME_S`` (spec/roles-and-access.md 1.5, Caching). Only rows are kept: what depends on
the moment, such as who may work where, is worked out from them each time. They are shared: nobody may change them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from django.db import connection

from hsa.errors import DirectoryUnavailable
from hsa.hsa_id import normalise
from hsa.models import Commission, DirectoryFault, Membership, Person, Unit
from hsa.records import CommissionRecord, Staff, merge
from webcert import clock

K = TypeVar("K")
V = TypeVar("V")

LIFETIME_S = 60
_VERSION = "SELECT token FROM hsa_directoryversion"
"""Asked at every look-up: as text, because making the query would cost ten times more than the query."""
_RECORDS = ("employee_records", "credential_records", "commissions")
KEPT_AT_MOST = 4096
"""Answers of each kind; the one that nobody has asked for longest makes room."""
KEPT_TOGETHER = 64
"""An answer about more rows than this serves one overview, and is not kept."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as they are in one version: ``hsa.answers.Answers``."""

    version: str

    def staff(self, hsa_id: str) -> Staff | None:
        return _staff(self.version, normalise(hsa_id))

    def staff_of(self, hsa_ids: Iterable[str]) -> list[Staff]:
        """Read together and not kept."""
        people = Person.objects.filter(hsa_id__in={normalise(hsa_id) for hsa_id in hsa_ids})
        return [_merged(person) for person in people.prefetch_related(*_RECORDS)]

    def completed(self, records: Sequence[CommissionRecord]) -> list[CommissionRecord]:
        """The units of all are asked for together, and so are the providers."""
        care_units = self.units(record.care_unit_id for record in records)
        provider_ids = [
            record.care_provider_id or _responsible_provider(care_units.get(record.care_unit_id)) for record in records
        ]
        providers = self.providers(provider_ids)
        return [
            replace(
                record,
                care_unit=care_units.get(record.care_unit_id),
                care_provider_id=provider_id,
                care_provider=providers.get(provider_id),
            )
            for record, provider_id in zip(records, provider_ids, strict=True)
        ]

    def units(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        return _ask(_units, self.version, frozenset(normalise(hsa_id) for hsa_id in hsa_ids) - {""})

    def providers(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        """Whatever unit is named as provider is one, tagged or not (8.1)."""
        return self.units(hsa_ids)

    def members(self, care_units: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
        return _ask(_members, self.version, frozenset(care_unit.pk for care_unit in care_units))

    def care_units_above(self, rows: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
        return _ask(_care_units_above, self.version, frozenset(row.pk for row in rows))


def current() -> Tables:
    """The tables as they are now, in the caller's transaction; raises ``DirectoryUnavailable`` when switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        row = cursor.fetchone()
    version = f"{row[0]}:{int(clock.wall_now().timestamp()) // LIFETIME_S}" if row else uuid.uuid4().hex
    if _is_unavailable(version):
        raise DirectoryUnavailable
    return Tables(version)


def _ask(kept: Callable[[str, frozenset[K]], V], version: str, keys: frozenset[K]) -> V:
    ask = kept if len(keys) <= KEPT_TOGETHER else kept.__wrapped__  # type: ignore[attr-defined]
    return ask(version, keys)


@lru_cache(maxsize=1)
def _is_unavailable(_version: str) -> bool:
    return DirectoryFault.objects.filter(is_unavailable=True).exists()


@lru_cache(maxsize=KEPT_AT_MOST)
def _staff(_version: str, hsa_id: str) -> Staff | None:
    person = Person.objects.filter(hsa_id=hsa_id).prefetch_related(*_RECORDS).first()
    return None if person is None else _merged(person)


def _merged(person: Person) -> Staff:
    employees = [record for record in person.employee_records.all() if not record.is_feigned]
    record = merge(person, employees, list(person.credential_records.all())) if employees else None
    return Staff(record, tuple(_commission(row) for row in person.commissions.all()))


def _commission(row: Commission) -> CommissionRecord:
    return CommissionRecord(
        name=row.name,
        purpose=row.purpose,
        care_unit_id=row.care_unit_id,
        care_unit=None,
        care_provider_id=row.care_provider_id,
        care_provider=None,
    )


def _responsible_provider(care_unit: Unit | None) -> str:
    return care_unit.responsible_provider if care_unit else ""


@lru_cache(maxsize=KEPT_AT_MOST)
def _units(_version: str, hsa_ids: frozenset[str]) -> Mapping[str, Unit]:
    return {row.hsa_id: row for row in Unit.objects.filter(hsa_id__in=hsa_ids)}


@lru_cache(maxsize=KEPT_AT_MOST)
def _members(_version: str, care_units: frozenset[int]) -> Mapping[str, Sequence[Unit]]:
    members: dict[str, list[Unit]] = defaultdict(list)
    for membership in Membership.objects.filter(care_unit__in=care_units).select_related("care_unit", "member"):
        members[membership.care_unit.hsa_id].append(membership.member)
    return dict(members)


@lru_cache(maxsize=KEPT_AT_MOST)
def _care_units_above(_version: str, rows: frozenset[int]) -> Mapping[str, Sequence[Unit]]:
    above: dict[str, list[Unit]] = defaultdict(list)
    for membership in Membership.objects.filter(member__in=rows).select_related("care_unit", "member"):
        above[membership.member.hsa_id].append(membership.care_unit)
    return dict(above)
