"""Klart för signering (spec/lifecycle.md 3.4)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from webcert import clock
from webcert.errors import InvalidState


@transaction.atomic
def mark_ready_for_sign(*, user: CareUser, certificate_id: str) -> Certificate:
    """Complete or not, once per draft; editing later keeps the mark.

    A second call changes nothing: types of the older engine say nothing of it, the others raise ``InvalidState``.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.READY_FOR_SIGN, certificate=certificate)
    if certificate.ready_for_sign_at is not None:
        if registry.get(certificate.type_id, certificate.type_version).engine is Engine.LEGACY:
            return certificate
        raise InvalidState("Utkastet är redan markerat som klart för signering.")
    certificate.ready_for_sign_at = clock.now()
    certificate.save(update_fields=["ready_for_sign_at"])
    record(EventKind.KFSIGN, certificate, user=user, occurred_at=certificate.ready_for_sign_at)
    return certificate
