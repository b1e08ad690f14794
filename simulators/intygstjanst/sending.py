"""SendCertificateToRecipient at Intygstjänsten: the case table, then the call onwards (spec/integration.md 5.3)."""

from __future__ import annotations

from lxml import etree

from rivta import client, server
from rivta.client import SoapAnswer, TransportFailure
from rivta.contracts import REGISTER_CERTIFICATE_3, Contract
from rivta.results import ErrorId, Result, ResultCode, read_result
from simulators.envelopes import text
from simulators.intygstjanst.models import CertificateState, Recipient, StoredCertificate
from simulators.intygstjanst.queries import find_certificate, find_recipient
from tak import resolver
from webcert import clock

SENT = CertificateState.State.SENT


def send(body: etree._Element) -> Result:
    """Pass a stored certificate on to the recipient of a SendCertificateToRecipient body."""
    certificate = find_certificate(text(body, "s:intygs-id/t:extension"))
    if certificate is None or certificate.person_id != text(body, "s:patientPerson-id/t:extension"):
        return _error("The certificate is unknown for this person", ErrorId.APPLICATION_ERROR)
    if certificate.is_revoked:
        return Result(ResultCode.INFO, "The certificate is revoked")
    target = text(body, "s:mottagare/t:code")
    if certificate.has_state(SENT, target):
        return Result(ResultCode.INFO, "The certificate is already sent to this recipient")
    if certificate.is_test:
        return _error("A test certificate can not be sent", ErrorId.VALIDATION_ERROR)
    recipient = find_recipient(target)
    if recipient is None:
        return _error("The recipient is unknown", ErrorId.APPLICATION_ERROR)
    if failure := _pass_on(certificate, recipient):
        return _error(failure, ErrorId.TECHNICAL_ERROR)
    sent = CertificateState(certificate=certificate, state=SENT, target=target, at=clock.now())
    CertificateState.objects.bulk_create([sent], ignore_conflicts=True)
    return Result(ResultCode.OK)


def _pass_on(certificate: StoredCertificate, recipient: Recipient) -> str:
    """Register at the recipient's logical address; why it failed, or ""."""
    try:
        answer = call(REGISTER_CERTIFICATE_3, bytes(certificate.xml), recipient.logical_address)
    except TransportFailure as failure:
        return f"The recipient does not answer: {failure.kind}"
    if answer is None:
        return "The recipient has no address"
    return refusal(answer)


def refusal(answer: SoapAnswer) -> str:
    """Why a recipient did not take what it was sent, or ""."""
    if answer.body is None:
        return f"The recipient does not answer properly: {answer.fault or answer.problem}"
    result = read_result(answer.body)
    return "" if result.is_done else f"The recipient refuses: {result.text or result.error_id}"


def call(contract: Contract, content: bytes, logical_address: str) -> SoapAnswer | None:
    """Over HTTP, or in this process when the route leads to this installation; None without a route."""
    route = resolver.resolve(contract.namespace, logical_address) if logical_address else None
    if route is None:
        return None
    if route.path and server.endpoint_at(route.path):
        return client.call_in_process(path=route.path, contract=contract, body=content, logical_address=logical_address)
    return client.call(url=route.url, contract=contract, body=content, logical_address=logical_address)


def _error(reason: str, error_id: ErrorId) -> Result:
    return Result(ResultCode.ERROR, reason, error_id)
