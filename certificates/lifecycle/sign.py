"""The moment a draft becomes a signed certificate (spec/lifecycle.md 4). Signing itself is ``certificates.signing``."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.user import CareUser
from certificates import access, outgoing, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle import complement
from certificates.lifecycle.recording import record
from certificates.lifecycle.send import send_to_recipient
from certificates.lifecycle.snapshots import stamp_issuer
from certificates.models import Certificate, SignedDocument
from certificates.queries import uniqueness
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from patients import queries as patient_queries
from patients.register import Lookup
from webcert import clock
from webcert.errors import ConcurrentModification, InvalidState


@transaction.atomic(savepoint=False)
def mark_signed(
    *,
    certificate: Certificate,
    user: CareUser,
    signed_at: dt.datetime,
    xml: bytes,
    digest: str,
    signer_certificate: str,
    signature_type: SignedDocument.SignatureType,
    patient: Lookup | None = None,
) -> Certificate:
    """Store the signed bytes and everything that follows from them; joins the caller's transaction, without a way back.

    ``certificate`` is the row as it was when signing began: its version must still be the stored one
    (``ConcurrentModification``), and the row a complete draft (``InvalidState``). Queues the registration, and after it
    the sending when the type sends by itself. ``patient``: as the register has answered during this request; asked for
    when not given. Returns the locked row.
    """
    row = queries.lock_certificate(user, certificate.pk)
    certificate_type = registry.get(row.type_id, row.type_version)
    uniqueness.hold(certificate_type, row.person_id)
    patient = patient or patient_queries.look_up(row.person_id)
    access.require(user, Action.SIGN, certificate=row, patient=patient)
    if row.version != certificate.version:
        raise ConcurrentModification(row.saved_by_name, row.saved_at)
    if not row.is_complete:
        raise InvalidState("Utkastet saknar uppgifter och kan inte signeras.")
    stamped = stamp_issuer(row, user)
    row.state = Certificate.State.SIGNED
    row.signed_at = signed_at
    row.save(update_fields=["state", "signed_at", *stamped])
    SignedDocument.objects.create(
        certificate=row,
        xml=xml,
        signature_type=signature_type,
        digest=digest,
        signer_hsa_id=user.hsa_id,
        signer_certificate=signer_certificate,
        created_at=clock.now(),
    )
    record(EventKind.SIGNAT, row, user=user, occurred_at=signed_at)
    outgoing.enqueue_register(row)
    _follow_up(row, certificate_type, user, patient)
    return row


def _follow_up(row: Certificate, certificate_type: CertificateType, user: CareUser, patient: Lookup) -> None:
    """Chapter 4, after-sign handling; the engines differ in the order (spec/status-updates.md 2.2)."""
    if certificate_type.engine is Engine.MODEL:
        complement.close_for_child(row, user=user)
    if _sends_by_itself(row, certificate_type, user, patient):
        send_to_recipient(row, user=user)
    if certificate_type.engine is Engine.LEGACY:
        complement.close_for_child(row, user=user)


def _sends_by_itself(
    certificate: Certificate, certificate_type: CertificateType, user: CareUser, patient: Lookup
) -> bool:
    """Types that send at signing, and complements, unless the certificate or the patient is a test (chapter 4)."""
    flags = certificate_type.flags
    for wanted, action in (
        (flags.auto_send_after_sign, Action.SEND_AFTER_SIGN),
        (flags.auto_send_after_complement, Action.SEND_AFTER_COMPLEMENT),
    ):
        if wanted and access.decide(user, action, certificate=certificate, patient=patient).allowed:
            return True
    return False
