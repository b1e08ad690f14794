"""Telling what happened: into the certificate's history, and to the rooms above (spec/lifecycle.md 13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from accounts.user import CareUser
from certificates.events import DomainEvent, EventKind, Incoming, domain_event
from certificates.models import Certificate, CertificateEvent
from webcert import clock

_unheard: ContextVar[bool] = ContextVar("certificates_unheard", default=False)


@contextmanager
def unheard() -> Iterator[None]:
    """History is written inside the block, but the rooms above hear nothing: for data that is the past already."""
    token = _unheard.set(True)
    try:
        yield
    finally:
        _unheard.reset(token)


def record(
    kind: EventKind,
    certificate: Certificate,
    *,
    user: CareUser | None,
    occurred_at: dt.datetime | None = None,
    message: str = "",
    recipient: str = "",
    recipient_name: str = "",
    incoming: Incoming | None = None,
    written_as: EventKind | None = None,
    is_unlogged: bool = False,
) -> CertificateEvent:
    """Append to the history and tell the rooms above, in the caller's transaction; a receiver's failure undoes both.

    ``written_as``: the kind that the history has instead (spec/messages.md 8.1).
    """
    _require_transaction()
    moment = occurred_at or clock.now()
    entry = append(written_as or kind, certificate, user=user, occurred_at=moment, message=message)
    _send(
        DomainEvent(
            kind=kind,
            occurred_at=moment,
            certificate=certificate,
            user=user,
            handled_by=user.hsa_id if user else "",
            person_id=certificate.person_id,
            recipient=recipient,
            recipient_name=recipient_name,
            message=message,
            incoming=incoming,
            is_unlogged=is_unlogged,
        )
    )
    return entry


def announce_removal(certificate: Certificate) -> None:
    """Tell the rooms above that a job is about to remove a draft; its history goes with it (spec/lifecycle.md 3.7)."""
    _require_transaction()
    _send(
        DomainEvent(
            kind=EventKind.RADERAT,
            occurred_at=clock.now(),
            certificate=certificate,
            person_id=certificate.person_id,
        )
    )


def append(
    kind: EventKind,
    certificate: Certificate,
    *,
    user: CareUser | None,
    occurred_at: dt.datetime,
    message: str = "",
    technical_user: str = "",
) -> CertificateEvent:
    """Into the history only: nobody is told. ``technical_user`` names a job that acts without a person."""
    return CertificateEvent.objects.create(
        certificate=certificate,
        kind=kind,
        occurred_at=occurred_at,
        user_hsa_id=user.hsa_id if user else "",
        user_name=user.name if user else technical_user,
        message=message,
    )


def announce(
    kind: EventKind,
    *,
    user: CareUser,
    certificate: Certificate | None = None,
    person_id: str = "",
    message: str = "",
    first_save_in_session: bool = True,
    is_test_person: bool | None = None,
) -> None:
    """Tell the rooms above of something that leaves no trace in the history: a save, a reading, a print."""
    if kind in EventKind.stored():
        raise ValueError(f"{kind} belongs in the history: use record")
    _require_transaction()
    _send(
        DomainEvent(
            kind=kind,
            occurred_at=clock.now(),
            certificate=certificate,
            user=user,
            handled_by=user.hsa_id,
            person_id=person_id or (certificate.person_id if certificate else ""),
            message=message,
            first_save_in_session=first_save_in_session,
            is_test_person=is_test_person,
        )
    )


def _send(event: DomainEvent) -> None:
    if not _unheard.get():
        domain_event.send(sender=DomainEvent, event=event)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is part of a transaction: none is open")
