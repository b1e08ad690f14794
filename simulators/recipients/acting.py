"""A recipient asks, reminds and answers: SendMessageToCare to Intygstjänsten (spec/integration.md 5.9, ui.md 14.4)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.db.models import Q
from lxml import etree

from rivta import client
from rivta.client import TransportFailure
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from rivta.results import Result, ResultCode, read_result
from simulators.envelopes import text
from simulators.recipients import queries
from simulators.recipients.models import SentMessage
from simulators.recipients.orders import Order
from simulators.recipients.writing import Draft, Subject, spoiled, write
from simulators.topics import Topic
from webcert import clock
from webcert.errors import InvalidInput

LEASE = dt.timedelta(seconds=90)
MAX_ROWS = 100
Fault = SentMessage.Fault


def act(*, recipient: str, certificate_id: str, order: Order) -> SentMessage:
    """Send now; the row says what was answered.

    Raises ``DataNotFound`` when the recipient has not got the certificate, ``InvalidInput`` when the order is none.
    """
    return _send_new(_written(recipient, certificate_id, order, due_at=clock.now()))


def tell(draft: Draft) -> SentMessage:
    """Send a message as it is, right or wrong: Intygstjänsten and Webcert say what they think of it.

    Raises ``InvalidInput`` for characters that XML has no place for.
    """
    return _send_new(_row(draft, due_at=draft.sent_at))


def reference_of(recipient: str, message_id: str) -> str:
    """The recipient's own reference of what it sends."""
    return f"{recipient}-{message_id[:8]}"


def plan(*, recipient: str, certificate_id: str, order: Order, due_at: dt.datetime) -> SentMessage:
    """Write it now, let ``send_due`` send it. Raises as ``act`` does."""
    message = _written(recipient, certificate_id, order, due_at=due_at)
    message.save()
    return message


def send(message: SentMessage) -> SentMessage:
    """The one attempt, at the platform's path of the contract."""
    try:
        answer = client.call_in_process(
            path=SEND_MESSAGE_TO_CARE_2.platform_path,
            contract=SEND_MESSAGE_TO_CARE_2,
            body=bytes(message.xml),
            logical_address=message.logical_address,
        )
    except TransportFailure as failure:
        result = Result("", failure.text)
    else:
        result = Result("", answer.fault or answer.problem) if answer.body is None else read_result(answer.body)
    message.sent_at = clock.now()
    message.result_code, message.result_text, message.error_id = result.code, result.text, result.error_id
    message.save(update_fields=["sent_at", "result_code", "result_text", "error_id"])
    return message


def send_due(now: dt.datetime | None = None) -> int:
    """Send what is due, the longest waiting first; how many were sent. What a lost process had taken is taken again."""
    waiting = SentMessage.objects.filter(sent_at=None, due_at__lte=now or clock.now()).order_by("due_at", "pk")
    return sum(1 for message in waiting[:MAX_ROWS] if _take(message) and send(message))


def _take(message: SentMessage) -> bool:
    now = clock.wall_now()
    free = SentMessage.objects.filter(Q(taken_at=None) | Q(taken_at__lt=now - LEASE), pk=message.pk, sent_at=None)
    return bool(free.update(taken_at=now))


def _written(recipient: str, certificate_id: str, order: Order, *, due_at: dt.datetime) -> SentMessage:
    intyg = queries.intyg_of(queries.received_certificate(recipient, certificate_id))
    order, answered_reference = _completed(recipient, certificate_id, order)
    _check_complements(order, intyg)
    message_id = str(uuid.uuid4())
    draft = Draft(
        message_id=message_id,
        reference=reference_of(recipient, message_id),
        sent_at=due_at,
        part=recipient,
        certificate_id=certificate_id,
        person_id=text(intyg, "c:patient/c:person-id/t:extension"),
        unit_id=text(intyg, "c:skapadAv/c:enhet/c:enhets-id/t:extension"),
        topic=order.topic,
        heading=order.heading,
        text=order.text,
        last_day=order.last_day,
        contact=order.contact,
        complements=order.complements,
        reminds_of=order.reminds_of,
        answers=order.answers,
        answered_reference=answered_reference,
        used_id=_used_id(recipient, order),
        unsent=_unsent(recipient, order, intyg),
    )
    return _row(draft, fault=order.fault, due_at=due_at)


def _row(draft: Draft, *, fault: str = "", due_at: dt.datetime) -> SentMessage:
    """Written whole, with its fault, and not stored."""
    written = spoiled(draft, fault)
    try:
        content = write(written)
    except ValueError:
        raise InvalidInput("Texten innehåller tecken som inte får stå i XML.") from None
    return SentMessage(
        recipient=draft.part,
        certificate_id=draft.certificate_id,
        message_id=written.message_id,
        topic=draft.topic,
        answers=written.answers,
        fault=fault,
        logical_address=written.unit_id,
        due_at=due_at,
        xml=content,
    )


def _send_new(message: SentMessage) -> SentMessage:
    message.taken_at = clock.wall_now()
    message.save()
    return send(message)


def _completed(recipient: str, certificate_id: str, order: Order) -> tuple[Order, str]:
    """The order with the subject that it follows from, and care's reference of the question that it answers."""
    reference = ""
    if order.answers:
        question = queries.open_questions_of_care(recipient, certificate_id).filter(message_id=order.answers).first()
        if question is None:
            raise InvalidInput("Det finns ingen obesvarad fråga från vården med det meddelande-id:t.")
        if order.topic not in {"", question.topic}:
            raise InvalidInput("Ett svar har samma ämne som frågan.")
        if order.last_day is not None:
            raise InvalidInput("Ett svar har ingen sista dag för svar.")
        order, reference = replace(order, topic=question.topic), queries.reference_of(question)
    _check(recipient, certificate_id, order)
    return order, reference


def _check(recipient: str, certificate_id: str, order: Order) -> None:
    if order.topic not in Topic.values:
        raise InvalidInput("Ämnet finns inte.")
    if not order.text.strip():
        raise InvalidInput("Meddelandet saknar text.")
    if order.fault and order.fault not in Fault.values:
        raise InvalidInput("Den felaktiga varianten finns inte.")
    if order.fault in _FITTING:
        fits, text = _FITTING[Fault(order.fault)]
        if not fits(order):
            raise InvalidInput(text)
    if order.fault != Fault.UNKNOWN_REFERENCE:
        _check_reminder(recipient, certificate_id, order)


_FITTING: Mapping[SentMessage.Fault, tuple[Callable[[Order], bool], str]] = {
    Fault.UNKNOWN_QUESTION: (
        lambda order: order.topic == Topic.KOMPLT and not order.answers,
        "Bara en begäran om komplettering pekar ut frågor.",
    ),
    Fault.OTHER_TOPIC: (lambda order: bool(order.answers), "Bara ett svar kan ha ett annat ämne än frågan."),
    Fault.ANSWER_WITH_LAST_DAY: (lambda order: bool(order.answers), "Varje fråga får ha en sista dag för svar."),
    Fault.STRAY_COMPLEMENT: (
        lambda order: order.topic != Topic.KOMPLT,
        "En begäran om komplettering pekar alltid ut frågor.",
    ),
    Fault.REMINDER_OF_NOTHING: (lambda order: order.topic == Topic.PAMINN, "Bara en påminnelse pekar ut något."),
}
"""Faults that not every message can have: those that can, and what is told of the others."""


def _check_reminder(recipient: str, certificate_id: str, order: Order) -> None:
    if bool(order.reminds_of) != (order.topic == Topic.PAMINN):
        raise InvalidInput("En påminnelse, och bara en påminnelse, pekar ut det som den påminner om.")
    if not order.reminds_of:
        return
    if not queries.open_messages(recipient, certificate_id).filter(message_id=order.reminds_of).exists():
        raise InvalidInput("Det finns ingen obesvarad fråga till vården med det meddelande-id:t.")


def _check_complements(order: Order, intyg: etree._Element) -> None:
    """The questions must be those of the type; an instance need not be named, but must exist."""
    is_request = order.topic == Topic.KOMPLT and not order.answers
    if bool(order.complements) != is_request:
        raise InvalidInput("En begäran om komplettering, och bara en sådan, pekar ut frågor.")
    known = {item.question_id for item in queries.askable(intyg)}
    for complement in order.complements:
        if complement.question_id not in known:
            raise InvalidInput(f"Intygstypen har ingen fråga {complement.question_id}.")
        if complement.instance not in {None, *queries.instances(intyg, complement.question_id)}:
            raise InvalidInput(f"Fråga {complement.question_id} har inget svar med instans {complement.instance}.")
        if not complement.text.strip():
            raise InvalidInput("Varje fråga att komplettera behöver en text.")


def _unsent(recipient: str, order: Order, intyg: etree._Element) -> Subject | None:
    if order.fault != Fault.NOT_SENT:
        return None
    unsent = queries.unsent_certificate(recipient, like=intyg)
    if unsent is None:
        raise InvalidInput("Det finns inget intyg av samma typ som mottagaren inte har fått.")
    return Subject(
        certificate_id=text(unsent, "c:intygs-id/t:extension"),
        person_id=text(unsent, "c:patient/c:person-id/t:extension"),
        unit_id=text(unsent, "c:skapadAv/c:enhet/c:enhets-id/t:extension"),
    )


def _used_id(recipient: str, order: Order) -> str:
    if order.fault != Fault.DUPLICATE_ID:
        return ""
    accepted = SentMessage.objects.filter(recipient=recipient, result_code__in=(ResultCode.OK, ResultCode.INFO))
    used = accepted.order_by("-pk").values_list("message_id", flat=True).first()
    if used is None:
        raise InvalidInput("Mottagaren har inte skickat något meddelande vars id kan användas igen.")
    return used
