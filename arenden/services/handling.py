"""Handled, unhandled, forwarded (spec/messages.md 4.6, 4.7)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from arenden.models import Arende
from arenden.services.rows import (
    Kind,
    Status,
    handled_event,
    lock_question,
    set_status,
    status_again,
    tell_certificate,
)
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from webcert import clock
from webcert.errors import DataNotFound, InvalidState


@transaction.atomic
def set_handled(*, user: CareUser, question_id: int) -> Arende:
    """The exchange is over; one that is over already is left as it is.

    Raises the error of the rule about handling that fails.
    """
    question, certificate = lock_question(user, question_id)
    access.require(user, handling_action(question, certificate), certificate=certificate)
    if question.status == Status.CLOSED:
        return question
    set_status(question, Status.CLOSED, at=clock.now())
    if question.is_complement_request:
        tell_certificate(certificate)
    record(handled_event(question), certificate, user=user, occurred_at=question.last_event_at)
    return question


@transaction.atomic
def set_unhandled(*, user: CareUser, question_id: int) -> Arende:
    """Take an administrative question up again; a request for a complement stays handled.

    Raises ``InvalidState`` for the recipient's question that care has answered, or the error of the rule that fails.
    """
    question, certificate = lock_question(user, question_id)
    access.require(user, handling_action(question, certificate), certificate=certificate)
    if question.is_complement_request or question.status != Status.CLOSED:
        return question
    is_answered = question.replies.filter(kind=Kind.ANSWER).exists()
    if is_answered and question.is_from_recipient:
        raise InvalidState("Frågan är besvarad och kan inte bli ohanterad igen.")
    set_status(question, status_again(question, is_answered=is_answered), at=clock.now())
    record(
        handled_event(question),
        certificate,
        user=user,
        occurred_at=question.last_event_at,
        written_as=EventKind.NYSVFM if is_answered else None,
    )
    return question


@transaction.atomic
def forward(*, user: CareUser, certificate_id: str) -> int:
    """Mark every message about the certificate as forwarded: how many. The mail itself is the browser's own.

    Raises ``DataNotFound`` when there is none, or the error of the FORWARD_MESSAGE rule that fails.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.FORWARD_MESSAGE, certificate=certificate)
    marked = Arende.objects.filter(certificate=certificate).update(is_forwarded=True)
    if not marked:
        raise DataNotFound("Det finns inga ärenden om intyget.")
    return marked


def handling_action(question: Arende, certificate: Certificate) -> Action:
    """The action whose rules say who may handle; the older engine has one privilege for both kinds (4.1)."""
    engine = registry.get(certificate.type_id, certificate.type_version).engine
    is_its_own = question.is_complement_request and engine is Engine.MODEL
    return Action.HANDLE_COMPLEMENT if is_its_own else Action.HANDLE_MESSAGE
