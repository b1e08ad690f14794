"""The mark "vidarebefordrat" (spec/lifecycle.md 3.5). The mail itself is the browser's own."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.models import Certificate
from webcert.errors import ConcurrentModification


@transaction.atomic
def mark_forwarded(*, user: CareUser, certificate_id: str, version: int) -> Certificate:
    """Sets the mark, from the draft's page or from the list. It is no save: the version stays, nobody is told."""
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.FORWARD_CERTIFICATE_FROM_LIST, certificate=certificate)
    if certificate.version != version:
        raise ConcurrentModification(certificate.saved_by_name, certificate.saved_at)
    certificate.is_forwarded = True
    certificate.save(update_fields=["is_forwarded"])
    return certificate
