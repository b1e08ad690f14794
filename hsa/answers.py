"""What the directory answers, kept in this process for as long as the directory stays as it is (docs/adr/0012).

Every look-up asks for the directory's version first, with one small query. Answers are kept under the version they
were read in, so that a change, wherever it is made and by whatever means, is seen by the next look-up of every process.
Besides, no answer outlives ``LIFETIME_S`` (spec/roles-and-access.md 1.5, Caching). Only rows are kept: what depends on
the moment, such as who may work where, is worked out from them each time. They are shared: nobody may change them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from hsa.hsa_id import normalise
from hsa.models import Commission, DirectoryFault, Membership, Person, Unit
from hsa.records import PersonRecord, merge
from webcert import clock

LIFETIME_S = 60
_VERSION = "SELECT token FROM hsa_directoryversion"
"""Asked at every look-up: as text, because making the query would cost ten times more than the query."""
_RECORDS = ("employee_records", "credential_records", "commissions")
KEPT_AT_MOST = 4096
"""Answers of each kind; the one that nobody has asked for longest makes room."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A person's records merged, None without employee record, and all commissions in the directory's order."""

    record: PersonRecord | None
    commissions: tuple[Commission, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The directory as it is in one version."""

    version: str

    @property
    def is_unavailable(self) -> bool:
        return _is_unavailable(self.version)

    def staff(self, hsa_id: str) -> Staff | None:
        """None for a person whom the directory does not know."""
        return _staff(self.version, normalise(hsa_id))

    def staff_of(self, hsa_ids: Iterable[str]) -> list[Staff]:
        """Many persons, read together and not kept; those whom the directory does not know are left out."""
        people = Person.objects.filter(hsa_id__in={normalise(hsa_id) for hsa_id in hsa_ids})
        return [_merged(person) for person in people.prefetch_related(*_RECORDS)]

    def unit(self, hsa_id: str) -> Unit | None:
        return self.units([hsa_id]).get(normalise(hsa_id))

    def units(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        """The units among ``hsa_ids`` that the directory knows, by HSA-id; asked for together."""
        return _units(self.version, frozenset(normalise(hsa_id) for hsa_id in hsa_ids) - {""})

    def members(self, care_units: Iterable[Unit]) -> Mapping[int, list[Unit]]:
        """The connected units of each care unit, active or not, by its key; asked for together."""
        return _members(self.version, frozenset(care_unit.pk for care_unit in care_units))

    def care_units_above(self, unit: Unit) -> tuple[Unit, ...]:
        """The care units that have connected the unit."""
        return _care_units_above(self.version, unit.pk)


def current() -> Answers:
    """The answers of the directory as it is now, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        row = cursor.fetchone()
    if row is None:
        return Answers(uuid.uuid4().hex)
    return Answers(f"{row[0]}:{int(clock.wall_now().timestamp()) // LIFETIME_S}")


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
    return Staff(record, tuple(person.commissions.all()))


@lru_cache(maxsize=KEPT_AT_MOST)
def _units(_version: str, hsa_ids: frozenset[str]) -> Mapping[str, Unit]:
    return {row.hsa_id: row for row in Unit.objects.filter(hsa_id__in=hsa_ids)}


@lru_cache(maxsize=KEPT_AT_MOST)
def _members(_version: str, care_units: frozenset[int]) -> Mapping[int, list[Unit]]:
    members: dict[int, list[Unit]] = defaultdict(list)
    for membership in Membership.objects.filter(care_unit__in=care_units).select_related("member"):
        members[membership.care_unit_id].append(membership.member)
    return dict(members)


@lru_cache(maxsize=KEPT_AT_MOST)
def _care_units_above(_version: str, member: int) -> tuple[Unit, ...]:
    return tuple(m.care_unit for m in Membership.objects.filter(member=member).select_related("care_unit"))
