"""Drafts that share answers with a certificate of another type (spec/lifecycle.md 5.6; death-certificates.md 7).

The same answers are shared two ways: from the certificate a new draft is made, or a draft is filled from it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.user import CareUser
from certificates import access, engine, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.derive import derive, source_patient
from certificates.lifecycle.recording import announce
from certificates.lifecycle.snapshots import issuer_fields, saved_fields, with_patient_address
from certificates.models import Certificate
from certificates.queries import Candidate, uniqueness
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from patients import queries as patient_queries
from webcert import clock
from webcert.errors import ConcurrentModification, InvalidState


@transaction.atomic
def create_from_template(*, user: CareUser, certificate_id: str, type_id: str) -> Certificate:
    """A draft of another type with the answers that both share; no relation, and version 1 from the start.

    Raises the error of the CREATE_DRAFT_FROM_CERTIFICATE rule that fails about the source, or of the CREATE rule about
    the type that is made; ``InvalidState`` when the one is not made from the other.
    """
    source = queries.lock_certificate(user, certificate_id)
    source_type = registry.get(source.type_id, source.type_version)
    if type_id not in source_type.template_for:
        raise InvalidState("Ett sådant intyg kan inte skapas från det här intyget.")
    target = registry.newest_of(type_id, at=clock.today())
    patient = source_patient(user, Action.CREATE_DRAFT_FROM_CERTIFICATE, source)
    uniqueness.hold(target, patient.person_id)
    access.require(user, Action.CREATE, certificate_type=target, patient=patient)
    preset = engine.preset_answers(target, engine.situation(birth=source.birth_date))
    return derive(
        user=user,
        source=source,
        certificate_type=target,
        patient=patient,
        answers=preset | _shared(source_type, source, target),
        event=EventKind.SKAPATFRAN,
        version=1,
    )


@transaction.atomic
def offered_candidate(*, user: CareUser, draft: Certificate) -> Candidate | None:
    """The certificate that an opened draft can be filled from, if any; looking it up is a reading to log.

    The older engine logs a reading of the candidate, the newer one a reading about the patient
    (spec/pdl-logging.md 3).
    """
    certificate_type = registry.get(draft.type_id, draft.type_version)
    if not queries.is_untouched(draft) or not _may_fill(user, draft):
        return None
    candidate = _readable(user, queries.candidate_for(user, draft))
    if candidate is None:
        return None
    if certificate_type.engine is Engine.LEGACY:
        announce(EventKind.OPENED, user=user, certificate=candidate.certificate)
    else:
        announce(EventKind.LISTED, user=user, person_id=draft.person_id)
    return candidate


@transaction.atomic
def fill_from_candidate(*, user: CareUser, certificate_id: str, version: int) -> Certificate:
    """Put the candidate's answers into the draft; it counts as a save. Other answers of the draft stay.

    Raises ``ConcurrentModification`` on a stale version; ``InvalidState`` for a draft that has been saved (of the older
    engine: saved and complete), that was made from another certificate, or that has no candidate to copy.
    """
    draft = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.UPDATE_DRAFT_FROM_CERTIFICATE, certificate=draft)
    if draft.version != version:
        raise ConcurrentModification(draft.saved_by_name, draft.saved_at)
    certificate_type = registry.get(draft.type_id, draft.type_version)
    candidate = _readable(user, queries.candidate_for(user, draft))
    if candidate is None or not candidate.can_be_copied or not _is_fillable(certificate_type, draft):
        raise InvalidState("Det finns inget intyg att fylla i utkastet från.")
    source = candidate.certificate
    source_type = registry.get(source.type_id, source.type_version)
    announce(EventKind.OPENED, user=user, certificate=source)
    answers = draft.answers | _shared(source_type, source, certificate_type)
    _save(user, draft, certificate_type, answers)
    announce(EventKind.ANDRAT, user=user, certificate=draft)
    return draft


def _shared(source_type: CertificateType, source: Certificate, target: CertificateType) -> dict[str, Any]:
    """An older type that the declared one has replaced is read as that one first."""
    filled = target.filled_from
    if filled is None:
        raise InvalidState("Ett sådant intyg kan inte skapas från det här intyget.")
    answers = source.answers
    if source_type.type_id != filled.type_id:
        successor = registry.newest_of(filled.type_id, at=clock.today())
        if source_type.type_id not in successor.replaces:
            raise InvalidState("Ett sådant intyg kan inte skapas från det här intyget.")
        answers = engine.read_as(source_type, answers, successor, birth=source.birth_date, judged_on=source.judged_on)
        source_type = successor
    return engine.carried_into_other_type(
        source_type, answers, target, filled, birth=source.birth_date, judged_on=source.judged_on
    )


def _may_fill(user: CareUser, draft: Certificate) -> bool:
    return access.decide(user, Action.UPDATE_DRAFT_FROM_CERTIFICATE, certificate=draft).allowed


def _readable(user: CareUser, candidate: Candidate | None) -> Candidate | None:
    """A candidate on another unit is told of by its unit only, which needs no reading."""
    if candidate is None or not candidate.can_be_copied:
        return candidate
    may_read = access.decide(user, Action.READ, certificate=candidate.certificate).allowed
    return candidate if may_read else None


def _is_fillable(certificate_type: CertificateType, draft: Certificate) -> bool:
    if certificate_type.engine is Engine.LEGACY and not draft.is_complete:
        return draft.parent_id is None
    return queries.is_untouched(draft)


def _save(user: CareUser, draft: Certificate, certificate_type: CertificateType, answers: dict[str, Any]) -> None:
    birth = draft.birth_date
    patient = patient_queries.look_up(draft.person_id).patient
    filled = engine.with_consequences(
        certificate_type, with_patient_address(certificate_type, answers, patient, user.launch), birth=birth
    )
    changes = {
        "answers": filled,
        "is_complete": engine.validate(certificate_type, filled, birth=birth).is_complete,
        **saved_fields(user, draft),
        **issuer_fields(user),
    }
    for field, value in changes.items():
        setattr(draft, field, value)
    draft.save(update_fields=list(changes))
