"""Requests for a complement, and the certificates that answer them (spec/lifecycle.md 4, 5.4, 12).

The requests themselves are questions and belong to a room above. It stores them, calls ``request_complement`` and
``close_complement_requests`` in the same transaction, and hears COMPLEMENT_CLOSED and COMPLEMENT_REOPENED about the
certificate whose requests a signing or a revocation has settled or brought back. What stands here is the one fact that
the rules about a certificate need: whether a request is open, and the latest one's ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from accounts.user import CareUser
from certificates import engine, queries
from certificates.access import Action
from certificates.events import EventKind, Incoming
from certificates.lifecycle.derive import derive, is_same_unit, source_patient
from certificates.lifecycle.recording import announce, record
from certificates.models import Certificate
from certificates.types import registry
from webcert import clock
from webcert.errors import DataNotFound, InvalidState

SETTLING = frozenset({Certificate.Relation.KOMPLT, Certificate.Relation.ERSATT, Certificate.Relation.FRLANG})
"""A signed certificate in one of these relations settles what was asked about its parent."""


@transaction.atomic
def complement(*, user: CareUser, certificate_id: str, asked: Collection[str] = (), comment: str = "") -> Certificate:
    """A new draft with every answer; ``comment`` comes last in the free text for it ("Kan ej komplettera").

    ``asked``: ids of the questions (frage-id) that the open requests are about; a text that the form keeps closed
    behind a box is opened for them (spec/certificate-types/fk3221.yaml, funktionsnedsattning).
    Raises the error of the COMPLEMENT rule that fails, or with a comment of CANNOT_COMPLEMENT; ``InvalidState`` when no
    request is open.
    """
    source = queries.lock_certificate(user, certificate_id)
    action = Action.CANNOT_COMPLEMENT if comment.strip() else Action.COMPLEMENT
    patient = source_patient(user, action, source)
    if source.complement_requested_at is None:
        raise InvalidState("Det finns ingen begäran om komplettering att svara på.")
    certificate_type = registry.newest_text(registry.get(source.type_id, source.type_version), at=clock.today())
    carried = engine.carried_for_complement(
        certificate_type, source.answers, same_unit=is_same_unit(user, source), asked=asked
    )
    return derive(
        user=user,
        source=source,
        certificate_type=certificate_type,
        patient=patient,
        answers=engine.with_comment(certificate_type, carried, comment),
        event=EventKind.KOMPLETTERAR,
        relation=Certificate.Relation.KOMPLT,
    )


@transaction.atomic
def request_complement(
    *,
    certificate_id: str,
    message_id: str,
    requested_at: dt.datetime,
    reference: str = "",
    incoming: Incoming | None = None,
) -> Certificate:
    """The recipient asks for a complement of a signed certificate; the latest request is the one that counts.

    ``reference`` is the recipient's own (at most 255 characters), ``incoming`` what the rooms above tell of. Raises
    ``InvalidState`` unless the certificate is signed and not revoked.
    """
    certificate = _locked(certificate_id)
    if not certificate.is_signed or certificate.is_revoked:
        raise InvalidState("Intyget är inte signerat eller är makulerat.")
    note_complement_request(certificate, message_id=message_id, requested_at=requested_at, reference=reference)
    record(
        EventKind.KOMPLBEGARAN,
        certificate,
        user=None,
        occurred_at=requested_at,
        incoming=incoming,
    )
    return certificate


def note_complement_request(
    certificate: Certificate, *, message_id: str, requested_at: dt.datetime, reference: str
) -> None:
    """That a request is open, of which nobody is told; the caller holds the certificate's row."""
    certificate.complement_requested_at = requested_at
    certificate.complement_message_id = message_id
    certificate.complement_reference = reference
    certificate.save(update_fields=["complement_requested_at", "complement_message_id", "complement_reference"])


@transaction.atomic
def close_complement_requests(*, certificate_id: str, still_open_since: dt.datetime | None = None) -> Certificate:
    """Requests about the certificate have been handled: all, but for those of ``still_open_since`` and before.

    The latest one's ids stay, for opening it again.
    """
    certificate = _locked(certificate_id)
    _close(certificate, still_open_since=still_open_since)
    return certificate


@transaction.atomic
def reopen_complement_requests(*, certificate_id: str) -> Certificate:
    """The latest request awaits the unit again; without any nothing changes."""
    certificate = _locked(certificate_id)
    _reopen(certificate)
    return certificate


def answered_request(certificate: Certificate) -> tuple[str, str]:
    """Message id and reference of the request that a complementing draft answers, the latest one about its parent.

    Empty for every other certificate.
    """
    parent = certificate.parent
    if parent is None or certificate.relation != Certificate.Relation.KOMPLT:
        return "", ""
    return parent.complement_message_id, parent.complement_reference


def close_for_child(child: Certificate, *, user: CareUser) -> None:
    """A signed certificate that complements, replaces or renews settles the requests about its parent.

    In the signing's transaction. COMPLEMENT_CLOSED is heard whenever the parent has had a request, open or not.
    """
    if child.parent_id is None or child.relation not in SETTLING:
        return
    parent = _locked(child.parent_id)
    if not parent.complement_message_id:
        return
    _close(parent)
    announce(EventKind.COMPLEMENT_CLOSED, user=user, certificate=parent)


def reopen_after_revocation(child: Certificate, *, user: CareUser) -> None:
    """Revoking the latest certificate that complements another brings the requests about that one back.

    In the revocation's transaction, after the child is marked as revoked.
    """
    if child.parent_id is None or child.relation != Certificate.Relation.KOMPLT or child.signed_at is None:
        return
    parent = _locked(child.parent_id)
    later = parent.children.filter(relation=Certificate.Relation.KOMPLT, signed_at__gt=child.signed_at)
    if later.exists() or not parent.complement_message_id:
        return
    _reopen(parent)
    announce(EventKind.COMPLEMENT_REOPENED, user=user, certificate=parent)


def _close(certificate: Certificate, *, still_open_since: dt.datetime | None = None) -> None:
    certificate.complement_requested_at = still_open_since
    certificate.save(update_fields=["complement_requested_at"])


def _reopen(certificate: Certificate) -> None:
    asked = certificate.events.filter(kind=EventKind.KOMPLBEGARAN).order_by("-occurred_at", "-pk").first()
    if asked is None:
        return
    certificate.complement_requested_at = asked.occurred_at
    certificate.save(update_fields=["complement_requested_at"])


def _locked(certificate_id: str) -> Certificate:
    """The row, whoever acts: the rules were asked about the certificate that this follows from."""
    try:
        return Certificate.objects.select_for_update().get(pk=certificate_id)
    except Certificate.DoesNotExist:
        raise DataNotFound from None
