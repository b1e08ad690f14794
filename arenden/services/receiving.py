"""Taking in what the recipient writes (spec/messages.md 6; spec/integration.md 1.3)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from arenden.incoming import PARTS, IncomingMessage
from arenden.models import LONGEST_HEADING, LONGEST_ID, LONGEST_QUESTION_ID, Arende, Complement, Topic
from arenden.services.importing import import_earlier
from arenden.services.rows import Kind, Status, about
from certificates.events import EventKind, Incoming
from certificates.fetching import Fetched, fetch
from certificates.lifecycle.adopt import adopt
from certificates.lifecycle.complement import request_complement
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from webcert.errors import (
    AuthorizationProblem,
    CertificateRevoked,
    DataNotFound,
    InvalidInput,
    InvalidState,
    MissingParameter,
    WebcertError,
)


class AlreadyReceived(WebcertError):
    """A message with this id is stored: the sender has sent it twice."""

    code = "MESSAGE_ALREADY_EXISTS"
    status = 409
    default_message = "The message has already been received"


def receive(message: IncomingMessage) -> Arende:
    """Store a message and tell of it. Nothing is stored of one that is refused.

    A certificate that is not held here is fetched from Intygstjänsten first, outside the transaction, and what was
    written about it earlier is imported with it.

    Raises ``AlreadyReceived``; ``DataNotFound`` and ``InvalidState`` about the certificate, ``CertificateRevoked``;
    ``ExternalSystemProblem`` when it cannot be fetched; ``InvalidInput`` for a code that is none; of the newer engine
    ``MissingParameter`` for what is left out and ``AuthorizationProblem`` for what the type or the certificate does not
    allow (6.1, 6.3).
    """
    topic, sender = _topic(message), _sender(message)
    return _take_in(message, topic, sender, _fetched(message))


def _fetched(message: IncomingMessage) -> Fetched | None:
    """The certificate as Intygstjänsten has it; None when it is held here, or the message is."""
    if Certificate.objects.filter(pk=message.certificate_id.lower()).exists():
        return None
    if Arende.objects.filter(message_id=message.message_id).exists():
        return None
    return fetch(message.certificate_id)


@transaction.atomic
def _take_in(message: IncomingMessage, topic: Topic, sender: Arende.Sender, fetched: Fetched | None) -> Arende:
    certificate = Certificate.objects.select_for_update().filter(pk=message.certificate_id.lower()).first()
    if Arende.objects.filter(message_id=message.message_id).exists():
        raise AlreadyReceived
    if certificate is None and fetched is not None:
        certificate = adopt(fetched)
        import_earlier(certificate, apart_from=message.message_id)
    if certificate is None or certificate.state == Certificate.State.DELETED:
        raise DataNotFound(f"There is no certificate {message.certificate_id}")
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    kind = _kind(message, certificate_type)
    related = _related(message, certificate, kind)
    if kind == Kind.ANSWER and related is not None and related.replies.filter(kind=Kind.ANSWER).exists():
        raise InvalidState("The message that this one answers already has an answer")
    _CHECKS[certificate_type.engine](message, certificate, certificate_type, related)
    stored = _store(message, certificate, kind, related, topic, sender)
    _tell(stored, certificate)
    return stored


def _topic(message: IncomingMessage) -> Topic:
    if message.topic not in Topic.values:
        raise InvalidInput(f"{message.topic} is not a known subject (amne)")
    return Topic(message.topic)


def _sender(message: IncomingMessage) -> Arende.Sender:
    if message.part not in PARTS:
        raise InvalidInput(f"{message.part} is not a part that can send messages")
    return PARTS[message.part]


def _related(message: IncomingMessage, certificate: Certificate, kind: Arende.Kind) -> Arende | None:
    """The question that is answered or reminded of; None when it is unknown or about another certificate."""
    if kind == Kind.QUESTION:
        return None
    named = message.answers if kind == Kind.ANSWER else message.reminds
    questions = Arende.objects.select_for_update().filter(certificate=certificate, kind=Kind.QUESTION)
    return questions.filter(message_id=named).first()


def _check_legacy(
    message: IncomingMessage,
    certificate: Certificate,
    certificate_type: CertificateType,
    _related: Arende | None,
) -> None:
    """Nothing is asked about the patient, the sending or the questions named (6.1)."""
    if not certificate.is_signed:
        raise InvalidState("The certificate is not signed")
    if certificate_type.flags.refuses_messages:
        raise InvalidState(f"Messages about the type {certificate_type.type_id} cannot be received by this contract")
    if certificate.is_revoked:
        raise CertificateRevoked("The certificate is revoked")
    if message.has_too_long_id:
        raise InvalidState(
            f"An id or a reference is longer than {LONGEST_ID} characters, or a frage-id than {LONGEST_QUESTION_ID}"
        )


def _check_model(
    message: IncomingMessage,
    certificate: Certificate,
    certificate_type: CertificateType,
    related: Arende | None,
) -> None:
    """The two rounds of 6.3: what the message must hold, then what the type and the certificate allow."""
    missing = [name for name, is_missing in _missing(message) if is_missing]
    if missing:
        raise MissingParameter(f"Missing or too long: {', '.join(missing)}")
    known = certificate_type.places
    refusals = (
        (not certificate.is_signed or certificate.is_revoked, "The certificate is not signed, or it is revoked"),
        (message.person_id != certificate.person_id, "The certificate is about another patient"),
        (
            message.topic not in certificate_type.topics.may_receive,
            f"The certificate type does not receive messages about {message.topic}",
        ),
        (
            message.topic == Topic.KOMPLT and not any(line.question_id in known for line in message.complements),
            "None of the questions to complement is known",
        ),
        (
            _kind(message, certificate_type) != Kind.QUESTION and related is None,
            "The message that is referred to is unknown",
        ),
    )
    for is_refused, text in refusals:
        if is_refused:
            raise AuthorizationProblem(text)


def _missing(message: IncomingMessage) -> tuple[tuple[str, bool], ...]:
    lines = message.complements
    return (
        ("an id or a reference", message.has_too_long_id),
        ("meddelande-id", not message.message_id),
        ("intygs-id", not message.certificate_id),
        ("patientPerson-id", not message.person_id),
        ("meddelande", not message.text.strip()),
        ("komplettering", message.topic == Topic.KOMPLT and not lines),
        ("frage-id", any(not line.question_id for line in lines)),
        ("text", any(not line.text.strip() for line in lines)),
        ("paminnelseMeddelande-id", message.topic == Topic.PAMINN and not message.reminds),
    )


_CHECKS: dict[Engine, Callable[[IncomingMessage, Certificate, CertificateType, Arende | None], None]] = {
    Engine.LEGACY: _check_legacy,
    Engine.MODEL: _check_model,
}


def _kind(message: IncomingMessage, certificate_type: CertificateType) -> Arende.Kind:
    """The newer engine goes by the topic first (6.3), the older by the ids alone (2.1)."""
    if certificate_type.engine is Engine.MODEL:
        if message.topic == Topic.PAMINN:
            return Kind.REMINDER
        return Kind.ANSWER if message.answers and message.topic != Topic.KOMPLT else Kind.QUESTION
    if message.answers:
        return Kind.ANSWER
    return Kind.REMINDER if message.reminds else Kind.QUESTION


def _store(
    message: IncomingMessage,
    certificate: Certificate,
    kind: Arende.Kind,
    related: Arende | None,
    topic: Topic,
    sender: Arende.Sender,
) -> Arende:
    stored = about(
        certificate,
        message_id=message.message_id,
        reference=message.reference,
        kind=kind,
        sender=sender,
        topic=topic,
        heading=message.heading[:LONGEST_HEADING],
        text=message.text,
        contact=list(message.contact),
        last_answer_date=message.last_answer_date,
        sent_at=message.sent_at,
        answers_message_id=message.answers if kind == Kind.ANSWER else "",
        answers_reference=message.answers_reference if kind == Kind.ANSWER else "",
        reminds_message_id=message.reminds if kind == Kind.REMINDER else "",
        question=related if kind != Kind.QUESTION else None,
        status=Status.ANSWERED if kind == Kind.ANSWER else Status.PENDING_INTERNAL_ACTION,
    )
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except IntegrityError as error:
        # The same id at the same moment about another certificate: nothing else is unique about a question.
        raise AlreadyReceived from error
    Complement.objects.bulk_create(
        Complement(arende=stored, question_id=line.question_id, instance=line.instance, text=line.text)
        for line in message.complements
    )
    if stored.question is not None:
        stored.question.last_event_at = stored.stored_at
        if kind == Kind.ANSWER:
            stored.question.status = Status.ANSWERED
        stored.question.save(update_fields=["last_event_at", "status"])
    return stored


def _tell(stored: Arende, certificate: Certificate) -> None:
    """The certificate's history and the rooms above; a request for a complement also stands on the certificate."""
    if stored.is_complement_request:
        request_complement(
            certificate_id=certificate.pk,
            message_id=stored.message_id,
            requested_at=stored.stored_at,
            reference=stored.reference,
            incoming=_incoming(stored),
        )
        return
    record(
        _EVENTS[Arende.Kind(stored.kind)],
        certificate,
        user=None,
        occurred_at=stored.stored_at,
        incoming=_incoming(stored),
    )


def _incoming(stored: Arende) -> Incoming:
    return Incoming(
        message_id=stored.message_id,
        topic=stored.topic,
        last_answer_date=stored.last_answer_date,
        asked_by=stored.question.author_name if stored.question else "",
    )


_EVENTS = {
    Kind.QUESTION: EventKind.NYFRFM,
    Kind.REMINDER: EventKind.PAMINNELSE,
    Kind.ANSWER: EventKind.NYSVFM,
}
