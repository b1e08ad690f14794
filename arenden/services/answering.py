"""Care answers the recipient (spec/messages.md 4.4, 4.5)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from arenden import outgoing, texts
from arenden.models import Arende, ArendeDraft, Topic
from arenden.services.rows import Kind, Status, from_care, lock_question, open_complements, set_status, tell_certificate
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from webcert import clock
from webcert.errors import InvalidInput, InvalidState, WebcertError


@transaction.atomic
def save_answer(*, user: CareUser, question_id: int, text: str) -> ArendeDraft:
    """What has been written so far, one draft per question.

    Raises ``InvalidInput`` for a text that could never be sent, ``InvalidState`` when the question awaits no answer, or
    the error of the SAVE_ANSWER rule that fails.
    """
    question, certificate = lock_question(user, question_id)
    access.require(user, Action.SAVE_ANSWER, certificate=certificate)
    _require_answerable(question)
    draft, _ = ArendeDraft.objects.update_or_create(
        question=question,
        defaults={
            "certificate": certificate,
            "topic": question.topic,
            "text": texts.checked(text, longest=texts.LONGEST_MESSAGE),
            "saved_at": clock.now(),
        },
    )
    return draft


@transaction.atomic
def delete_answer(*, user: CareUser, question_id: int) -> None:
    """Throw the draft away; without one nothing happens."""
    question, certificate = lock_question(user, question_id)
    access.require(user, Action.DELETE_ANSWER, certificate=certificate)
    ArendeDraft.objects.filter(question=question).delete()


@transaction.atomic
def send_answer(*, user: CareUser, question_id: int, text: str) -> Arende:
    """Answer an administrative question, which is handled by that.

    Raises ``InvalidInput`` for the text or a topic that is not answered like this, ``InvalidState`` when the question
    does not wait for care, or the error of the SEND_ANSWER rule that fails.
    """
    question, certificate = lock_question(user, question_id)
    access.require(user, Action.SEND_ANSWER, certificate=certificate)
    written = texts.required(text, longest=texts.LONGEST_MESSAGE)
    _require_answerable(question)
    answer = _reply(question, certificate, user=user, text=written)
    set_status(question, Status.CLOSED, at=answer.sent_at)
    outgoing.enqueue(answer, user=user)
    record(EventKind.HANFRFM, certificate, user=user, occurred_at=answer.sent_at)
    return answer


@transaction.atomic
def answer_complement(*, user: CareUser, certificate_id: str, text: str) -> Arende:
    """Tell why the certificate cannot be complemented: an answer to every open request, the latest one's is sent.

    At most 500 characters. Raises ``WebcertError`` when there is no open request, ``InvalidInput`` for the text, or the
    error of the CANNOT_COMPLEMENT rule that fails.
    """
    certificate = queries.lock_certificate(user, certificate_id)
    access.require(user, Action.CANNOT_COMPLEMENT, certificate=certificate)
    written = texts.required(text, longest=texts.LONGEST_COMPLEMENT_ANSWER)
    requests = list(open_complements(certificate.pk).select_for_update())
    if not requests:
        raise WebcertError("Det finns ingen begäran om komplettering att svara på.", reason="NO_COMPLEMENT_REQUEST")
    answers = [_reply(request, certificate, user=user, text=written) for request in requests]
    for request, answer in zip(requests, answers, strict=True):
        set_status(request, Status.CLOSED, at=answer.sent_at)
    tell_certificate(certificate)
    latest = answers[-1]
    outgoing.enqueue(latest, user=user)
    record(
        EventKind.HANFRFM,
        certificate,
        user=user,
        occurred_at=latest.sent_at,
        is_unlogged=_is_older(certificate),
    )
    return latest


def _require_answerable(question: Arende) -> None:
    if question.topic in {Topic.PAMINN, Topic.KOMPLT}:
        raise InvalidInput("Ärendet besvaras inte med ett meddelande.", reason="NOT_ANSWERED_BY_MESSAGE")
    if question.status != Status.PENDING_INTERNAL_ACTION:
        raise InvalidState("Frågan är redan besvarad eller hanterad.")


def _reply(question: Arende, certificate: Certificate, *, user: CareUser, text: str) -> Arende:
    answer = from_care(
        certificate,
        user=user,
        kind=Kind.ANSWER,
        topic=question.topic,
        heading=question.heading,
        text=text,
        question=question,
        answers_message_id=question.message_id,
        answers_reference=question.reference,
        status=Status.CLOSED,
    )
    answer.save(force_insert=True)
    return answer


def _is_older(certificate: Certificate) -> bool:
    """An answer to a request is no PDL record in the older engine (spec/pdl-logging.md 3)."""
    return registry.get(certificate.type_id, certificate.type_version).engine is Engine.LEGACY
