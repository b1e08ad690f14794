"""Earlier messages about a certificate that has come from Intygstjänsten (spec/messages.md 6.1, step 2)."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from django.db import transaction

from arenden import central_store
from arenden.incoming import PARTS, IncomingMessage, read_message
from arenden.models import LONGEST_HEADING, Arende, Complement, Topic
from arenden.services.rows import Kind, Sender, Status, about, open_complements
from certificates.lifecycle.complement import note_complement_request
from certificates.models import Certificate
from rivta import xml

log = structlog.get_logger(__name__)


def import_earlier(certificate: Certificate, *, apart_from: str) -> None:
    """What was written before, ``apart_from`` the message that is just being received. Nobody is told.

    A failure is logged and ignored; a message that cannot be read or is there already is left out alone.
    """
    try:
        with transaction.atomic():
            earlier = central_store.earlier_messages(certificate.pk)
            messages = [one for one in _read(earlier.bodies) if one.message_id not in {"", apart_from}]
            stored = sum(_store(certificate, one) for one in messages)
            if stored:
                _settle(certificate, is_complemented=earlier.is_complemented)
                log.info("earlier_messages_imported", certificate_id=certificate.pk, messages=stored)
    except Exception:
        log.exception("earlier_messages_not_imported", certificate_id=certificate.pk)


def _read(bodies: Iterable[bytes]) -> list[IncomingMessage]:
    found = []
    for content in bodies:
        try:
            found.append(read_message(xml.parse(content)))
        except Exception:
            log.exception("earlier_message_not_read")
    return found


def _store(certificate: Certificate, message: IncomingMessage) -> bool:
    """Replies come after what they belong to. What says too much to be stored is left out."""
    is_fit = message.topic in Topic.values and message.part in PARTS and not message.has_too_long_id
    if not is_fit or Arende.objects.filter(message_id=message.message_id).exists():
        return False
    kind = Kind.ANSWER if message.answers else Kind.REMINDER if message.reminds else Kind.QUESTION
    named = message.answers or message.reminds
    question = certificate.arenden.filter(kind=Kind.QUESTION, message_id=named).first() if named else None
    if kind == Kind.ANSWER and question is not None and question.replies.filter(kind=Kind.ANSWER).exists():
        return False
    sender = PARTS[message.part]
    stored = about(
        certificate,
        message_id=message.message_id,
        reference=message.reference,
        kind=kind,
        sender=sender,
        author_hsa_id=message.author[0][:64],
        author_name=message.author[1][:255],
        topic=message.topic,
        heading=message.heading[:LONGEST_HEADING],
        text=message.text,
        contact=list(message.contact),
        last_answer_date=message.last_answer_date,
        sent_at=message.sent_at,
        stored_at=message.sent_at,
        last_event_at=message.sent_at,
        answers_message_id=message.answers if kind == Kind.ANSWER else "",
        answers_reference=message.answers_reference if kind == Kind.ANSWER else "",
        reminds_message_id=message.reminds if kind == Kind.REMINDER else "",
        question=question,
        status=Status.CLOSED if kind == Kind.ANSWER else _WAITING[sender],
    )
    stored.save(force_insert=True)
    Complement.objects.bulk_create(
        Complement(arende=stored, question_id=line.question_id, instance=line.instance, text=line.text)
        for line in message.complements
    )
    if question is not None:
        question.last_event_at = max(question.last_event_at, stored.sent_at)
        question.save(update_fields=["last_event_at"])
    return True


_WAITING = {Sender.CARE: Status.PENDING_EXTERNAL_ACTION, Sender.RECIPIENT: Status.PENDING_INTERNAL_ACTION}


def _settle(certificate: Certificate, *, is_complemented: bool) -> None:
    """Closed with its answer is the whole exchange, and what another certificate answers; the rest awaits somebody."""
    answered = certificate.arenden.filter(kind=Kind.ANSWER, question__isnull=False).values("question")
    certificate.arenden.filter(pk__in=list(answered.values_list("question", flat=True))).update(status=Status.CLOSED)
    if is_complemented:
        open_complements(certificate.pk).update(status=Status.CLOSED)
    certificate.arenden.filter(kind=Kind.REMINDER, question__status=Status.CLOSED).update(status=Status.CLOSED)
    latest = open_complements(certificate.pk).last()
    if latest is not None and not certificate.is_revoked:
        note_complement_request(
            certificate, message_id=latest.message_id, requested_at=latest.stored_at, reference=latest.reference
        )
