"""What the simulators hold when the demo world is loaded."""

from __future__ import annotations

import datetime as dt

import pytest

from certificates.models import SignedDocument
from rivta import xml
from rivta.contracts import REGISTER_CERTIFICATE_3
from rivta.envelope import open_request
from simulators import demo, demo_certificates
from simulators.care.models import ReceivedStatusUpdate
from simulators.intygstjanst.models import Recipient, StoredCertificate
from simulators.log.models import StoredLogEntry
from simulators.recipients.models import ReceivedDocument
from simulators.recipients.soap import PARTS
from tak import demo as tak_demo
from tests import factories
from tests.simulators.messages import certificate_body, register, result_of, signed_certificate
from webcert import clock

pytestmark = pytest.mark.django_db


def test_the_recipients_are_those_of_the_reference_set() -> None:
    demo.load()

    assert dict(Recipient.objects.values_list("id", "logical_address")) == {
        "FKASSA": "FKORG",
        "TRANSP": "tsTestAdress",
        "SKV": "Skatteverket",
        "SOS": "SOS",
        "AF": "AF",
        "HSVARD": "hsvardAdress",
        "INVANA": "miAdress",
        "FBA": "fail-adress",
        "SKR": "",
    }


def test_the_addresses_of_the_recipients_are_those_of_the_routes() -> None:
    demo.load()

    assert dict(Recipient.objects.filter(pk__in=PARTS).values_list("id", "logical_address")) == tak_demo.RECIPIENTS


def test_nothing_is_held_when_there_are_no_certificates() -> None:
    demo.load()

    for model in (ReceivedStatusUpdate, StoredLogEntry, ReceivedDocument, StoredCertificate):
        assert not model.objects.exists()


def test_certificates_of_the_past_are_held_with_their_past() -> None:
    factories.make_patient()
    factories.make_diagnoses()
    signed_at = clock.now() - dt.timedelta(days=20)
    certificate = signed_certificate(
        signed_at=signed_at,
        sent_at=signed_at + dt.timedelta(minutes=5),
        sent_to="FKASSA",
        revoked_at=signed_at + dt.timedelta(days=1),
    )
    SignedDocument.objects.create(
        certificate=certificate,
        xml=certificate_body(certificate),
        signature_type=SignedDocument.SignatureType.XMLDSIG,
        digest="",
        signer_hsa_id=certificate.issuer_hsa_id,
        created_at=signed_at,
    )

    demo.load()
    demo_certificates.load()

    stored = StoredCertificate.objects.get()
    assert [(s.state, s.target, s.at) for s in stored.states.all()] == [
        ("RECEIVED", "HSVARD", signed_at),
        ("SENT", "FKASSA", certificate.sent_at),
        ("CANCELLED", "HSVARD", certificate.revoked_at),
    ]
    received = ReceivedDocument.objects.get()
    assert (received.recipient, received.type_code, received.received_at) == ("FKASSA", "LISJP", certificate.sent_at)
    assert REGISTER_CERTIFICATE_3.validate(open_request(xml.parse(bytes(received.xml))).body) == []
    assert result_of(register(certificate)).text == "Certificate already exists"
