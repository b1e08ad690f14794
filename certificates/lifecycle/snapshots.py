"""What a certificate keeps of people and units as they were (spec/certificate-types/README.md 4)."""

from __future__ import annotations

from typing import Any

from accounts.user import CareUser
from certificates.models import Certificate
from certificates.questions.base import Fields
from certificates.types.base import CertificateType
from hsa.tree import UnitNode
from patients.register import PatientRecord
from webcert import clock


def issuer_fields(user: CareUser, *, name: str = "") -> dict[str, Any]:
    """The person behind the certificate. ``name`` wins over the directory's (spec/integration.md 1.1.2)."""
    return {
        "issuer_hsa_id": user.hsa_id,
        "issuer_name": name or user.name,
        "issuer_title": user.title,
        "issuer_positions": [{"code": position.code, "name": position.name} for position in user.positions],
        "issuer_specialities": list(user.specialities),
        "issuer_licences": list(user.licences),
    }


def unit_fields(unit: UnitNode) -> dict[str, Any]:
    return {
        "unit_id": unit.hsa_id,
        "unit_name": unit.name,
        "care_unit_id": unit.care_unit_id,
        "care_unit_name": unit.care_unit_name,
        "care_provider_id": unit.care_provider_id,
        "care_provider_name": unit.care_provider_name,
        "workplace_code": unit.workplace_code,
        "unit_mail": unit.mail,
    }


def unit_contact(certificate_type: CertificateType, unit: UnitNode) -> Any:
    """The answer "unit contact" as HSA has it, in the form in which the question keeps it, ready to be edited."""
    question = certificate_type.question(certificate_type.unit_contact)
    if question is None:
        raise ValueError(f"{certificate_type.key} has no question for the unit's contact details")
    known = {"address": unit.address, "postal_code": unit.postal_code, "city": unit.city, "phone": unit.phone}
    posted = {question.control(part).name: text for part, text in known.items()}
    return question.parse(Fields(posted, question.id), question.empty(), clock.today()).value


def patient_fields(patient: PatientRecord) -> dict[str, Any]:
    return {
        "person_id": patient.person_id,
        "patient_first_name": patient.first_name,
        "patient_middle_name": patient.middle_name,
        "patient_last_name": patient.last_name,
        "is_test_certificate": patient.is_test_person,
    }


def stamp_issuer(certificate: Certificate, user: CareUser) -> None:
    """Make ``user`` the issuer of the row in memory, as every save and the signing do (spec/lifecycle.md 3.1)."""
    for field, value in issuer_fields(user).items():
        setattr(certificate, field, value)
