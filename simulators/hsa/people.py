"""What HSA tells of a member of staff. Nobody is an empty list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hsa.models import Commission, CredentialRecord, EmployeeRecord, Person, lines
from hsa.records import CommissionRecord, pa_title
from hsa.tables import Tables
from rivta import oids
from simulators.hsa.units import moment

Parts = dict[str, Any]


def employee(_directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetEmployeeIncludingProtectedPerson: every record; feigned ones only when they are asked for."""
    person = _person(asked)
    records = person.employee_records.all() if person else ()
    shown = [row for row in records if asked["includeFeignedObject"] or not row.is_feigned]
    return {"personInformation": [_employee_parts(row) for row in shown]}


def credentials(directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetCredentialsForPersonIncludingProtectedPerson: every record, the commissions with the first."""
    person = _person(asked)
    if person is None:
        return {"credentialInformation": []}
    records = [_credential_parts(person, row) for row in person.credential_records.all() or [CredentialRecord()]]
    rows = list(person.commissions.all())
    told = directory.completed(staff.commissions) if (staff := directory.staff(person.hsa_id)) else []
    records[0]["commission"] = [_commission_parts(row, one) for row, one in zip(rows, told, strict=True)]
    return {"credentialInformation": records}


def _person(asked: Mapping[str, Any]) -> Person | None:
    people = Person.objects.all()
    if asked["personHsaId"] is not None:
        return people.filter(hsa_id=asked["personHsaId"]).first()
    return people.filter(person_id=asked["personalIdentityNumber"] or None).first()


def _employee_parts(row: EmployeeRecord) -> Parts:
    titles = [pa_title(line) for line in lines(row.pa_titles)]
    return {
        "personHsaId": row.person.hsa_id,
        "givenName": row.given_name or None,
        "middleAndSurName": row.middle_and_surname,
        "title": row.title or None,
        "healthCareProfessionalLicence": lines(row.licences),
        "paTitle": [{"paTitleName": title.name or None, "paTitleCode": title.code or None} for title in titles],
        "specialityName": lines(row.specialities),
        "dn": f"cn={row.person.hsa_id},o=Simulator,c=SE",
        "protectedPerson": row.is_protected,
        "personStartDate": _midnight(row.start),
        "personEndDate": _midnight(row.end),
        "feignedPerson": row.is_feigned,
    }


def _credential_parts(person: Person, row: CredentialRecord) -> Parts:
    first = person.employee_records.first()
    identity = {"root": oids.PERSONNUMMER, "extension": person.person_id}
    return {
        "givenName": first.given_name if first else None,
        "middleAndSurName": first.middle_and_surname if first else "",
        "personHsaId": person.hsa_id,
        "personalPrescriptionCode": row.personal_prescription_code or None,
        "groupPrescriptionCode": lines(row.group_prescription_codes),
        "hsaSystemRole": [_system_role(line) for line in lines(row.system_roles)],
        "paTitleCode": lines(row.pa_title_codes),
        "personalIdentity": identity if person.person_id else None,
    }


def _system_role(line: str) -> Parts:
    """A role without system has an empty one."""
    system, _, role = line.rpartition(";")
    return {"systemId": system, "role": role}


def _commission_parts(row: Commission, told: CommissionRecord) -> Parts:
    unit, provider = told.care_unit, told.care_provider
    return {
        "commissionName": row.name,
        "commissionHsaId": row.hsa_id,
        "commissionPurpose": row.purpose,
        "commissionRight": [_right(line) for line in lines(row.rights)],
        "healthCareUnitHsaId": row.care_unit_id,
        "healthCareUnitName": unit.name if unit else None,
        "healthCareUnitStartDate": moment(unit.start) if unit else None,
        "healthCareUnitEndDate": moment(unit.end) if unit else None,
        "healthCareProviderHsaId": told.care_provider_id,
        "healthCareProviderName": provider.name if provider else "",
        "healthCareProviderOrgNo": provider.org_number if provider else "",
        "healthCareProviderStartDate": moment(provider.start) if provider else None,
        "healthCareProviderEndDate": moment(provider.end) if provider else None,
        "archivedHealthCareProvider": provider.is_archived if provider else None,
        "archivedHealthCareUnit": unit.is_archived if unit else None,
    }


def _right(line: str) -> Parts:
    activity, information_class, scope = [*line.split(";"), "", "", ""][:3]
    return {"activity": activity, "informationClass": information_class, "scope": scope}


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time()) if day else None
