"""What HSA passes on from Socialstyrelsen's register, and the list of certifiers (spec/administration.md 1.13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import HospPublication, HospRecord
from hsa.tables import Tables
from rivta.build import person_root
from rivta.envelope import SoapFault
from simulators.hsa.models import CertifierEntry
from simulators.hsa.units import moment
from webcert import clock

PHYSICIAN_CODE = "LK"
"""The specialities and restrictions that the register keeps are those of this licence (spec/administration.md 1.3)."""

Parts = dict[str, Any]


def credentials(_directory: Tables, asked: Mapping[str, Any]) -> Parts:
    """GetHospCredentialsForPerson; a person who is not in the register has no licence."""
    number = asked["personalIdentityNumber"] or ""
    identity = {"root": person_root(number), "extension": number}
    record = HospRecord.objects.filter(person_id=number).first()
    if record is None:
        return {"personalIdentityNumber": identity}
    return {
        "personalIdentityNumber": identity,
        "healthCareProfessionalLicence": [
            {"healthCareProfessionalLicenceCode": one["code"], "healthCareProfessionalLicenceName": one["name"]}
            for one in record.licences
        ],
        "personalPrescriptionCode": record.personal_prescription_code or None,
        "healthCareProfessionalLicenceSpeciality": [
            {
                "healthCareProfessionalLicenceCode": PHYSICIAN_CODE,
                "specialityCode": one["code"],
                "specialityName": one["name"],
            }
            for one in record.specialities
        ],
        "restrictions": [
            {
                "healthCareProfessionalLicenceCode": PHYSICIAN_CODE,
                "restrictionCode": one["code"],
                "restrictionName": one["name"],
            }
            for one in record.restrictions
        ],
    }


def last_update(_directory: Tables, _asked: Mapping[str, Any]) -> Parts:
    """GetHospLastUpdate; before the first publication there is nothing to answer with."""
    publication = HospPublication.objects.first()
    if publication is None:
        raise SoapFault("HOSP has never been published")
    return {"lastUpdate": moment(publication.published_at)}


def note(asked: Mapping[str, Any]) -> CertifierEntry:
    """Keep one call of HandleHospCertificationPerson."""
    return CertifierEntry.objects.create(
        person_id=(asked["personalIdentityNumber"] or "")[:12],
        operation=asked["operation"],
        certification_id=(asked["certificationId"] or "")[:64],
        reason=(asked["reason"] or "")[:255],
        received_at=clock.now(),
    )
