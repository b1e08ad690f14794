"""Messages about certificates on their way through Intygstjänsten: reading, common checks, keeping, passing on.

What is checked in one direction only stands in ``messages_to_care`` and ``messages_to_recipient``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from rivta.client import SoapAnswer
from rivta.results import ErrorId, Result, ResultCode, read_result
from simulators.envelopes import text
from simulators.intygstjanst.models import StoredCertificate, StoredMessage
from simulators.topics import Topic
from webcert import clock

LONGEST_ID = 255


@dataclass(frozen=True, slots=True)
class Message:
    """What the checks look at. Empty where the element is missing."""

    id: str
    certificate_id: str
    person_id: str
    logical_address: str
    topic: str
    reminds_of: str
    answers: str
    last_day: str
    xml: bytes


def read(body: etree._Element, prefix: str) -> Message:
    """A SendMessageToCare (prefix "mc") or SendMessageToRecipient ("mr") body."""
    return Message(
        id=text(body, f"{prefix}:meddelande-id"),
        certificate_id=text(body, f"{prefix}:intygs-id/t:extension"),
        person_id=text(body, f"{prefix}:patientPerson-id/t:extension"),
        logical_address=text(body, f"{prefix}:logiskAdressMottagare"),
        topic=text(body, f"{prefix}:amne/t:code"),
        reminds_of=text(body, f"{prefix}:paminnelseMeddelande-id"),
        answers=text(body, f"{prefix}:svarPa/c:meddelande-id"),
        last_day=text(body, f"{prefix}:sistaDatumForSvar"),
        xml=etree.tostring(body, encoding="unicode", with_tail=False).encode(),
    )


def certificate_of(message: Message) -> StoredCertificate | None:
    stored = StoredCertificate.objects.prefetch_related("states")
    return stored.filter(pk=message.certificate_id, is_deleted_by_care=False).first()


def common_faults(message: Message) -> Iterator[str]:
    """What is wrong in either direction, each with the code of spec/integration.md 5.6."""
    if message.topic not in Topic.values:
        yield f"SUBJECT_NOT_SUPPORTED_ERROR: the subject {message.topic} is not known"
    if not 0 < len(message.id) <= LONGEST_ID or StoredMessage.objects.filter(pk=message.id).exists():
        yield "MEDDELANDE_ID_NOT_UNIQUE_ERROR: the message id is empty or too long or used already"
    if bool(message.reminds_of) != (message.topic == Topic.PAMINN):
        yield "PAMINNELSE_ID_INCONSISTENCY_ERROR: a reminder and nothing else names a message that it reminds of"
    if message.reminds_of and not StoredMessage.objects.filter(pk=message.reminds_of).exists():
        yield "REFERENCED_MESSAGE_NOT_FOUND_ERROR: the message that is reminded of is not known"
    if message.answers:
        yield from _faults_of_answer(message)


def person_faults(message: Message, certificate: StoredCertificate) -> Iterator[str]:
    if message.person_id != certificate.person_id:
        yield "CIVIC_REGISTRATION_NUMBER_INCONSISTENCY_ERROR: the certificate is about another person"


def refused(faults: Iterable[str]) -> Result:
    return Result(ResultCode.ERROR, ", ".join(faults), ErrorId.VALIDATION_ERROR)


def pass_back(
    answer: SoapAnswer, message: Message, certificate: StoredCertificate, direction: StoredMessage.Direction
) -> Result | etree._Element:
    """The receiver's own answer, unchanged; the message is kept unless that is an ERROR."""
    if answer.body is None:
        return unreachable(answer.fault or answer.problem)
    if read_result(answer.body).is_done:
        _keep(message, certificate, direction)
    return answer.body


def unreachable(reason: str) -> Result:
    return Result(ResultCode.ERROR, f"The receiver does not answer properly: {reason}", ErrorId.TECHNICAL_ERROR)


def _faults_of_answer(message: Message) -> Iterator[str]:
    question = StoredMessage.objects.filter(pk=message.answers).first()
    if question is None:
        yield "REFERENCED_MESSAGE_NOT_FOUND_ERROR: the message that is answered is not known"
    elif question.topic != message.topic:
        yield f"SUBJECT_CONSISTENCY_ERROR: the question has the subject {question.topic}"


def _keep(message: Message, certificate: StoredCertificate, direction: StoredMessage.Direction) -> None:
    """Once: of two calls with the same id at the same time the first is kept."""
    kept = StoredMessage(
        id=message.id,
        certificate=certificate,
        direction=direction,
        topic=message.topic,
        answers=message.answers[:LONGEST_ID],
        reminds_of=message.reminds_of[:LONGEST_ID],
        logical_address=message.logical_address[:LONGEST_ID],
        received_at=clock.now(),
        xml=message.xml,
    )
    StoredMessage.objects.bulk_create([kept], ignore_conflicts=True)
