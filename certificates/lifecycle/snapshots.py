"""What a certificate keeps of people and units as they were (spec/certificate-types/README.md 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accounts.user import CareUser, LaunchParameters
from certificates.models import Certificate
from certificates.questions.base import Fields
from certificates.questions.patient_address import PatientAddress, ToldAddress
from certificates.types.base import CertificateType
from hsa.tree import UnitNode
from patients.register import PatientRecord
from webcert import clock

LONGEST_NAME = 255


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


def saved_fields(user: CareUser, certificate: Certificate) -> dict[str, Any]:
    """The next version of a draft: when and by whom it is saved."""
    return {
        "version": certificate.version + 1,
        "saved_at": clock.now(),
        "saved_by_hsa_id": user.hsa_id,
        "saved_by_name": user.name,
        "saved_from_page": "",
        "saved_post": "",
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


def named_patient(
    certificate_type: CertificateType, patient: PatientRecord, launch: LaunchParameters | None
) -> PatientRecord:
    """The patient with the launch's name where the register has none, if the type takes it (integration.md 3.5).

    A protected patient is never named by a launch (lifecycle.md 8).
    """
    if launch is None or not launch.is_about(patient.person_id) or patient.has_name or patient.is_protected:
        return patient
    if not certificate_type.may_be_named_by_launch:
        return patient
    named = replace(
        patient,
        first_name=launch.fornamn.strip()[:LONGEST_NAME],
        middle_name=launch.mellannamn.strip()[:LONGEST_NAME],
        last_name=launch.efternamn.strip()[:LONGEST_NAME],
    )
    return named if named.has_name else patient


def with_patient_address(
    certificate_type: CertificateType,
    answers: Mapping[str, Any],
    patient: PatientRecord | None,
    launch: LaunchParameters | None = None,
) -> dict[str, Any]:
    """The answers with the patient's address as the register or the launch has it now; unchanged where the type asks
    for none or the register could not be asked.
    """
    question = certificate_type.question(certificate_type.patient_address) if certificate_type.patient_address else None
    if patient is None or not isinstance(question, PatientAddress):
        return dict(answers)
    told = launch if launch is not None and launch.is_about(patient.person_id) else LaunchParameters()
    value = question.refreshed(
        question.tidy(answers.get(question.id)),
        register=ToldAddress(patient.address, patient.postal_code, patient.city),
        launch=ToldAddress(told.postadress, told.postnummer, told.postort),
    )
    others = {key: answer for key, answer in answers.items() if key != question.id}
    return others if value == question.empty() else {**others, question.id: value}


def patient_fields(patient: PatientRecord) -> dict[str, Any]:
    return {
        "person_id": patient.person_id,
        "patient_first_name": patient.first_name,
        "patient_middle_name": patient.middle_name,
        "patient_last_name": patient.last_name,
        "is_test_certificate": patient.is_test_person,
    }


def stamp_issuer(certificate: Certificate, user: CareUser) -> tuple[str, ...]:
    """Make ``user`` the issuer of the row in memory, as every save and the signing do (spec/lifecycle.md 3.1).

    Returns the names of the fields.
    """
    fields = issuer_fields(user)
    for field, value in fields.items():
        setattr(certificate, field, value)
    return tuple(fields)
