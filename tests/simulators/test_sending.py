"""SendCertificateToRecipient at the embedded Intygstjänst (spec/integration.md 5.3)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from certificates.models import Certificate
from rivta.results import Result
from simulators.intygstjanst.models import CertificateState, Recipient, StoredCertificate
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument
from tak.models import TakRoute
from tests import factories
from tests.simulators.messages import (
    certificate_body,
    held_certificate,
    listed,
    load_surroundings,
    register,
    result_of,
    send,
    signed_certificate,
    states,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    return held_certificate()


def test_the_recipient_gets_the_certificate_and_the_state_says_so(certificate: Certificate, client: Client) -> None:
    assert result_of(send(certificate)) == Result("OK")

    assert states(certificate) == [("RECEIVED", "HSVARD"), ("SENT", "FKASSA")]
    received = ReceivedDocument.objects.get()
    assert (received.recipient, received.certificate_id) == ("FKASSA", certificate.pk)
    assert received.logical_address == "FKORG"
    assert received.is_valid
    (entry,) = listed(client, "/simulators/intygstjanst/certificates")
    assert [(s["status"], s["target"]) for s in entry["states"]] == [("RECEIV", "HSVARD"), ("SENTTO", "FKASSA")]


def test_an_unknown_certificate_is_an_application_error() -> None:
    result = result_of(send(signed_certificate()))

    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


def test_a_certificate_of_another_person_is_an_application_error(certificate: Certificate) -> None:
    result = result_of(send(certificate, person=factories.OTHER_PATIENT))

    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


def test_a_revoked_certificate_is_info_and_is_not_sent(certificate: Certificate) -> None:
    StoredCertificate.objects.get().states.create(
        state=CertificateState.State.CANCELLED, target="HSVARD", at=dt.datetime.now(dt.UTC)
    )

    assert result_of(send(certificate)).code == "INFO"
    assert not ReceivedDocument.objects.exists()


def test_sending_twice_is_info_and_reaches_the_recipient_once(certificate: Certificate) -> None:
    send(certificate)

    assert result_of(send(certificate)).code == "INFO"
    assert ReceivedDocument.objects.count() == 1


def test_a_certificate_may_be_sent_to_several_recipients(certificate: Certificate) -> None:
    send(certificate)

    assert result_of(send(certificate, recipient="AF")) == Result("OK")
    assert ("SENT", "AF") in states(certificate)


def test_a_test_certificate_is_a_validation_error() -> None:
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    register(certificate)

    result = result_of(send(certificate))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")


@pytest.mark.parametrize("recipient", ["NOBODY", "fkassa", ""])
def test_an_unknown_recipient_is_an_application_error(recipient: str, certificate: Certificate) -> None:
    result = result_of(send(certificate, recipient=recipient))

    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


def test_an_inactive_recipient_counts_as_unknown(certificate: Certificate) -> None:
    Recipient.objects.filter(pk="FKASSA").update(is_active=False)

    assert result_of(send(certificate)).error_id == "APPLICATION_ERROR"


@pytest.mark.parametrize("recipient", ["SKR", "FBA"])
def test_a_recipient_without_address_or_route_is_a_technical_error(recipient: str, certificate: Certificate) -> None:
    result = result_of(send(certificate, recipient=recipient))

    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert states(certificate) == [("RECEIVED", "HSVARD")]


@pytest.mark.parametrize(
    "mode", ["TECHNICAL_ERROR", "VALIDATION_ERROR", "SOAP_FAULT", "HTTP_503", "BROKEN_XML", "NO_ANSWER"]
)
def test_a_recipient_that_refuses_or_fails_is_a_technical_error(mode: str, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode=mode)

    result = result_of(send(certificate))

    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert states(certificate) == [("RECEIVED", "HSVARD")]


def test_a_second_attempt_succeeds_when_the_recipient_has_recovered(certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode="TECHNICAL_ERROR", remaining=1)

    assert [result_of(send(certificate)).code for _ in range(2)] == ["ERROR", "OK"]


def test_a_recipient_that_answers_info_has_taken_it(certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode="INFO")

    assert result_of(send(certificate)) == Result("OK")
    assert ("SENT", "FKASSA") in states(certificate)


def test_a_route_to_an_address_is_called_over_http(certificate: Certificate) -> None:
    TakRoute.objects.filter(logical_address="FKORG").update(url="http://127.0.0.1:9/outside")

    result = result_of(send(certificate))

    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert "CONNECT" in result.text
    assert not ReceivedDocument.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_recipient_elsewhere_gets_the_same_certificate(certificate: Certificate, live_server) -> None:
    path = "/simulators/recipients/SOS/RegisterCertificate/3/rivtabp21"
    TakRoute.objects.filter(logical_address="FKORG").update(url=live_server.url + path)

    assert result_of(send(certificate)) == Result("OK")

    assert ReceivedDocument.objects.get().recipient == "SOS"
    assert certificate.pk.encode() in bytes(ReceivedDocument.objects.get().xml)
    assert certificate_body(certificate)[-200:] in bytes(ReceivedDocument.objects.get().xml)
