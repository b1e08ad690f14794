"""The moment a draft becomes a signed certificate (spec/lifecycle.md 4). Signing itself is ``certificates.signing``."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.user import CareUser
from certificates import access, outgoing, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.lifecycle.send import send_to_recipient
from certificates.lifecycle.snapshots import stamp_issuer
from certificates.models import Certificate, SignedDocument
from certificates.types import registry
from webcert import clock
from webcert.errors import ConcurrentModification, InvalidState


@transaction.atomic
def mark_signed(
    *,
    certificate: Certificate,
    user: CareUser,
    signed_at: dt.datetime,
    xml: bytes,
    digest: str,
    signer_certificate: str,
    signature_type: SignedDocument.SignatureType,
) -> Certificate:
    """Store the signed bytes and everything that follows from them; joins the caller's transaction.

    ``certificate`` is the row as it was when signing began: its version must still be the stored one
    (``ConcurrentModification``), and the row a complete draft (``InvalidState``). Queues the registration, and after it
    the sending when the type sends by itself. Returns the locked row.
    """
    row = queries.lock_certificate(user, certificate.pk)
    access.require(user, Action.SIGN, certificate=row)
    if row.version != certificate.version:
        raise ConcurrentModification(row.saved_by_name, row.saved_at)
    if not row.is_complete:
        raise InvalidState("Utkastet saknar uppgifter och kan inte signeras.")
    stamp_issuer(row, user)
    row.state = Certificate.State.SIGNED
    row.signed_at = signed_at
    row.save()
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
    if _sends_by_itself(row, user):
        send_to_recipient(row, user=user)
    return row


def _sends_by_itself(certificate: Certificate, user: CareUser) -> bool:
    """Types that send at signing, and complements, unless the certificate or the patient is a test (chapter 4)."""
    flags = registry.get(certificate.type_id, certificate.type_version).flags
    for wanted, action in (
        (flags.auto_send_after_sign, Action.SEND_AFTER_SIGN),
        (flags.auto_send_after_complement, Action.SEND_AFTER_COMPLEMENT),
    ):
        if wanted and access.decide(user, action, certificate=certificate).allowed:
            return True
    return False
