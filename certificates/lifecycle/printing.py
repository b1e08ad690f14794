"""Printing: who may, and that it was done (spec/print.md 1; spec/pdl-logging.md 3)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.models import Certificate


def get_printable(user: CareUser, certificate_id: str) -> Certificate:
    """The certificate, when it may be printed: signed or draft, never revoked (``InvalidState``)."""
    certificate = queries.get_certificate(user, certificate_id)
    access.require(user, Action.PRINT, certificate=certificate)
    return certificate


@transaction.atomic
def announce_printed(user: CareUser, certificate: Certificate) -> None:
    """To be called when the document is made and about to leave."""
    message = "Intyg utskrivet" if certificate.is_signed else "Utkastet utskrivet"
    announce(EventKind.PRINTED, user=user, certificate=certificate, message=message)
