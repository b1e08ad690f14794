"""Handled and unhandled of questions about FK 7263, by the rules of all others (spec/messages.md 4.6, 11)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from arenden.models import LegacyMessage
from arenden.services.rows import Status, handled_event, status_again
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from webcert import clock
from webcert.errors import DataNotFound, InvalidState


@transaction.atomic
def set_legacy_handled(*, user: CareUser, number: int) -> LegacyMessage:
    """The exchange is over; one that is over already is left as it is.

    Raises the error of the HANDLE_MESSAGE rule that fails.
    """
    question, certificate = _lock(user, number)
    if question.status == Status.CLOSED:
        return question
    _set_status(question, Status.CLOSED)
    record(handled_event(question), certificate, user=user, occurred_at=question.last_event_at)
    return question


@transaction.atomic
def set_legacy_unhandled(*, user: CareUser, number: int) -> LegacyMessage:
    """Take an administrative question up again; a request for a complement stays handled.

    Raises ``InvalidState`` for Försäkringskassan's question that care has answered, or the error of the HANDLE_MESSAGE
    rule that fails.
    """
    question, certificate = _lock(user, number)
    if question.topic == LegacyMessage.Topic.COMPLEMENT or question.status != Status.CLOSED:
        return question
    if question.is_answered and question.is_from_recipient:
        raise InvalidState("Frågan är besvarad och kan inte bli ohanterad igen.")
    _set_status(question, status_again(question, is_answered=question.is_answered))
    record(
        handled_event(question),
        certificate,
        user=user,
        occurred_at=question.last_event_at,
        written_as=EventKind.NYSVFM if question.is_answered else None,
    )
    return question


def _lock(user: CareUser, number: int) -> tuple[LegacyMessage, Certificate]:
    """A question that the user may handle with its certificate, both locked; the certificate is always the first."""
    found = LegacyMessage.objects.filter(pk=number)
    certificate_id = found.values_list("certificate_id", flat=True).first()
    if certificate_id is None:
        raise DataNotFound("Ärendet finns inte.")
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.HANDLE_MESSAGE, certificate=certificate)
    return found.select_for_update().get(), certificate


def _set_status(question: LegacyMessage, status: str) -> None:
    question.status, question.last_event_at = status, clock.now()
    question.save(update_fields=["status", "last_event_at"])
