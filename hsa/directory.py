"""The port to HSA: persons, their unit tree, units and what stands above them (spec/roles-and-access.md 1).

Every function raises ``DirectoryUnavailable`` while an administrator has switched the directory off.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Prefetch

from hsa.addresses import care_unit_phone, postal_address, sub_unit_phone, workplace_code
from hsa.answers import Answers, Staff, current
from hsa.models import Commission, Membership, Unit
from hsa.records import PersonRecord
from hsa.tree import ProviderNode, UnitNode
from webcert import clock
from webcert.errors import DataNotFound, ExternalSystemProblem

logger = logging.getLogger(__name__)

CARE_PURPOSE = "Vård och behandling"


class DirectoryUnavailable(ExternalSystemProblem):
    default_message = "HSA-katalogen svarar inte. Försök igen om en stund."


class PersonNotFound(DataNotFound):
    default_message = "Personen finns inte i HSA-katalogen."


class UnitNotFound(DataNotFound):
    default_message = "Enheten finns inte i HSA-katalogen."


@dataclass(frozen=True, slots=True)
class UnitTree:
    """What a person may work on, and the commission name per care unit (for PDL)."""

    providers: tuple[ProviderNode, ...]
    commission_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class CommissionRecord:
    """A commission as HSA answers it: names and dates come from its unit and provider (1.3)."""

    name: str
    purpose: str
    care_unit_id: str
    care_unit: Unit | None
    care_provider_id: str
    care_provider: Unit | None

    @property
    def is_for_care(self) -> bool:
        return self.purpose.strip().casefold() == CARE_PURPOSE.casefold()

    def is_usable(self, at: dt.datetime) -> bool:
        """The four conditions of 1.3. A provider that HSA does not know has no dates and so is active."""
        provider_active = self.care_provider is None or self.care_provider.is_active(at)
        return self.is_for_care and provider_active and self.care_unit is not None and self.care_unit.is_active(at)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """What ``person``, ``commissions`` and ``unit_tree`` answer of one person."""

    person: PersonRecord
    commissions: tuple[CommissionRecord, ...]
    tree: UnitTree


def person(hsa_id: str) -> PersonRecord:
    """The merged record; a person without employee record counts as unknown (4.4)."""
    return _record(_staff(_answers(), hsa_id))


def commissions(hsa_id: str) -> tuple[CommissionRecord, ...]:
    """All commissions of a person, usable or not, in the order of the directory."""
    answers = _answers()
    return _commissions(answers, [_staff(answers, hsa_id)])[0]


def unit_tree(hsa_id: str, *, at: dt.datetime | None = None) -> UnitTree:
    """Care providers, care units and sub units of a person's usable commissions, sorted by name (1.3)."""
    answers = _answers()
    return _tree_of(answers, _staff(answers, hsa_id), at or clock.now())


def person_with_tree(hsa_id: str) -> tuple[PersonRecord, UnitTree]:
    """``person`` and ``unit_tree`` in one look-up."""
    answers = _answers()
    staff = _staff(answers, hsa_id)
    return _record(staff), _tree_of(answers, staff, clock.now())


def staff(hsa_ids: Iterable[str], *, at: dt.datetime | None = None) -> list[StaffMember]:
    """Many persons, asked for together; those that HSA does not know are left out. Sorted by HSA-id."""
    answers, moment = _answers(), at or clock.now()
    people = [one for one in answers.staff_of(hsa_ids) if one.record is not None]
    commissions_of = _commissions(answers, people)
    members = _members_under(answers, chain.from_iterable(commissions_of), moment)
    return [
        StaffMember(_record(one), records, _tree(records, members, moment))
        for one, records in zip(people, commissions_of, strict=True)
    ]


def unit(hsa_id: str) -> UnitNode:
    """A unit with what stands above it and, for a care unit, its active sub units.

    A unit that no care unit has connected gets an empty ``care_unit_id``. Mail of a sub unit is its own.
    """
    answers = _answers()
    row = _unit_row(answers, hsa_id)
    care_unit = _care_unit(answers, row)
    provider_id = _provider_id(row, care_unit)
    provider_name = _name(answers.unit(provider_id), provider_id)
    if care_unit is not None and care_unit.pk == row.pk:
        members = _active_members(answers, [row], clock.now())
        return _care_unit_node(row, members.get(row.pk, []), provider=(provider_id, provider_name))
    return _unit_node(row, care_unit, provider=(provider_id, provider_name), mail=row.mail)


def parents(hsa_id: str) -> tuple[str, str]:
    """Care unit and care provider of a unit; a care unit stands in both its own place and as its care unit.

    A missing level is empty text. A care provider has no care unit and is its own provider.
    """
    answers = _answers()
    row = _unit_row(answers, hsa_id)
    return _parents(row, _care_unit(answers, row))


def parents_of(hsa_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """``parents`` of many units, asked for together; units that HSA does not know are left out."""
    answers = _answers()
    connections = Prefetch("care_unit_connections", Membership.objects.select_related("care_unit"))
    rows = Unit.objects.filter(hsa_id__in=set(hsa_ids)).prefetch_related(connections)
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        connected = [connection.care_unit for connection in row.care_unit_connections.all()]
        found[row.hsa_id] = _parents(row, row if row.is_care_unit else _first_of(answers, connected))
    return found


def notification_mail(hsa_id: str) -> str:
    """Where mail to a unit goes: its own address, else that of its care unit, else empty (1.4)."""
    answers = _answers()
    row = _unit_row(answers, hsa_id)
    care_unit = _care_unit(answers, row)
    return row.mail.strip() or (care_unit.mail.strip() if care_unit else "")


def _answers() -> Answers:
    answers = current()
    if answers.is_unavailable:
        raise DirectoryUnavailable
    return answers


def _staff(answers: Answers, hsa_id: str) -> Staff:
    staff = answers.staff(hsa_id)
    if staff is None:
        raise PersonNotFound
    return staff


def _record(staff: Staff) -> PersonRecord:
    if staff.record is None:
        raise PersonNotFound
    return staff.record


def _commissions(answers: Answers, people: Sequence[Staff]) -> list[tuple[CommissionRecord, ...]]:
    """The commissions of each person; their units and providers are asked for together."""
    rows = [row for one in people for row in one.commissions]
    care_units = answers.units(row.care_unit_id for row in rows)
    provider_ids = {row.pk: row.care_provider_id or _stated_provider(care_units.get(row.care_unit_id)) for row in rows}
    providers = answers.units(provider_ids.values())

    def record(row: Commission) -> CommissionRecord:
        return CommissionRecord(
            name=row.name,
            purpose=row.purpose,
            care_unit_id=row.care_unit_id,
            care_unit=care_units.get(row.care_unit_id),
            care_provider_id=provider_ids[row.pk],
            care_provider=providers.get(provider_ids[row.pk]),
        )

    return [tuple(record(row) for row in one.commissions) for one in people]


def _members_under(answers: Answers, records: Iterable[CommissionRecord], at: dt.datetime) -> dict[int, list[Unit]]:
    """Active members of the care units that usable commissions name."""
    care_units = [record.care_unit for record in records if record.care_unit and record.is_usable(at)]
    return _active_members(answers, care_units, at)


def _tree_of(answers: Answers, staff: Staff, at: dt.datetime) -> UnitTree:
    (records,) = _commissions(answers, [staff])
    return _tree(records, _members_under(answers, records, at), at)


def _tree(records: Iterable[CommissionRecord], members: dict[int, list[Unit]], at: dt.datetime) -> UnitTree:
    usable = [record for record in records if record.is_usable(at)]
    by_provider: dict[str, dict[str, CommissionRecord]] = defaultdict(dict)
    for record in usable:
        by_provider[record.care_provider_id].setdefault(record.care_unit_id, record)
    providers = [_provider_node(records.values(), members) for records in by_provider.values()]
    return UnitTree(
        providers=tuple(sorted(providers, key=_by_name)),
        commission_names={record.care_unit_id: record.name for record in usable},
    )


def _unit_row(answers: Answers, hsa_id: str) -> Unit:
    row = answers.unit(hsa_id)
    if row is None:
        raise UnitNotFound
    return row


def _stated_provider(care_unit: Unit | None) -> str:
    """Who answers for a unit by itself; a unit tagged as care provider only is its own."""
    if care_unit is None:
        return ""
    return care_unit.stated_provider or (care_unit.hsa_id if care_unit.is_care_provider else "")


def _provider_id(row: Unit, care_unit: Unit | None) -> str:
    return _stated_provider(care_unit) or _stated_provider(row)


def _parents(row: Unit, care_unit: Unit | None) -> tuple[str, str]:
    return (care_unit.hsa_id if care_unit else "", _provider_id(row, care_unit))


def _care_unit(answers: Answers, row: Unit) -> Unit | None:
    return row if row.is_care_unit else _first_of(answers, answers.care_units_above(row))


def _first_of(answers: Answers, connected: Sequence[Unit]) -> Unit | None:
    """The care unit above; of several active ones the first in list order: provider name, then its own (8.1)."""
    now = clock.now()
    connected = [care_unit for care_unit in connected if care_unit.is_active(now)] or connected
    if len(connected) <= 1:
        return next(iter(connected), None)
    providers = answers.units(_stated_provider(care_unit) for care_unit in connected)

    def list_order(care_unit: Unit) -> tuple[str, str, str]:
        provider_id = _stated_provider(care_unit)
        return (_name(providers.get(provider_id), provider_id), care_unit.name, care_unit.hsa_id)

    return min(connected, key=list_order)


def _active_members(answers: Answers, care_units: Iterable[Unit], at: dt.datetime) -> dict[int, list[Unit]]:
    return {
        care_unit: [member for member in members if member.is_active(at)]
        for care_unit, members in answers.members(care_units).items()
    }


def _provider_node(records: Iterable[CommissionRecord], members: dict[int, list[Unit]]) -> ProviderNode:
    records = list(records)
    provider_id, row = records[0].care_provider_id, records[0].care_provider
    provider = (provider_id, _name(row, provider_id))
    care_units = [
        _care_unit_node(record.care_unit, members.get(record.care_unit.pk, []), provider=provider)
        for record in records
        if record.care_unit
    ]
    org_number = row.org_number if row else ""
    if not org_number:
        logger.error("care provider %s has no organisation number in HSA", provider_id)
    return ProviderNode(
        hsa_id=provider_id,
        name=provider[1],
        org_number=org_number,
        ownership=ownership(org_number),
        care_units=tuple(sorted(care_units, key=_by_name)),
    )


def ownership(org_number: str) -> str:
    """Ägandeform from the organisation number (1.4)."""
    if not org_number.strip():
        return "OKAND"
    return "OFFENTLIG" if org_number.strip().startswith("2") else "PRIVAT"


def _care_unit_node(row: Unit, members: Iterable[Unit], *, provider: tuple[str, str]) -> UnitNode:
    sub_units = [_unit_node(member, row, provider=provider) for member in members]
    return _unit_node(row, row, provider=provider, mail=row.mail, sub_units=tuple(sorted(sub_units, key=_by_name)))


def _unit_node(
    row: Unit,
    care_unit: Unit | None,
    *,
    provider: tuple[str, str],
    mail: str = "",
    sub_units: tuple[UnitNode, ...] = (),
) -> UnitNode:
    address = postal_address(row)
    is_care_unit = care_unit is not None and care_unit.pk == row.pk
    return UnitNode(
        hsa_id=row.hsa_id,
        name=row.name,
        care_unit_id=care_unit.hsa_id if care_unit else "",
        care_unit_name=care_unit.name if care_unit else "",
        care_provider_id=provider[0],
        care_provider_name=provider[1],
        workplace_code=workplace_code(row),
        mail=mail,
        phone=care_unit_phone(row) if is_care_unit else sub_unit_phone(row),
        address=address.address,
        postal_code=address.postal_code,
        city=address.city,
        sub_units=sub_units,
    )


def _name(row: Unit | None, hsa_id: str) -> str:
    return row.name if row else hsa_id


def _by_name(node: ProviderNode | UnitNode) -> tuple[str, str]:
    return (node.name, node.hsa_id)
