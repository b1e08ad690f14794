"""SendMessageToCare at Intygstjänsten: checked whole, then handed to Webcert (spec/integration.md 5.6)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from certificates.types.base import Engine
from rivta import client, xml
from rivta.client import TransportFailure
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from rivta.results import Result
from simulators.envelopes import find, text
from simulators.intygstjanst import messages
from simulators.intygstjanst.messages import Message
from simulators.intygstjanst.models import Recipient, StoredCertificate, StoredMessage
from simulators.intygstjanst.registering import Refused, type_of
from simulators.topics import Topic

WEBCERT_PATH = "/services/send-message-to-care/v2.0"


def pass_to_care(body: etree._Element) -> Result | etree._Element:
    """Every fault together as a VALIDATION_ERROR, else what Webcert answers."""
    message = messages.read(body, "mc")
    certificate = messages.certificate_of(message)
    faults = [
        *_faults_of_sender(body),
        *messages.common_faults(message),
        *_faults_of_kind(body, message),
        *_faults_of_certificate(message, certificate),
    ]
    if faults or certificate is None:
        return messages.refused(faults)
    try:
        answer = client.call_in_process(
            path=WEBCERT_PATH,
            contract=SEND_MESSAGE_TO_CARE_2,
            body=message.xml,
            logical_address=message.logical_address,
        )
    except TransportFailure as failure:
        return messages.unreachable(failure.text)
    return messages.pass_back(answer, message, certificate, StoredMessage.Direction.TO_CARE)


def _faults_of_sender(body: etree._Element) -> Iterator[str]:
    part = text(body, "mc:skickatAv/mc:part/t:code")
    if not Recipient.objects.filter(pk=part).exists():
        yield f"The part {part} is not a known recipient"


def _faults_of_kind(body: etree._Element, message: Message) -> Iterator[str]:
    if message.answers and message.last_day:
        yield "MESSAGE_TYPE_CONSISTENCY_ERROR: an answer has no last day for answering"
    if find(body, "mc:komplettering") is not None and message.topic != Topic.KOMPLT:
        yield "KOMPLETTERING_INCONSISTENCY_ERROR: only the subject KOMPLT names questions to complement"


def _faults_of_certificate(message: Message, certificate: StoredCertificate | None) -> Iterator[str]:
    if certificate is None:
        yield "CERTIFICATE_NOT_FOUND_ERROR: the certificate is not known"
        return
    yield from messages.person_faults(message, certificate)
    if certificate.is_test:
        yield "TEST_CERTIFICATE: messages about test certificates are not passed on"
    if certificate.is_revoked and _is_of_newer_type(certificate):
        yield "CERTIFICATE_REVOKED_ERROR: the certificate is revoked"


def _is_of_newer_type(certificate: StoredCertificate) -> bool:
    """Revocation of the older types is Webcert's own matter."""
    intyg = find(xml.parse(bytes(certificate.xml)), "r:intyg")
    try:
        return intyg is not None and type_of(intyg).engine is Engine.MODEL
    except Refused:
        return False
