"""RevokeCertificate at Intygstjänsten: mark it, tell those who were sent it (spec/integration.md 5.4)."""

from __future__ import annotations

import structlog
from lxml import etree

from rivta import xml
from rivta.client import TransportFailure
from rivta.contracts import REVOKE_CERTIFICATE_2
from rivta.results import ErrorId, Result, ResultCode
from simulators.envelopes import text
from simulators.intygstjanst.models import CertificateState, Recipient, StoredCertificate
from simulators.intygstjanst.queries import find_certificate
from simulators.intygstjanst.registering import CARE
from simulators.intygstjanst.sending import call, refusal
from webcert import clock

log = structlog.get_logger(__name__)


def revoke(body: etree._Element) -> Result:
    """The certificate of a RevokeCertificate body is revoked from now on.

    When a recipient does not take the message nothing is marked and the caller comes again; the others then hear of it
    twice.
    """
    certificate = find_certificate(text(body, "v:intygs-id/t:extension"))
    if certificate is None or certificate.person_id != text(body, "v:patientPerson-id/t:extension"):
        return Result(ResultCode.ERROR, "The certificate is unknown for this person", ErrorId.APPLICATION_ERROR)
    if certificate.is_revoked:
        return Result(ResultCode.INFO, "The certificate is already revoked")
    failures = [] if certificate.is_test else [f for r in _informed(certificate) if (f := _tell(r, body))]
    if failures:
        return Result(ResultCode.ERROR, "; ".join(failures), ErrorId.TECHNICAL_ERROR)
    certificate.states.create(state=CertificateState.State.CANCELLED, target=CARE, at=clock.now())
    return Result(ResultCode.OK)


def _informed(certificate: StoredCertificate) -> list[Recipient]:
    """Every distinct recipient that it was sent to and that has an address."""
    targets = {step.target for step in certificate.states.all() if step.state == CertificateState.State.SENT}
    recipients = list(Recipient.objects.filter(pk__in=targets))
    without = [recipient.pk for recipient in recipients if not recipient.logical_address]
    if without:
        log.warning("revocation_not_told", certificate_id=certificate.pk, recipients=without)
    return [recipient for recipient in recipients if recipient.logical_address]


def _tell(recipient: Recipient, body: etree._Element) -> str:
    """Pass the message on; why that failed, or ""."""
    try:
        answer = call(REVOKE_CERTIFICATE_2, xml.written(body), recipient.logical_address)
    except TransportFailure as failure:
        return f"The recipient does not answer: {failure.kind}"
    if answer is None:
        log.warning("revocation_not_told", recipients=[recipient.pk])
        return ""
    return refusal(answer)
