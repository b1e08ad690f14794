"""What a launch from a journal system may change in a draft (spec/integration.md 3.4 steps 4 and 7, 3.5)."""

from __future__ import annotations

import structlog
from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.lifecycle.snapshots import named_patient, patient_fields, saved_fields
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from hsa.tree import find_unit
from patients import queries as patient_queries
from patients.person_id import valid_number
from patients.register import LookupStatus, PatientRecord
from webcert.errors import AuthorizationProblem

log = structlog.get_logger(__name__)

MAX_REFERENCE_LENGTH = 255


@transaction.atomic
def keep_reference(*, user: CareUser, certificate_id: str, reference: str) -> None:
    """Give a certificate the journal system's reference, when it has none yet. One that does not fit is left out.

    Types of the newer engine take it for drafts only.
    """
    reference = reference.strip()
    if not reference:
        return
    certificate = queries.lock_certificate(user, certificate_id)
    is_older = registry.get(certificate.type_id, certificate.type_version).engine is Engine.LEGACY
    if certificate.reference or not (certificate.is_draft or is_older):
        return
    if len(reference) > MAX_REFERENCE_LENGTH:
        log.warning("launch_reference_too_long", certificate_id=certificate_id, length=len(reference))
        return
    certificate.reference = reference
    certificate.save(update_fields=["reference"])


@transaction.atomic
def change_patient(*, user: CareUser, certificate_id: str, person_id: str) -> str:
    """Put an editable draft on the patient's new number; the former one, or empty text when nothing was changed.

    Nothing is changed for a reserve number, the same number, or one that the register does not know: such a draft could
    not be opened again. Raises ``AuthorizationProblem`` when the draft's unit is not one of the user's.
    """
    number = valid_number(person_id)
    certificate = queries.lock_certificate(user, certificate_id)
    if not number or number == certificate.person_id or not certificate.is_draft:
        return ""
    if find_unit(user.providers, certificate.unit_id) is None:
        raise AuthorizationProblem(reason="AUTHORIZATION_DIFFERENT_UNIT")
    lookup = patient_queries.look_up(number)
    if lookup.status is LookupStatus.NOT_FOUND:
        log.warning("launch_number_unknown", certificate_id=certificate_id)
        return ""
    access.require(user, Action.READ, certificate=certificate, patient=lookup)
    if lookup.patient is None or not access.decide(user, Action.UPDATE, certificate=certificate).allowed:
        return ""
    return _move(certificate, lookup.patient, user)


@transaction.atomic
def keep_name(*, user: CareUser, certificate_id: str) -> None:
    """Give an editable draft the launch's name of a patient whose name the register lacks, if the type takes it."""
    certificate = queries.lock_certificate(user, certificate_id)
    lookup = patient_queries.look_up(certificate.person_id)
    if lookup.patient is None or lookup.patient.has_name or not certificate.is_draft:
        return
    named = named_patient(registry.get(certificate.type_id, certificate.type_version), lookup.patient, user.launch)
    if not named.has_name or not access.decide(user, Action.UPDATE, certificate=certificate, patient=lookup).allowed:
        return
    certificate.patient_first_name = named.first_name
    certificate.patient_middle_name = named.middle_name
    certificate.patient_last_name = named.last_name
    certificate.save(update_fields=["patient_first_name", "patient_middle_name", "patient_last_name"])


def _move(certificate: Certificate, patient: PatientRecord, user: CareUser) -> str:
    former = certificate.person_id
    changes = patient_fields(patient) | saved_fields(user, certificate)
    for field, value in changes.items():
        setattr(certificate, field, value)
    certificate.save(update_fields=list(changes))
    announce(EventKind.ANDRAT, user=user, certificate=certificate)
    log.info("patient_number_changed", certificate_id=certificate.pk)
    return former
