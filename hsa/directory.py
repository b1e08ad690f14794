"""The port to HSA: persons, their unit tree, units and what stands above them (spec/roles-and-access.md 1).

Which directory answers, the built-in one or a real catalogue, is the matter of ``hsa.answers``. Every function raises
``DirectoryUnavailable`` while it does not.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from hsa.addresses import care_unit_phone, postal_address, sub_unit_phone, workplace_code
from hsa.answers import Answers, current
from hsa.errors import DirectoryUnavailable as DirectoryUnavailable
from hsa.errors import PersonNotFound, UnitNotFound
from hsa.hsa_id import normalise
from hsa.models import Unit
from hsa.records import CARE_PURPOSE as CARE_PURPOSE
from hsa.records import CommissionRecord, PersonRecord, Staff
from hsa.tree import ProviderNode, UnitNode
from webcert import clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UnitTree:
    """What a person may work on, and the commission name per care unit (for PDL)."""

    providers: tuple[ProviderNode, ...]
    commission_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """What ``person``, ``commissions`` and ``unit_tree`` answer of one person."""

    person: PersonRecord
    commissions: tuple[CommissionRecord, ...]
    tree: UnitTree


def person(hsa_id: str) -> PersonRecord:
    """The merged record; a person without employee record counts as unknown (4.4)."""
    return _record(_staff(current(), hsa_id))


def commissions(hsa_id: str) -> tuple[CommissionRecord, ...]:
    """All commissions of a person, usable or not, in the order of the directory."""
    answers = current()
    return _commissions(answers, [_staff(answers, hsa_id)])[0]


def unit_tree(hsa_id: str, *, at: dt.datetime | None = None) -> UnitTree:
    """Care providers, care units and sub units of a person's usable commissions, sorted by name (1.3)."""
    answers = current()
    return _tree_of(answers, _staff(answers, hsa_id), at or clock.now())


def person_with_tree(hsa_id: str) -> tuple[PersonRecord, UnitTree]:
    """``person`` and ``unit_tree`` in one look-up."""
    answers = current()
    staff = _staff(answers, hsa_id)
    return _record(staff), _tree_of(answers, staff, clock.now())


def staff(hsa_ids: Iterable[str], *, at: dt.datetime | None = None) -> list[StaffMember]:
    """Many persons, asked for together; those that HSA does not know are left out. Sorted by HSA-id."""
    answers, moment = current(), at or clock.now()
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
    answers = current()
    row = _unit_row(answers, hsa_id)
    care_unit = care_unit_of(answers, row)
    provider_id = _provider_id(row, care_unit)
    provider_name = _name(answers.providers([provider_id]).get(provider_id), provider_id)
    if care_unit is not None and care_unit.hsa_id == row.hsa_id:
        members = _active_members(answers, [row], clock.now())
        return _care_unit_node(row, members.get(row.hsa_id, []), provider=(provider_id, provider_name))
    return _unit_node(row, care_unit, provider=(provider_id, provider_name), mail=row.mail)


def parents(hsa_id: str) -> tuple[str, str]:
    """Care unit and care provider of a unit; a care unit stands in both its own place and as its care unit.

    A missing level is empty text. A care provider has no care unit and is its own provider.
    """
    answers = current()
    row = _unit_row(answers, hsa_id)
    return _parents(row, care_unit_of(answers, row))


def parents_of(hsa_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """``parents`` of many units, asked for together; units that HSA does not know are left out."""
    answers = current()
    rows = answers.units(hsa_ids)
    above = answers.care_units_above(row for row in rows.values() if not row.is_care_unit)
    return {
        hsa_id: _parents(row, row if row.is_care_unit else _first_of(answers, above.get(hsa_id, ())))
        for hsa_id, row in rows.items()
    }


def notification_mail(hsa_id: str) -> str:
    """Where mail to a unit goes: its own address, else that of its care unit, else empty (1.4)."""
    answers = current()
    row = _unit_row(answers, hsa_id)
    care_unit = care_unit_of(answers, row)
    return row.mail.strip() or (care_unit.mail.strip() if care_unit else "")


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
    """The commissions of each person; the units and providers of all are asked for together."""
    completed = iter(answers.completed([record for one in people for record in one.commissions]))
    return [tuple(islice(completed, len(one.commissions))) for one in people]


def _members_under(answers: Answers, records: Iterable[CommissionRecord], at: dt.datetime) -> dict[str, list[Unit]]:
    """Active members of the care units that usable commissions name."""
    care_units = [record.care_unit for record in records if record.care_unit and record.is_usable(at)]
    return _active_members(answers, care_units, at)


def _tree_of(answers: Answers, staff: Staff, at: dt.datetime) -> UnitTree:
    (records,) = _commissions(answers, [staff])
    return _tree(records, _members_under(answers, records, at), at)


def _tree(records: Iterable[CommissionRecord], members: dict[str, list[Unit]], at: dt.datetime) -> UnitTree:
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
    row = answers.units([hsa_id]).get(normalise(hsa_id))
    if row is None:
        raise UnitNotFound
    return row


def _provider_id(row: Unit, care_unit: Unit | None) -> str:
    return (care_unit.responsible_provider if care_unit else "") or row.responsible_provider


def _parents(row: Unit, care_unit: Unit | None) -> tuple[str, str]:
    return (care_unit.hsa_id if care_unit else "", _provider_id(row, care_unit))


def care_unit_of(answers: Answers, row: Unit) -> Unit | None:
    """The unit itself when it is a care unit, else the one above it, the first in list order (8.1)."""
    return row if row.is_care_unit else _first_of(answers, answers.care_units_above([row]).get(row.hsa_id, ()))


def _first_of(answers: Answers, connected: Sequence[Unit]) -> Unit | None:
    """The care unit above; of several active ones the first in list order: provider name, then its own (8.1)."""
    now = clock.now()
    connected = [care_unit for care_unit in connected if care_unit.is_active(now)] or connected
    if len(connected) <= 1:
        return next(iter(connected), None)
    providers = answers.providers(care_unit.responsible_provider for care_unit in connected)

    def list_order(care_unit: Unit) -> tuple[str, str, str]:
        provider_id = care_unit.responsible_provider
        return (_name(providers.get(provider_id), provider_id), care_unit.name, care_unit.hsa_id)

    return min(connected, key=list_order)


def _active_members(answers: Answers, care_units: Iterable[Unit], at: dt.datetime) -> dict[str, list[Unit]]:
    return {
        care_unit: [member for member in members if member.is_active(at)]
        for care_unit, members in answers.members(care_units).items()
    }


def _provider_node(records: Iterable[CommissionRecord], members: dict[str, list[Unit]]) -> ProviderNode:
    records = list(records)
    provider_id, row = records[0].care_provider_id, records[0].care_provider
    provider = (provider_id, _name(row, provider_id))
    care_units = [
        _care_unit_node(record.care_unit, members.get(record.care_unit.hsa_id, []), provider=provider)
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
    is_care_unit = care_unit is not None and care_unit.hsa_id == row.hsa_id
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
