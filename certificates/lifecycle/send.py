"""Sending a signed certificate to its recipient (spec/lifecycle.md 11)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import access, outgoing, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from webcert import clock
from webcert.errors import InvalidState


@transaction.atomic
def send(*, user: CareUser, certificate_id: str) -> Certificate:
    """By hand, to the type's main recipient. Counts as sent from now on; the call itself is the outbox's.

    Raises ``InvalidState`` when not signed, revoked, already sent, or replaced by a signed certificate.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.SEND, certificate=certificate)
    send_to_recipient(certificate, user=user)
    return certificate


def send_to_recipient(certificate: Certificate, *, user: CareUser) -> None:
    """The sending itself, in the caller's transaction and after the caller's decision."""
    recipient = registry.get(certificate.type_id, certificate.type_version).recipient
    if recipient is None:
        raise InvalidState("Intygstypen har ingen mottagare.")
    certificate.sent_at = clock.now()
    certificate.sent_to = recipient.id
    certificate.save(update_fields=["sent_at", "sent_to"])
    record(
        EventKind.SKICKAT,
        certificate,
        user=user,
        occurred_at=certificate.sent_at,
        message=f"Mottagare: {recipient.name}",
        recipient=recipient.id,
        recipient_name=recipient.name,
    )
    outgoing.enqueue_send(certificate, user=user)
