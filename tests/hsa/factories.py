"""Small builders of directory rows."""

from __future__ import annotations

from typing import Any

from hsa.models import Commission, CredentialRecord, EmployeeRecord, Membership, Person, Unit


def provider(hsa_id: str, **facts: Any) -> Unit:
    return Unit.objects.create(**{"hsa_id": hsa_id, "name": hsa_id, "is_care_provider": True, **facts})


def care_unit(hsa_id: str, stated_provider: str = "VG1", *, members: tuple[Unit, ...] = (), **facts: Any) -> Unit:
    row = Unit.objects.create(
        **{"hsa_id": hsa_id, "name": hsa_id, "is_care_unit": True, "stated_provider": stated_provider, **facts}
    )
    connect(row, *members)
    return row


def sub_unit(hsa_id: str, **facts: Any) -> Unit:
    return Unit.objects.create(**{"hsa_id": hsa_id, "name": hsa_id, **facts})


def connect(row: Unit, *members: Unit) -> None:
    for member in members:
        Membership.objects.create(care_unit=row, member=member)


def person(hsa_id: str = "P1", *, units: tuple[str, ...] = (), employed: bool = True) -> Person:
    row = Person.objects.create(hsa_id=hsa_id)
    if employed:
        EmployeeRecord.objects.create(person=row, given_name="Ada", middle_and_surname="Ek")
    for unit in units:
        commission(row, unit)
    return row


def employee(row: Person, **facts: Any) -> EmployeeRecord:
    return EmployeeRecord.objects.create(person=row, **facts)


def credential(row: Person, **facts: Any) -> CredentialRecord:
    return CredentialRecord.objects.create(person=row, **facts)


def commission(row: Person, unit: str, **facts: Any) -> Commission:
    return Commission.objects.create(person=row, care_unit_id=unit, **facts)
