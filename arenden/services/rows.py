"""What every change of a message shares: the row about a certificate, closing, and what the certificate is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from accounts.user import CareUser
from arenden.models import Arende, ArendeDraft, LegacyMessage, Topic
from certificates import queries
from certificates.events import EventKind
from certificates.lifecycle.complement import close_complement_requests
from certificates.models import Certificate
from webcert import clock
from webcert.errors import DataNotFound

Kind, Sender, Status = Arende.Kind, Arende.Sender, Arende.Status


def about(certificate: Certificate, **fields: Any) -> Arende:
    """A new row, not yet stored, about a signed certificate."""
    now = clock.now()
    return Arende(
        certificate=certificate,
        unit_id=certificate.unit_id,
        care_provider_id=certificate.care_provider_id,
        person_id=certificate.person_id,
        type_id=certificate.type_id,
        signer_hsa_id=certificate.issuer_hsa_id,
        signer_name=certificate.issuer_name,
        **({"sent_at": now, "stored_at": now, "last_event_at": now} | fields),
    )


def from_care(certificate: Certificate, *, user: CareUser, **fields: Any) -> Arende:
    """A new row, not yet stored, that ``user`` has written."""
    return about(certificate, sender=Sender.CARE, author_hsa_id=user.hsa_id, author_name=user.name, **fields)


def lock_question(user: CareUser, question_id: int) -> tuple[Arende, Certificate]:
    """A question within the user's reach with its certificate, both locked; the certificate is always the first.

    Raises ``DataNotFound``, or ``AuthorizationProblem`` when the certificate is out of reach.
    """
    found = Arende.objects.filter(pk=question_id, kind=Kind.QUESTION)
    certificate_id = found.values_list("certificate_id", flat=True).first()
    if certificate_id is None:
        raise DataNotFound("Ärendet finns inte.")
    certificate = queries.lock_certificate(user, certificate_id)
    return found.select_for_update().get(), certificate


def open_complements(certificate_id: str) -> QuerySet[Arende]:
    """Requests for a complement that nobody has handled, the oldest first."""
    return complements(certificate_id).exclude(status=Status.CLOSED)


def complements(certificate_id: str) -> QuerySet[Arende]:
    """Requests for a complement of the certificate, the oldest first."""
    asked = Arende.objects.filter(certificate_id=certificate_id, kind=Kind.QUESTION, topic=Topic.KOMPLT)
    return asked.order_by("stored_at", "pk")


def set_status(question: Arende, status: Arende.Status, *, at: dt.datetime) -> None:
    """The question has come further; a closed one has no answer under way."""
    question.status = status
    question.last_event_at = at
    question.save(update_fields=["status", "last_event_at"])
    if status == Status.CLOSED:
        ArendeDraft.objects.filter(question=question).delete()


def handled_event(question: Arende | LegacyMessage) -> EventKind:
    """What handling a question, or taking it up again, is called (8.1)."""
    return EventKind.HANFRFM if question.is_from_recipient else EventKind.HANFRFV


def status_again(question: Arende | LegacyMessage, *, is_answered: bool) -> Arende.Status:
    """The status of a question that is no longer handled (3)."""
    if is_answered:
        return Status.ANSWERED
    return Status.PENDING_INTERNAL_ACTION if question.is_from_recipient else Status.PENDING_EXTERNAL_ACTION


def tell_certificate(certificate: Certificate) -> None:
    """The certificate keeps when the latest open request came, for its own rules (spec/lifecycle.md 5.4)."""
    latest = open_complements(certificate.pk).last()
    close_complement_requests(certificate_id=certificate.pk, still_open_since=latest.stored_at if latest else None)
