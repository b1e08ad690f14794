"""SendMessageToRecipient at Intygstjänsten: checked, then called at the recipient (spec/integration.md 5.7)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from rivta.client import TransportFailure
from rivta.contracts import SEND_MESSAGE_TO_RECIPIENT_2
from rivta.results import ErrorId, Result, ResultCode
from simulators.intygstjanst import messages
from simulators.intygstjanst.messages import Message
from simulators.intygstjanst.models import CertificateState, StoredCertificate, StoredMessage
from simulators.intygstjanst.sending import call


def pass_to_recipient(body: etree._Element) -> Result | etree._Element:
    """What the recipient answers. A message about a test certificate ends here with OK."""
    message = messages.read(body, "mr")
    certificate = messages.certificate_of(message)
    if certificate is None:
        return Result(ResultCode.ERROR, "The certificate is unknown", ErrorId.APPLICATION_ERROR)
    faults = [
        *messages.common_faults(message),
        *messages.person_faults(message, certificate),
        *_faults_of_message(message, certificate),
    ]
    if faults:
        return messages.refused(faults)
    if certificate.is_test:
        return Result(ResultCode.OK)
    try:
        answer = call(SEND_MESSAGE_TO_RECIPIENT_2, message.xml, message.logical_address)
    except TransportFailure as failure:
        return messages.unreachable(failure.text)
    if answer is None:
        return messages.unreachable("it has no address")
    return messages.pass_back(answer, message, certificate, StoredMessage.Direction.TO_RECIPIENT)


def _faults_of_message(message: Message, certificate: StoredCertificate) -> Iterator[str]:
    if message.last_day and (message.answers or message.reminds_of):
        yield "MESSAGE_TYPE_CONSISTENCY_ERROR: only a question has a last day for answering"
    if not certificate.is_test and not certificate.has_state(CertificateState.State.SENT):
        yield "The certificate has not been sent to any recipient"
