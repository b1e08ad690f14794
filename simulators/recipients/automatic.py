"""What a recipient does by itself: a message about each certificate, an answer to each question of care."""

from __future__ import annotations

import datetime as dt

import structlog

from simulators.recipients import acting, queries
from simulators.recipients.models import AutomaticMode, ReceivedDocument
from simulators.recipients.orders import Complement, Order, usual_last_day
from simulators.topics import QUESTIONS, Topic
from webcert import clock
from webcert.errors import WebcertError

log = structlog.get_logger(__name__)
_KIND = ReceivedDocument.Kind


def react(document: ReceivedDocument) -> None:
    """Plan what the recipient's mode says about something that it has accepted. Never hinders the answer to it."""
    mode = AutomaticMode.objects.filter(pk=document.recipient, is_active=True).first()
    order = _order(mode, document) if mode else None
    if mode is None or order is None:
        return
    due_at = clock.now() + dt.timedelta(seconds=mode.delay_s)
    try:
        acting.plan(recipient=document.recipient, certificate_id=document.certificate_id, order=order, due_at=due_at)
    except WebcertError as error:
        log.warning("automatic_message_not_planned", certificate_id=document.certificate_id, reason=error.message)


def _order(mode: AutomaticMode, document: ReceivedDocument) -> Order | None:
    if document.kind == _KIND.CERTIFICATE and mode.topic:
        return Order(
            topic=mode.topic,
            text=mode.text,
            last_day=usual_last_day(),
            complements=_first_answer(document, mode.text) if mode.topic == Topic.KOMPLT else (),
        )
    is_question = document.kind == _KIND.MESSAGE and document.topic in QUESTIONS and not document.answers
    if is_question and mode.is_answering:
        return Order(text=mode.answer_text, answers=document.message_id)
    return None


def _first_answer(document: ReceivedDocument, text: str) -> tuple[Complement, ...]:
    """The first question of the form that the certificate answers."""
    answered = queries.answered_questions(queries.intyg_of(document))
    return tuple(Complement(item.question_id, text, item.instance) for item in answered[:1])
