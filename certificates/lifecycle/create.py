"""A new draft (spec/lifecycle.md 2.2, 5.7; spec/integration.md 1.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.user import CareUser
from certificates import access, engine
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import append, record
from certificates.lifecycle.snapshots import (
    issuer_fields,
    named_patient,
    patient_fields,
    unit_contact,
    unit_fields,
    with_patient_address,
)
from certificates.models import Certificate
from certificates.queries import uniqueness
from certificates.types.base import CertificateType
from patients.person_id import PersonId
from patients.register import PatientRecord
from webcert import clock
from webcert.errors import AuthorizationProblem


@transaction.atomic
def create_draft(
    *,
    user: CareUser,
    certificate_type: CertificateType,
    patient: PatientRecord,
    way_in: Certificate.WayIn,
    reference: str = "",
    prefill: engine.PrefillResult | None = None,
    issuer_name: str = "",
) -> Certificate:
    """A draft on the user's unit, with version 0, and its event SKAPAT.

    ``reference`` is the journal system's own (at most 255 characters); ``issuer_name`` is the creator's name as the
    request states it. Raises the error of the CREATE rule that fails; nothing is stored then.
    """
    uniqueness.hold(certificate_type, patient.person_id)
    access.require(user, Action.CREATE, certificate_type=certificate_type, patient=patient)
    certificate = new_draft(
        user=user,
        certificate_type=certificate_type,
        patient=patient,
        way_in=way_in,
        reference=reference,
        prefill=prefill,
        issuer_name=issuer_name,
    )
    store_draft(certificate, user=user)
    return certificate


def new_draft(
    *,
    user: CareUser,
    certificate_type: CertificateType,
    patient: PatientRecord,
    way_in: Certificate.WayIn,
    reference: str = "",
    prefill: engine.PrefillResult | None = None,
    issuer_name: str = "",
) -> Certificate:
    """The row as it will be stored, not stored yet. The unit's contact details are those of HSA."""
    birth = PersonId(patient.person_id).birth_date
    given = (
        {key: value for key, value in prefill.answers.items() if key != certificate_type.unit_contact}
        if prefill
        else {}
    )
    return draft_with(
        user=user,
        certificate_type=certificate_type,
        patient=patient,
        answers=engine.preset_answers(certificate_type, engine.situation(birth=birth)) | given,
        way_in=way_in,
        reference=reference,
        issuer_name=issuer_name,
    )


def draft_with(
    *,
    user: CareUser,
    certificate_type: CertificateType,
    patient: PatientRecord,
    answers: Mapping[str, Any],
    way_in: Certificate.WayIn,
    reference: str = "",
    issuer_name: str = "",
) -> Certificate:
    """The row of a draft that begins with these answers, not stored yet; what follows from them is filled in.

    Without a chosen unit there is nowhere to write. Contact details of the unit that are not given come from HSA.
    """
    unit = user.unit
    if unit is None:
        raise AuthorizationProblem("Välj en vårdenhet först.", reason="AUTHORIZATION_DIFFERENT_UNIT")
    birth = PersonId(patient.person_id).birth_date
    begun = {certificate_type.unit_contact: unit_contact(certificate_type, unit), **answers}
    answers = engine.with_consequences(
        certificate_type, with_patient_address(certificate_type, begun, patient, user.launch), birth=birth
    )
    moment = clock.now()
    return Certificate(
        type_id=certificate_type.type_id,
        type_version=certificate_type.version,
        is_complete=engine.validate(certificate_type, answers, birth=birth).is_complete,
        way_in=way_in,
        answers=answers,
        reference=reference,
        created_at=moment,
        saved_at=moment,
        saved_by_hsa_id=user.hsa_id,
        saved_by_name=issuer_name or user.name,
        **patient_fields(named_patient(certificate_type, patient, user.launch)),
        **unit_fields(unit),
        **issuer_fields(user, name=issuer_name),
    )


@transaction.atomic(savepoint=False)
def store_draft(certificate: Certificate, *, user: CareUser) -> None:
    """Store a new draft and tell of it."""
    certificate.save(force_insert=True)
    record(EventKind.SKAPAT, certificate, user=user, occurred_at=certificate.created_at)
    if certificate.is_complete and certificate.way_in == Certificate.WayIn.CREATE_DRAFT_CERTIFICATE:
        # Into the history only (spec/integration.md 1.1.3): the journal system hears KFSIGN when a person says so.
        append(EventKind.KFSIGN, certificate, user=user, occurred_at=certificate.created_at)
