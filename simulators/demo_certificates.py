"""What Intygstjänsten and the recipients hold of the demo world's signed certificates (spec/demo-world.md).

Loaded after the certificates themselves. Nothing is called: the rows are made as the calls of the past would have.
"""

from __future__ import annotations

import datetime as dt

from certificates.models import Certificate
from patients.queries import look_up
from rivta import envelope, xml
from simulators.envelopes import text
from simulators.intygstjanst.models import CertificateState, Recipient, StoredCertificate
from simulators.intygstjanst.registering import CARE, store
from simulators.recipients.models import PARTS, ReceivedDocument

_STATE = CertificateState.State


def load() -> None:
    """Hold every signed certificate that is not held yet, with its past."""
    signed = Certificate.objects.filter(state=Certificate.State.SIGNED, document__isnull=False)
    for certificate in signed.select_related("document").order_by("signed_at", "pk"):
        if not StoredCertificate.objects.filter(pk=certificate.pk).exists():
            _hold(certificate)


def _hold(certificate: Certificate) -> None:
    content = bytes(certificate.document.xml)
    patient = look_up(certificate.person_id).patient
    if certificate.signed_at is None:
        return
    store(xml.parse(content), is_test=bool(patient and patient.is_test_person), received_at=certificate.signed_at)
    states = StoredCertificate.objects.get(pk=certificate.pk).states
    if certificate.sent_at:
        states.create(state=_STATE.SENT, target=certificate.sent_to, at=certificate.sent_at)
        _receive(certificate, content, at=certificate.sent_at)
    if certificate.revoked_at:
        states.create(state=_STATE.CANCELLED, target=CARE, at=certificate.revoked_at)


def _receive(certificate: Certificate, content: bytes, *, at: dt.datetime) -> None:
    recipient = Recipient.objects.filter(pk=certificate.sent_to).first()
    if recipient is None or recipient.pk not in PARTS:
        return
    ReceivedDocument.objects.create(
        recipient=recipient.pk,
        kind=ReceivedDocument.Kind.CERTIFICATE,
        certificate_id=certificate.pk,
        type_code=text(xml.parse(content), "r:intyg/c:typ/t:code"),
        logical_address=recipient.logical_address,
        received_at=at,
        xml=envelope.wrap(content, recipient.logical_address),
        is_valid=True,
        answer="OK",
    )
