"""Deleting a draft: the row stays, marked as deleted (spec/lifecycle.md 3.3)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from webcert.errors import ConcurrentModification


@transaction.atomic
def delete_draft(*, user: CareUser, certificate_id: str, version: int) -> Certificate:
    """From now on the draft is not found by anyone. Raises ``ConcurrentModification`` on a stale version."""
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.DELETE, certificate=certificate)
    if certificate.version != version:
        raise ConcurrentModification(certificate.saved_by_name, certificate.saved_at)
    certificate.state = Certificate.State.DELETED
    certificate.save(update_fields=["state"])
    record(EventKind.RADERAT, certificate, user=user)
    return certificate
