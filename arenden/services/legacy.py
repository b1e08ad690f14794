"""Taking in questions and answers about FK 7263 (spec/messages.md 11; spec/integration.md 1.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from arenden.models import LONGEST_HEADING, LONGEST_ID, Arende, LegacyMessage, Topic
from certificates.events import EventKind, Incoming
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types.fk7263 import FK7263
from webcert import clock
from webcert.errors import CertificateRevoked, DataNotFound, InternalProblem, InvalidState

Sender, Status = Arende.Sender, Arende.Status
TOLD_AS = {
    LegacyMessage.Topic.COMPLEMENT: Topic.KOMPLT,
    LegacyMessage.Topic.MEETING: Topic.AVSTMN,
    LegacyMessage.Topic.CONTACT: Topic.KONTKT,
    LegacyMessage.Topic.REMINDER: Topic.PAMINN,
    LegacyMessage.Topic.OTHER: Topic.OVRIGT,
}
"""What status updates call a topic; the two others have no code there and are not named."""
LONGEST_NUMBER = 18
"""Digits of a number that the database can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyQuestion:
    """A question as it came, its parts checked. ``complements`` are pairs of the field's number and a text."""

    certificate_id: str
    reference: str
    topic: LegacyMessage.Topic
    text: str
    sent_at: dt.datetime
    heading: str = ""
    contact: tuple[str, ...] = ()
    complements: tuple[tuple[str, str], ...] = ()
    last_answer_date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyAnswer:
    """An answer as it came, its parts checked. ``number`` is that of the question in Webcert, as it was written."""

    certificate_id: str
    number: str
    reference: str
    text: str
    sent_at: dt.datetime


@transaction.atomic
def receive_legacy_question(question: LegacyQuestion) -> LegacyMessage:
    """Store a question of Försäkringskassan and tell of it.

    Raises ``DataNotFound`` for a certificate that is no FK 7263 here, ``CertificateRevoked``, ``InvalidState`` for a
    reference that is too long.
    """
    certificate = _certificate(question.certificate_id)
    _require_short(question.reference)
    now = clock.now()
    stored = LegacyMessage.objects.create(
        certificate=certificate,
        reference=question.reference,
        asked_by=Sender.RECIPIENT,
        topic=question.topic,
        heading=question.heading[:LONGEST_HEADING],
        contact=list(question.contact),
        complements=[list(pair) for pair in question.complements],
        last_answer_date=question.last_answer_date,
        question_text=question.text,
        asked_at=question.sent_at,
        status=Status.PENDING_INTERNAL_ACTION,
        stored_at=now,
        last_event_at=now,
    )
    record(
        EventKind.NYFRFM,
        certificate,
        user=None,
        occurred_at=now,
        incoming=_incoming(stored),
    )
    return stored


@transaction.atomic
def receive_legacy_answer(answer: LegacyAnswer) -> LegacyMessage:
    """Put an answer to the question of care that it names, and tell of it.

    Raises as ``receive_legacy_question``; ``InternalProblem`` for a number that is none, ``DataNotFound`` for one of
    no question about the certificate, ``InvalidState`` for a question that Försäkringskassan has asked itself or that
    has an answer.
    """
    certificate = _certificate(answer.certificate_id)
    _require_short(answer.reference)
    question = _question(certificate, answer.number)
    if question.is_from_recipient:
        raise InvalidState("The question was not asked by care")
    if question.is_answered:
        raise InvalidState("The question already has an answer")
    question.answer_text, question.answered_at = answer.text, answer.sent_at
    question.reference = answer.reference or question.reference
    question.status, question.last_event_at = Status.ANSWERED, clock.now()
    question.save(update_fields=["answer_text", "answered_at", "reference", "status", "last_event_at"])
    record(
        EventKind.NYSVFM,
        certificate,
        user=None,
        occurred_at=question.last_event_at,
        incoming=_incoming(question),
    )
    return question


def _incoming(stored: LegacyMessage) -> Incoming:
    return Incoming(
        message_id=str(stored.pk),
        topic=TOLD_AS.get(LegacyMessage.Topic(stored.topic), ""),
        last_answer_date=stored.last_answer_date,
    )


def _certificate(certificate_id: str) -> Certificate:
    """A signed FK 7263 of the store, locked."""
    found = Certificate.objects.select_for_update().filter(pk=certificate_id.lower(), type_id=FK7263.type_id)
    certificate = found.filter(state=Certificate.State.SIGNED).first()
    if certificate is None:
        raise DataNotFound(f"There is no certificate FK 7263 with the id {certificate_id}")
    if certificate.is_revoked:
        raise CertificateRevoked("The certificate is revoked")
    return certificate


def _question(certificate: Certificate, number: str) -> LegacyMessage:
    if not number.isascii() or not number.isdigit():
        raise InternalProblem("vardReferens-id is not a number")
    questions = LegacyMessage.objects.filter(certificate=certificate)
    question = questions.filter(pk=int(number)).first() if len(number) <= LONGEST_NUMBER else None
    if question is None:
        raise DataNotFound(f"There is no question {number} about the certificate")
    return question


def _require_short(reference: str) -> None:
    if len(reference) > LONGEST_ID:
        raise InvalidState(f"fkReferens-id is longer than {LONGEST_ID} characters")
