"""Answers of HSA, as plain data, into the rows and records of the directory (spec/roles-and-access.md 1.1-1.5).

The rows stand in no table. Elements that the spec does not name are not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hsa.hsa_id import normalise
from hsa.models import CredentialRecord, EmployeeRecord, Person, Unit
from hsa.records import CommissionRecord, Staff, merge
from webcert import clock

Parts = Mapping[str, Any]
EARLIEST, LATEST = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)
"""For times at the very edge of the calendar, which have no counterpart in UTC."""


@dataclass(frozen=True, slots=True)
class Place:
    """What stands above a unit; a care unit is its own."""

    care_unit_id: str
    care_provider_id: str
    is_care_unit: bool


def staff(hsa_id: str, *, employees: Parts, credentials: Parts) -> Staff | None:
    """None when neither answer knows the person; without employee record there are commissions only.

    What an answer says of anybody else gives her nothing.
    """
    people = _about(hsa_id, employees["personInformation"])
    rights = _about(hsa_id, credentials["credentialInformation"])
    if not people and not rights:
        return None
    person = Person(hsa_id=hsa_id, person_id=next(filter(None, map(_person_id, rights)), ""))
    records = [_employee(parts) for parts in people]
    return Staff(
        record=merge(person, records, [_credential(parts) for parts in rights]) if records else None,
        commissions=tuple(_commission(parts) for one in rights for parts in one["commission"] or []),
    )


def _about(hsa_id: str, records: Iterable[Parts] | None) -> list[Parts]:
    return [parts for parts in records or () if _hsa_id(parts["personHsaId"]) == hsa_id]


def unit(
    answer: Parts, *, place: Place | None = None, is_care_provider: bool = False, prescription_codes: str = ""
) -> Unit:
    """The unit that GetUnit has found, with what other contracts tell of it."""
    parts = answer["unit"]
    return Unit(
        hsa_id=_hsa_id(parts["unitHsaId"]),
        name=_text(parts["unitName"]),
        is_care_provider=is_care_provider,
        is_care_unit=place is not None and place.is_care_unit,
        stated_provider=place.care_provider_id if place is not None and place.is_care_unit else "",
        start=moment(parts["unitStartDate"]),
        end=moment(parts["unitEndDate"]),
        mail=_text(parts["mail"]),
        phones=_lines(parts["telephoneNumber"]),
        prescription_codes=prescription_codes,
        **_address(parts["structuredPostalAddress"], parts["postalAddress"], parts["postalCode"]),
    )


def named_unit(told: Unit, answer: Parts, *, prescription_codes: str) -> Unit:
    """The care unit of a commission: name and dates are the commission's, contact details GetUnit's (1.4)."""
    row = unit(answer, prescription_codes=prescription_codes)
    row.hsa_id, row.name, row.start, row.end = told.hsa_id, told.name or row.name, told.start, told.end
    row.is_care_unit, row.stated_provider = True, told.stated_provider
    return row


def above(answer: Parts, hsa_id: str) -> Place | None:
    """What stands above the unit ``hsa_id``; an answer without care unit counts as not found (1.5)."""
    parts = answer["healthCareUnit"]
    care_unit_id = _hsa_id(parts["healthCareUnitHsaId"]) if parts else ""
    if not care_unit_id:
        return None
    return Place(
        care_unit_id=care_unit_id,
        care_provider_id=_hsa_id(parts["healthCareProviderHsaId"]),
        is_care_unit=bool(parts["unitIsHealthCareUnit"]) or care_unit_id == hsa_id,
    )


def provider(answer: Parts) -> Unit | None:
    """The first care provider of an answer, which may hold none."""
    for parts in answer["healthCareProvider"] or []:
        return _provider(parts)
    return None


def members(answer: Parts) -> tuple[Unit, ...]:
    """The connected units, active or not, with their own workplace codes."""
    parts = answer["healthCareUnitMembers"]
    return tuple(_member(member) for member in (parts["healthCareUnitMember"] or [] if parts else []))


def prescription_codes(answer: Parts, hsa_id: str) -> str:
    """Workplace codes of a care unit or of one of its members, one per line."""
    parts = answer["healthCareUnitMembers"]
    if parts is None:
        return ""
    if _hsa_id(parts["healthCareUnitHsaId"]) == hsa_id:
        return _lines(parts["healthCareUnitPrescriptionCode"])
    return next((member.prescription_codes for member in members(answer) if member.hsa_id == hsa_id), "")


def _employee(parts: Parts) -> EmployeeRecord:
    titles = [title for title in parts["paTitle"] or [] if _text(title["paTitleCode"])]
    return EmployeeRecord(
        given_name=_text(parts["givenName"]),
        middle_and_surname=_text(parts["middleAndSurName"]),
        title=_text(parts["title"]),
        licences=_lines(parts["healthCareProfessionalLicence"]),
        pa_titles=_lines(f"{title['paTitleCode']} {title['paTitleName'] or ''}" for title in titles),
        specialities=_lines(parts["specialityName"]),
        is_protected=bool(parts["protectedPerson"]),
    )


def _credential(parts: Parts) -> CredentialRecord:
    roles = (f"{_text(role['systemId'])};{_text(role['role'])}" for role in parts["hsaSystemRole"] or [])
    return CredentialRecord(
        personal_prescription_code=_text(parts["personalPrescriptionCode"]),
        group_prescription_codes=_lines(parts["groupPrescriptionCode"]),
        pa_title_codes=_lines(parts["paTitleCode"]),
        system_roles=_lines(roles),
    )


def _person_id(parts: Parts) -> str:
    identity = parts["personalIdentity"]
    return digits(identity["extension"]) if identity else ""


def _commission(parts: Parts) -> CommissionRecord:
    care_unit_id = _hsa_id(parts["healthCareUnitHsaId"])
    provider = _provider(parts)
    care_unit = Unit(
        hsa_id=care_unit_id,
        name=_text(parts["healthCareUnitName"]),
        is_care_unit=True,
        stated_provider=provider.hsa_id,
        start=moment(parts["healthCareUnitStartDate"]),
        end=moment(parts["healthCareUnitEndDate"]),
    )
    return CommissionRecord(
        name=_text(parts["commissionName"]),
        purpose=_text(parts["commissionPurpose"]),
        care_unit_id=care_unit_id,
        care_unit=care_unit if care_unit_id else None,
        care_provider_id=provider.hsa_id,
        care_provider=provider if provider.hsa_id else None,
    )


def _provider(parts: Parts) -> Unit:
    """A care provider as commissions and GetHealthCareProvider name it."""
    hsa_id = _hsa_id(parts["healthCareProviderHsaId"])
    return Unit(
        hsa_id=hsa_id,
        name=_text(parts["healthCareProviderName"]) or hsa_id,
        is_care_provider=True,
        org_number=_text(parts["healthCareProviderOrgNo"]),
        start=moment(parts["healthCareProviderStartDate"]),
        end=moment(parts["healthCareProviderEndDate"]),
    )


def _member(parts: Parts) -> Unit:
    return Unit(
        hsa_id=_hsa_id(parts["healthCareUnitMemberHsaId"]),
        name=_text(parts["healthCareUnitMemberName"]),
        start=moment(parts["healthCareUnitMemberStartDate"]),
        end=moment(parts["healthCareUnitMemberEndDate"]),
        prescription_codes=_lines(parts["healthCareUnitMemberPrescriptionCode"]),
        phones=_lines(parts["healthCareUnitMemberTelephoneNumber"]),
        **_address(
            parts["healthCareUnitMemberstructuredPostalAddress"],
            parts["healthCareUnitMemberpostalAddress"],
            parts["healthCareUnitMemberpostalCode"],
        ),
    )


def _address(structured: Parts | None, unstructured: Parts | None, postal_code: str | None) -> dict[str, str]:
    """The address fields of a row; which of the two counts is the matter of ``hsa.addresses``."""
    fields = {
        "postal_address": _lines(unstructured["addressLine"]) if unstructured else "",
        "postal_code": _text(postal_code),
    }
    if structured:
        fields |= {
            "street": _text(structured["street"]),
            "premises_number": _text(structured["premisesNumber"]),
            "premises_letter": _text(structured["premisesLetter"]),
            "structured_postal_code": _text(structured["postCode"]),
            "structured_town": _text(structured["town"]),
        }
    return fields


def _hsa_id(value: str | None) -> str:
    return normalise(value or "")


def _text(value: str | None) -> str:
    """Without line breaks: the lists of a row have one value per line."""
    return " ".join((value or "").split())


def _lines(values: Iterable[str | None] | None) -> str:
    return "\n".join(filter(None, map(_text, values or ())))


def digits(number: str | None) -> str:
    """A personal number without its hyphen."""
    return "".join(filter(str.isdigit, number or ""))


def moment(value: dt.datetime | None) -> dt.datetime | None:
    """A time without zone is Swedish local time."""
    if value is None:
        return None
    try:
        return clock.from_local(value) if value.tzinfo is None else value.astimezone(dt.UTC)
    except OverflowError:
        return EARLIEST if value.year == dt.MINYEAR else LATEST
