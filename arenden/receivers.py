"""What follows for questions when a certificate is signed or revoked (spec/messages.md 3; spec/status-updates.md 2.2).

Heard after every other room: what is told of here comes after the event that it follows from, and counts taken for
that one are those from before.
"""

from __future__ import annotations

from typing import Any

from accounts.user import CareUser
from arenden.models import Arende, LegacyMessage
from arenden.services.rows import (
    Kind,
    Status,
    complements,
    handled_event,
    open_complements,
    set_status,
    tell_certificate,
)
from certificates.events import DomainEvent, EventKind, domain_event
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from webcert import clock


def connect() -> None:
    """Listen from now on; called when the application is ready, as the last room."""
    domain_event.connect(hear, dispatch_uid="arenden")


def hear(event: DomainEvent, **_kwargs: Any) -> None:
    follow = _FOLLOWING.get(event.kind)
    if follow is not None and event.certificate is not None:
        follow(event.certificate, event.user)


def _close_complements(certificate: Certificate, user: CareUser | None) -> None:
    """A signed certificate has answered every open request; the newer engine tells of it once, open or not."""
    closed = list(open_complements(certificate.pk).select_for_update())
    for question in closed:
        set_status(question, Status.CLOSED, at=clock.now())
    times = 1 if _engine(certificate) is Engine.MODEL else len(closed)
    for _ in range(times):
        _tell(EventKind.HANFRFM, certificate, user)


def _reopen_complements(certificate: Certificate, user: CareUser | None) -> None:
    """The answering certificate was revoked. A request that was answered by a message stays answered."""
    asked = complements(certificate.pk).filter(status=Status.CLOSED).exclude(replies__kind=Kind.ANSWER)
    reopened = list(asked)
    for question in reopened:
        set_status(question, Status.PENDING_INTERNAL_ACTION, at=clock.now())
    tell_certificate(certificate)
    for _question in reopened:
        _tell(EventKind.NYFRFM, certificate, user)


def _close_all(certificate: Certificate, user: CareUser | None) -> None:
    """Revoking a certificate of the older engine ends every question about it."""
    if _engine(certificate) is not Engine.LEGACY:
        return
    questions = Arende.objects.select_for_update().filter(certificate=certificate, kind=Kind.QUESTION)
    for question in questions.exclude(status=Status.CLOSED).order_by("stored_at", "pk"):
        set_status(question, Status.CLOSED, at=clock.now())
        _tell(handled_event(question), certificate, user)
    for legacy in LegacyMessage.objects.filter(certificate=certificate).exclude(status=Status.CLOSED).order_by("pk"):
        legacy.status, legacy.last_event_at = Status.CLOSED, clock.now()
        legacy.save(update_fields=["status", "last_event_at"])
        _tell(handled_event(legacy), certificate, user)
    tell_certificate(certificate)


def _tell(kind: EventKind, certificate: Certificate, user: CareUser | None) -> None:
    record(kind, certificate, user=user, is_unlogged=True)


def _engine(certificate: Certificate) -> Engine:
    return registry.get(certificate.type_id, certificate.type_version).engine


_FOLLOWING = {
    EventKind.COMPLEMENT_CLOSED: _close_complements,
    EventKind.COMPLEMENT_REOPENED: _reopen_complements,
    EventKind.MAKULERAT: _close_all,
}
