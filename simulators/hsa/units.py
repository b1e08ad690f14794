"""What HSA tells of a unit, of what stands above it and of its members. An unknown unit leaves the answer empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hsa import directory as port
from hsa.hsa_id import normalise
from hsa.models import Unit, lines
from hsa.tables import Tables
from webcert import clock

Parts = dict[str, Any]


def unit(directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetUnit."""
    row = _row(directory, asked["unitHsaId"])
    return {"unit": _unit_parts(row) if row else None}


def care_unit(directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetHealthCareUnit: of several care units above a unit, the first in list order (8.1)."""
    row = _row(directory, asked["healthCareUnitMemberHsaId"])
    above = port.care_unit_of(directory, row) if row else None
    if row is None or above is None:
        return {"healthCareUnit": None}
    return {
        "healthCareUnit": {
            "unitIsHealthCareUnit": row.is_care_unit,
            **_named("healthCareUnitMember", row),
            "archivedHealthCareUnitMember": row.is_archived,
            **_named("healthCareUnit", above),
            "archivedHealthCareUnit": above.is_archived,
            **_provider_parts(directory, above),
        }
    }


def members(directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetHealthCareUnitMembers: all connected units, also those that have closed."""
    row = _row(directory, asked["healthCareUnitHsaId"])
    if row is None or not row.is_care_unit:
        return {"healthCareUnitMembers": None}
    structured, unstructured, code = _address(row)
    return {
        "healthCareUnitMembers": {
            **_named("healthCareUnit", row),
            "healthCareUnitPrescriptionCode": lines(row.prescription_codes),
            "telephoneNumber": _phones(row),
            "postalAddress": unstructured,
            "postalCode": code,
            "archivedHealthCareUnit": row.is_archived,
            "healthCareProvider": _provider_parts(directory, row),
            "healthCareUnitMember": [_member_parts(member) for member in directory.members([row]).get(row.hsa_id, [])],
            "structuredPostalAddress": structured,
        }
    }


def providers(directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetHealthCareProvider: units tagged as care provider, by HSA-id or organisation number."""
    tagged = Unit.objects.filter(is_care_provider=True)
    if asked["healthCareProviderHsaId"] is not None:
        rows = list(tagged.filter(hsa_id=asked["healthCareProviderHsaId"]))
    else:
        wanted = _digits(asked["healthCareProviderOrgNo"] or "")
        rows = [row for row in tagged.exclude(org_number="") if _digits(row.org_number) == wanted]
    return {"healthCareProvider": [_without_public_name(_provider_parts(directory, row)) for row in rows]}


def moment(at: dt.datetime | None) -> dt.datetime | None:
    """Swedish local time without zone."""
    return clock.local(at).replace(tzinfo=None) if at else None


def _row(directory: Tables, hsa_id: str | None) -> Unit | None:
    return directory.units([hsa_id or ""]).get(normalise(hsa_id or ""))


def _unit_parts(row: Unit) -> Parts:
    structured, unstructured, code = _address(row)
    return {
        "mail": row.mail or None,
        "unitHsaId": row.hsa_id,
        "unitName": row.name,
        "publicName": row.name,
        "postalAddress": unstructured,
        "postalCode": code,
        "telephoneNumber": _phones(row),
        "unitStartDate": moment(row.start),
        "unitEndDate": moment(row.end),
        "structuredPostalAddress": structured,
    }


def _member_parts(row: Unit) -> Parts:
    structured, unstructured, code = _address(row)
    return {
        **_named("healthCareUnitMember", row),
        "healthCareUnitMemberPrescriptionCode": lines(row.prescription_codes),
        "healthCareUnitMemberTelephoneNumber": _phones(row),
        "healthCareUnitMemberpostalAddress": unstructured,
        "healthCareUnitMemberpostalCode": code,
        "archivedHealthCareUnitMember": row.is_archived,
        "healthCareUnitMemberstructuredPostalAddress": structured,
    }


def _provider_parts(directory: Tables, row: Unit) -> Parts:
    """The care provider of a care unit, or one itself; a care unit that states none has one without names."""
    hsa_id = row.hsa_id if row.is_care_provider and not row.is_care_unit else row.responsible_provider
    provider = _row(directory, hsa_id) or Unit(hsa_id=hsa_id)
    return {
        **_named("healthCareProvider", provider),
        "healthCareProviderOrgNo": provider.org_number,
        "archivedHealthCareProvider": provider.is_archived,
    }


def _without_public_name(provider: Parts) -> Parts:
    return {name: value for name, value in provider.items() if name != "healthCareProviderPublicName"}


def _named(what: str, row: Unit) -> Parts:
    return {
        f"{what}HsaId": row.hsa_id,
        f"{what}Name": row.name,
        f"{what}PublicName": row.name,
        f"{what}StartDate": moment(row.start),
        f"{what}EndDate": moment(row.end),
    }


def _address(row: Unit) -> tuple[Parts | None, Parts | None, str | None]:
    """The structured address, the unstructured one and its postal code, each None when the unit has none."""
    structured = {
        "addressee": [row.name],
        "street": row.street or None,
        "premisesNumber": row.premises_number or None,
        "premisesLetter": row.premises_letter or None,
        "postCode": row.structured_postal_code,
        "town": row.structured_town,
    }
    has_structured = any(value for name, value in structured.items() if name != "addressee")
    unstructured = lines(row.postal_address)
    return (
        structured if has_structured else None,
        {"addressLine": unstructured} if unstructured else None,
        row.postal_code or None,
    )


def _phones(row: Unit) -> list[str]:
    """As the contract writes them: a plus sign at most, and digits."""
    return [("+" if number.startswith("+") else "") + _digits(number) for number in lines(row.phones)]


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
