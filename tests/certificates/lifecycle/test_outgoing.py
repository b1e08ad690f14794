"""Register and send towards Intygstjänsten (spec/integration.md 2.1-2.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from lxml import etree

from certificates import outgoing
from certificates.lifecycle.revoke import revoke
from certificates.lifecycle.send import send
from certificates.models import Certificate, SignedDocument
from delivery import services
from delivery.models import Delivery
from rivta import server, xml
from rivta.contracts import REGISTER_CERTIFICATE_3, REVOKE_CERTIFICATE_2, SEND_CERTIFICATE_TO_RECIPIENT_2
from rivta.envelope import wrap_answer
from rivta.results import ErrorId, Result, ResultCode, response_element
from tests.certificates.lifecycle.signed import complete_draft, sign
from tests.contracts.official import accepts, needs_official
from tests.delivery.receiver import Answer, listening
from tests.factories import PATIENT, VE01, make_patient, make_signed, make_user
from webcert import clock

pytestmark = pytest.mark.django_db
OK = Result(ResultCode.OK)
BASE = "/test-inera-certificate"


class Intygstjanst:
    """An embedded Intygstjänst that answers as told and keeps the envelopes it got."""

    def __init__(self) -> None:
        self.answer = OK
        self.received: list[tuple[str, bytes]] = []

    def handle(self, request: server.SoapRequest) -> etree._Element:
        self.received.append((request.contract.name, request.raw))
        return response_element(request.contract, self.answer)


@pytest.fixture
def intygstjanst(monkeypatch: pytest.MonkeyPatch) -> Iterator[Intygstjanst]:
    it = Intygstjanst()
    monkeypatch.setattr(outgoing, "EMBEDDED_BASE", BASE)
    endpoints = [
        server.Endpoint([f"{BASE}/register-certificate-se/v3.0"], {REGISTER_CERTIFICATE_3: it.handle}),
        server.Endpoint([f"{BASE}/revoke-certificate-rivta/v2.0"], {REVOKE_CERTIFICATE_2: it.handle}),
        server.Endpoint([f"{BASE}/send-certificate-to-recipient/v2.0"], {SEND_CERTIFICATE_TO_RECIPIENT_2: it.handle}),
    ]
    for endpoint in endpoints:
        server.register(endpoint)
    yield it
    for endpoint in endpoints:
        server.unregister(endpoint)


@pytest.fixture(autouse=True)
def _patient() -> None:
    make_patient()


def deliver(after: dt.timedelta = dt.timedelta()) -> None:
    services.deliver_due(now=clock.now() + after, kinds=["certificate"])


def states() -> list[tuple[str, str]]:
    return [(row.metadata["message"], row.state) for row in Delivery.objects.filter(kind="certificate").order_by("pk")]


def sent_body(certificate: Certificate) -> etree._Element:
    row = Delivery.objects.get(owner_id=certificate.pk, metadata__message="SEND")
    return xml.parse(row.payload)


def text(body: etree._Element, *path: str) -> str:
    return body.findtext("/".join(f"{{*}}{name}" for name in path), default="")


def test_the_registration_carries_the_signed_bytes_as_they_are(intygstjanst: Intygstjanst) -> None:
    certificate = sign(complete_draft())
    deliver()
    [(contract, raw)] = intygstjanst.received
    assert contract == "RegisterCertificate"
    assert bytes(SignedDocument.objects.get(pk=certificate.pk).xml) in raw
    assert b"5565594230" in raw
    assert states() == [("REGISTER", "DELIVERED")]


def test_the_sending_names_recipient_patient_and_who_sent(intygstjanst: Intygstjanst) -> None:
    certificate = send(user=make_user(), certificate_id=sign(complete_draft()).pk)
    body = sent_body(certificate)
    assert text(body, "intygs-id", "root") == "SE5565594230-B31"
    assert text(body, "intygs-id", "extension") == certificate.pk
    assert text(body, "patientPerson-id", "extension") == PATIENT
    assert text(body, "mottagare", "code") == "FKASSA"
    assert text(body, "skickatAv", "hosPersonal", "fullstandigtNamn") == "Leonie Koehl"
    assert text(body, "skickatAv", "hosPersonal", "enhet", "enhets-id", "extension") == VE01
    assert text(body, "skickatTidpunkt") == clock.riv_timestamp(certificate.sent_at)


def test_the_sending_agrees_with_our_contract() -> None:
    certificate = send(user=make_user(), certificate_id=make_signed().pk)
    assert SEND_CERTIFICATE_TO_RECIPIENT_2.validate(sent_body(certificate)) == []


@needs_official
def test_the_sending_agrees_with_the_official_schema() -> None:
    certificate = send(user=make_user(), certificate_id=make_signed().pk)
    assert accepts(sent_body(certificate))


def test_the_sending_waits_for_the_registration(intygstjanst: Intygstjanst) -> None:
    certificate = sign(complete_draft())
    send(user=make_user(), certificate_id=certificate.pk)
    intygstjanst.answer = Result(ResultCode.ERROR, "senare", ErrorId.TECHNICAL_ERROR)
    deliver()
    assert states() == [("REGISTER", "RETRY"), ("SEND", "PENDING")]
    intygstjanst.answer = OK
    deliver(after=dt.timedelta(seconds=5))
    assert states() == [("REGISTER", "DELIVERED"), ("SEND", "DELIVERED")]
    assert [contract for contract, _ in intygstjanst.received] == [
        "RegisterCertificate",
        "RegisterCertificate",
        "SendCertificateToRecipient",
    ]


def test_a_revocation_waits_for_the_registration(intygstjanst: Intygstjanst) -> None:
    certificate = sign(complete_draft())
    revoke(user=make_user(), certificate_id=certificate.pk, reason="FEL_PATIENT")
    intygstjanst.answer = Result(ResultCode.ERROR, "senare", ErrorId.APPLICATION_ERROR)
    deliver()
    assert states() == [("REGISTER", "RETRY"), ("REVOKE", "PENDING")]
    intygstjanst.answer = OK
    deliver(after=dt.timedelta(seconds=5))
    assert states() == [("REGISTER", "DELIVERED"), ("REVOKE", "DELIVERED")]


def test_a_certificate_revoked_already_counts_as_done(intygstjanst: Intygstjanst) -> None:
    revoke(user=make_user(), certificate_id=make_signed().pk, reason="FEL_PATIENT")
    intygstjanst.answer = Result(ResultCode.INFO, "The certificate is already revoked")
    deliver()
    assert states() == [("REVOKE", "DELIVERED")]


def test_other_certificates_do_not_wait(intygstjanst: Intygstjanst) -> None:
    first = sign(complete_draft())
    intygstjanst.answer = Result(ResultCode.ERROR, "senare", ErrorId.TECHNICAL_ERROR)
    deliver()
    intygstjanst.answer = OK
    second = send(user=make_user(), certificate_id=make_signed().pk)
    deliver()
    assert Delivery.objects.get(owner_id=first.pk).state == "RETRY"
    assert Delivery.objects.get(owner_id=second.pk).state == "DELIVERED"


def test_info_counts_as_done(intygstjanst: Intygstjanst) -> None:
    sign(complete_draft())
    intygstjanst.answer = Result(ResultCode.INFO, "Certificate already exists")
    deliver()
    assert states() == [("REGISTER", "DELIVERED")]


@pytest.mark.parametrize("error_id", list(ErrorId))
def test_every_error_is_tried_again(intygstjanst: Intygstjanst, error_id: ErrorId) -> None:
    sign(complete_draft())
    intygstjanst.answer = Result(ResultCode.ERROR, "nej", error_id)
    deliver()
    [row] = Delivery.objects.filter(kind="certificate")
    assert (row.state, row.last_result, row.last_error_id) == ("RETRY", "ERROR", error_id.value)


def test_the_waits_are_those_of_the_plan(intygstjanst: Intygstjanst) -> None:
    sign(complete_draft())
    intygstjanst.answer = Result(ResultCode.ERROR, "nej", ErrorId.TECHNICAL_ERROR)
    moment, waits = clock.now(), []
    for _ in range(4):
        services.deliver_due(now=moment, kinds=["certificate"])
        [row] = Delivery.objects.filter(kind="certificate")
        waits.append(row.available_at - moment)
        moment = row.available_at
    assert [wait.total_seconds() for wait in waits] == [4, 60, 300, 3600]


def test_after_thirty_attempts_it_is_given_up() -> None:
    sign(complete_draft())
    [row] = Delivery.objects.filter(kind="certificate")
    assert row.max_attempts == 30


def test_a_fault_is_tried_again(intygstjanst: Intygstjanst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "EMBEDDED_BASE", "/nobody-here")
    sign(complete_draft())
    deliver()
    assert states() == [("REGISTER", "RETRY")]


def test_an_address_is_called_over_http(settings) -> None:
    answer = Answer(wrap_answer(response_element(REGISTER_CERTIFICATE_3, OK)))
    with listening(answer) as receiver:
        settings.INTYGSTJANST_URL = receiver.url
        certificate = sign(complete_draft())
        deliver()
    [request] = receiver.received
    assert request.path.endswith("/register-certificate-se/v3.0")
    assert bytes(SignedDocument.objects.get(pk=certificate.pk).xml) in request.body
    assert states() == [("REGISTER", "DELIVERED")]


@pytest.mark.parametrize(
    "answer", [Answer(b"", status=503), Answer(b"<html/>", status=502), Answer(reset=True)], ids=["503", "502", "reset"]
)
def test_an_address_that_does_not_answer_is_tried_again(settings, answer: Answer) -> None:
    with listening(answer) as receiver:
        settings.INTYGSTJANST_URL = receiver.url
        sign(complete_draft())
        deliver()
    assert states() == [("REGISTER", "RETRY")]


def test_an_address_where_nobody_listens_is_tried_again(settings) -> None:
    with listening(Answer()) as receiver:
        settings.INTYGSTJANST_URL = receiver.url
    sign(complete_draft())
    deliver()
    [row] = Delivery.objects.filter(kind="certificate")
    assert (row.state, row.last_error_id) == ("RETRY", "CONNECT")
