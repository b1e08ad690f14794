"""What every draft made from another certificate has in common (spec/lifecycle.md 5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.create import draft_with
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from patients.person_id import valid_number
from patients.register import LookupStatus, PatientRecord
from webcert.errors import DataNotFound, InvalidState, PuProblem

NO_RELATION = ""


def source_patient(user: CareUser, action: Action, source: Certificate) -> PatientRecord:
    """The patient of the new draft, once ``action`` on ``source`` is allowed for the old number and for a new one.

    A valid number of the launch takes the place of the certificate's; a reserve number does not, nor one that the
    register does not know (spec/roles-and-access.md 7.7). Without the register's answer no such
    action is allowed. Raises ``DataNotFound`` when the register does not know the certificate's own number.
    """
    patient = _allowed_patient(user, action, source, source.person_id)
    number = valid_number(user.launch_about(source.person_id).alternate_patient_ssn)
    if not number or number == source.person_id:
        return patient
    try:
        return _allowed_patient(user, action, source, number)
    except DataNotFound:
        return patient


def begun_draft(user: CareUser, action: Action, *, certificate_id: str, relation: Certificate.Relation) -> Certificate:
    """The unsigned draft that stands in ``relation`` to the certificate. Opening it has rules of its own."""
    source = queries.get_certificate(user, certificate_id)
    access.require(user, action, certificate=source)
    draft = queries.draft_of(source, relation)
    if draft is None:
        raise InvalidState("Det finns inget påbörjat utkast.")
    return draft


def derive(
    *,
    user: CareUser,
    source: Certificate,
    certificate_type: CertificateType,
    patient: PatientRecord,
    answers: Mapping[str, Any],
    event: EventKind,
    relation: str = NO_RELATION,
    version: int = 0,
) -> Certificate:
    """Store a draft on the user's unit that begins with ``answers`` and stands in ``relation`` to its source.

    In the caller's transaction. The journal system's reference of the launch goes along, and so does the mark of a
    test certificate.
    """
    draft = draft_with(
        user=user,
        certificate_type=certificate_type,
        patient=patient,
        answers=answers,
        way_in=Certificate.WayIn.RELATION,
        reference=user.launch_about(source.person_id).ref,
    )
    draft.version = version
    draft.is_test_certificate = draft.is_test_certificate or source.is_test_certificate
    if relation:
        draft.relation, draft.parent = relation, source
    draft.save(force_insert=True)
    record(event, draft, user=user, occurred_at=draft.created_at)
    return draft


def is_same_unit(user: CareUser, source: Certificate) -> bool:
    return user.unit is not None and user.unit.hsa_id == source.unit_id


def _allowed_patient(user: CareUser, action: Action, source: Certificate, person_id: str) -> PatientRecord:
    lookup = patient_queries.look_up(person_id)
    decision = access.decide(user, action, certificate=source, patient=lookup)
    if lookup.patient is None or not decision.allowed:
        if lookup.status is LookupStatus.NOT_FOUND and decision.reason in {"", "PU_PROBLEM"}:
            raise DataNotFound("Patienten finns inte i folkbokföringsregistret.")
        raise PuProblem if decision.allowed else decision.as_error()
    return lookup.patient
