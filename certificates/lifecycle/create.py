"""A new draft (spec/lifecycle.md 2.2, 5.7; spec/integration.md 1.1.2)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import access, engine
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import append, record
from certificates.lifecycle.snapshots import issuer_fields, patient_fields, unit_contact, unit_fields
from certificates.models import Certificate
from certificates.types.base import CertificateType
from patients.register import PatientRecord
from webcert import clock
from webcert.errors import AuthorizationProblem


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
    """The row as it will be stored, not stored yet. Without a chosen unit there is nowhere to write."""
    unit = user.unit
    if unit is None:
        raise AuthorizationProblem("Välj en vårdenhet först.", reason="AUTHORIZATION_DIFFERENT_UNIT")
    answers = (prefill.answers if prefill else {}) | {
        certificate_type.unit_contact: unit_contact(certificate_type, unit)
    }
    moment = clock.now()
    return Certificate(
        type_id=certificate_type.type_id,
        type_version=certificate_type.version,
        is_complete=engine.validate(certificate_type, answers).is_complete,
        way_in=way_in,
        answers=answers,
        reference=reference,
        created_at=moment,
        saved_at=moment,
        saved_by_hsa_id=user.hsa_id,
        saved_by_name=issuer_name or user.name,
        **patient_fields(patient),
        **unit_fields(unit),
        **issuer_fields(user, name=issuer_name),
    )


@transaction.atomic
def store_draft(certificate: Certificate, *, user: CareUser) -> None:
    """Store a new draft and tell of it."""
    certificate.save(force_insert=True)
    record(EventKind.SKAPAT, certificate, user=user, occurred_at=certificate.created_at)
    if certificate.is_complete and certificate.way_in == Certificate.WayIn.CREATE_DRAFT_CERTIFICATE:
        # Into the history only (spec/integration.md 1.1.3): the journal system hears KFSIGN when a person says so.
        append(EventKind.KFSIGN, certificate, user=user, occurred_at=certificate.created_at)
