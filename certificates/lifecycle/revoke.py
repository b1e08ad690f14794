"""Makulera (spec/lifecycle.md 12; spec/death-certificates.md 6)."""

from __future__ import annotations

from django.db import models, transaction

from accounts.user import CareUser
from certificates import access, outgoing, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle import complement
from certificates.lifecycle.recording import append, record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from webcert import clock
from webcert.errors import InvalidInput

MAX_TEXT_LENGTH = 3500


class RevocationReason(models.TextChoices):
    """Why; the label stands first in the message to Intygstjänsten."""

    FEL_PATIENT = "FEL_PATIENT", "Intyget har utfärdats på fel patient."
    ANNAT_ALLVARLIGT_FEL = "ANNAT_ALLVARLIGT_FEL", "Annat allvarligt fel."


@transaction.atomic
def revoke(*, user: CareUser, certificate_id: str, reason: str = "", text: str = "") -> Certificate:
    """For good: a signed certificate everywhere, a locked draft here only.

    ``reason`` is a ``RevocationReason``, ``text`` the user's words (at most 3 500 characters), needed with
    ANNAT_ALLVARLIGT_FEL; types that ask for no reason ignore both. Raises ``InvalidInput`` for what is missing or too
    long, ``InvalidState`` when revoked already or in another state, or the error of another REVOKE rule that fails.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.REVOKE, certificate=certificate)
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    chosen, message = _message(certificate_type, reason, text.strip())
    certificate.revoked_at = clock.now()
    certificate.revocation_reason = chosen.value if chosen else ""
    certificate.revocation_message = message
    certificate.save(update_fields=["revoked_at", "revocation_reason", "revocation_message"])
    if certificate.is_signed:
        outgoing.enqueue_revoke(certificate, user=user)
    record(
        EventKind.MAKULERAT,
        certificate,
        user=user,
        occurred_at=certificate.revoked_at,
        message=chosen.label if chosen else "",
    )
    if certificate.parent is not None:
        append(EventKind.RELINTYGMAKULE, certificate.parent, user=user, occurred_at=certificate.revoked_at)
    complement.reopen_after_revocation(certificate, user=user)
    return certificate


def _message(certificate_type: CertificateType, reason: str, text: str) -> tuple[RevocationReason | None, str]:
    if not certificate_type.flags.revoke_requires_reason:
        return None, ""
    if reason not in RevocationReason.values:
        raise InvalidInput("Välj en anledning till makuleringen.", reason="MISSING_REASON")
    chosen = RevocationReason(reason)
    if chosen is RevocationReason.ANNAT_ALLVARLIGT_FEL and not text:
        raise InvalidInput("Beskriv felet.", reason="MISSING_TEXT")
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidInput(f"Texten får ha högst {MAX_TEXT_LENGTH} tecken.", reason="TEXT_TOO_LONG")
    return chosen, f"{chosen.label} {text}".strip()
