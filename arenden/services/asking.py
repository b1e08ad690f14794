"""Care asks the recipient (spec/messages.md 4.3)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from accounts.user import CareUser
from arenden import outgoing, texts
from arenden.models import Arende, ArendeDraft, Topic, new_message_id
from arenden.services.rows import Kind, Status, from_care
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from webcert import clock
from webcert.errors import CertificateRevoked, InternalProblem, InvalidInput


@transaction.atomic
def save_question(*, user: CareUser, certificate_id: str, topic: str, text: str) -> ArendeDraft:
    """What has been written so far, one draft per certificate; an unknown topic counts as none chosen.

    Raises ``InvalidInput`` for a text that could never be sent, or the error of the CREATE_MESSAGE rule that fails.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.CREATE_MESSAGE, certificate=certificate)
    draft, _ = ArendeDraft.objects.update_or_create(
        certificate=certificate,
        question=None,
        defaults={
            "topic": topic if topic in Topic.values else "",
            "text": texts.checked(text, longest=texts.LONGEST_MESSAGE),
            "saved_at": clock.now(),
        },
    )
    return draft


@transaction.atomic
def delete_question(*, user: CareUser, certificate_id: str) -> None:
    """Throw the draft away; without one nothing happens."""
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.DELETE_MESSAGE, certificate=certificate)
    _drafts(certificate).delete()


@transaction.atomic
def send_question(*, user: CareUser, certificate_id: str, topic: str, text: str, message_id: str = "") -> Arende:
    """Ask, and forget the draft. Stored, queued to the recipient and told of, or nothing of it.

    ``message_id``: the id that the question gets (a UUID); asking with it a second time is asking once.
    Raises ``InternalProblem`` for a topic that care cannot open about the type, ``InvalidInput`` for the text,
    ``CertificateRevoked``, or the error of the SEND_MESSAGE rule that fails.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    if message_id and (sent := Arende.objects.filter(certificate=certificate, message_id=message_id).first()):
        return sent
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    _require_topic(certificate_type, topic)
    if certificate.is_revoked and certificate_type.engine is Engine.LEGACY:
        raise CertificateRevoked
    access.require(user, Action.SEND_MESSAGE, certificate=certificate)
    question = from_care(
        certificate,
        user=user,
        kind=Kind.QUESTION,
        topic=Topic(topic),
        text=texts.required(text, longest=texts.LONGEST_MESSAGE),
        status=Status.PENDING_EXTERNAL_ACTION,
        message_id=message_id or new_message_id(),
    )
    question.save(force_insert=True)
    _drafts(certificate).delete()
    outgoing.enqueue(question, user=user)
    record(EventKind.NYFRFV, certificate, user=user, occurred_at=question.sent_at)
    return question


def question_faults(certificate_type: CertificateType, *, topic: str, text: str) -> dict[str, str]:
    """What must be put right before a question can be sent, by field: ``topic`` and ``text``."""
    faults = {}
    try:
        _require_topic(certificate_type, topic)
    except InternalProblem as fault:
        faults["topic"] = fault.message
    try:
        texts.required(text, longest=texts.LONGEST_MESSAGE)
    except InvalidInput as fault:
        faults["text"] = fault.message
    return faults


def topics_of(certificate_type: CertificateType) -> tuple[Topic, ...]:
    """What care may ask about, in the order of the form."""
    return tuple(Topic(code) for code in certificate_type.topics.may_open)


def _require_topic(certificate_type: CertificateType, topic: str) -> None:
    if topic not in certificate_type.topics.may_open:
        raise InternalProblem("Välj vad frågan gäller.", reason="MISSING_TOPIC")


def _drafts(certificate: Certificate) -> QuerySet[ArendeDraft]:
    return ArendeDraft.objects.filter(certificate=certificate, question=None)
