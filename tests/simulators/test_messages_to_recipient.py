"""SendMessageToRecipient at the embedded Intygstjänst and at the recipients (spec/integration.md 5.7, 5.9)."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from certificates.models import Certificate
from rivta.contracts import SEND_MESSAGE_TO_RECIPIENT_2
from rivta.results import Result
from simulators.intygstjanst.models import StoredMessage
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import PARTS, ReceivedDocument
from tests import factories
from tests.simulators.conftest import Webcert
from tests.simulators.messages import (
    ask,
    held_certificate,
    listed,
    load_surroundings,
    message_to_recipient,
    register,
    result_of,
    send,
    signed_certificate,
    tell_care,
    tell_recipient,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
PATHS = (
    "/inera-certificate/send-message-to-recipient/v2.0",
    "/clinicalprocess/healthcond/certificate/SendMessageToRecipient/2/rivtabp21",
)
FK_MESSAGES = "/simulators/recipients/FKASSA/messages"


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    """One that Försäkringskassan has been sent."""
    certificate = held_certificate()
    send(certificate)
    return certificate


def test_the_recipient_gets_the_message_and_it_is_kept(certificate: Certificate, client: Client) -> None:
    assert result_of(tell_recipient(certificate, last_day="2026-03-15")) == Result("OK")

    (entry,) = listed(client, FK_MESSAGES)
    assert set(entry) == {"certificateId", "messageId", "topic", "receivedAt", "xml", "valid"}
    assert (entry["messageId"], entry["topic"], entry["valid"]) == ("m-1", "KONTKT", True)
    assert "Ring oss, å." in str(entry["xml"])
    kept = StoredMessage.objects.get()
    assert (kept.pk, kept.direction, kept.logical_address) == ("m-1", "TO_RECIPIENT", "FKORG")


@pytest.mark.parametrize("path", PATHS)
def test_it_answers_at_its_own_path_and_at_that_of_the_platform(path: str, certificate: Certificate) -> None:
    assert result_of(ask(path, SEND_MESSAGE_TO_RECIPIENT_2, message_to_recipient(certificate))) == Result("OK")


def test_an_unknown_certificate_is_an_application_error() -> None:
    result = result_of(tell_recipient(signed_certificate()))

    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"topic": "ANNAT"}, "SUBJECT_NOT_SUPPORTED_ERROR"),
        ({"message_id": "v-1"}, "MEDDELANDE_ID_NOT_UNIQUE_ERROR"),
        ({"topic": "PAMINN"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ({"reminds_of": "v-1"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ({"topic": "PAMINN", "reminds_of": "other"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ({"answers": "q-1", "last_day": "2026-03-15"}, "MESSAGE_TYPE_CONSISTENCY_ERROR"),
        ({"topic": "PAMINN", "reminds_of": "q-1", "last_day": "2026-03-15"}, "MESSAGE_TYPE_CONSISTENCY_ERROR"),
        ({"answers": "other"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ({"answers": "q-1", "topic": "OVRIGT"}, "SUBJECT_CONSISTENCY_ERROR"),
        ({"person": factories.OTHER_PATIENT}, "CIVIC_REGISTRATION_NUMBER_INCONSISTENCY_ERROR"),
    ],
)
def test_each_fault_is_a_validation_error_and_the_recipient_does_not_hear_of_it(
    changes: dict[str, str], code: str, certificate: Certificate, webcert: Webcert, client: Client
) -> None:
    tell_care(certificate, message_id="q-1")
    tell_recipient(certificate, message_id="v-1")

    result = result_of(tell_recipient(certificate, **changes))

    assert (result.code, result.error_id, result.text.partition(":")[0]) == ("ERROR", "VALIDATION_ERROR", code)
    assert [entry["messageId"] for entry in listed(client, FK_MESSAGES)] == ["v-1"]


def test_a_certificate_that_nobody_was_sent_is_a_validation_error() -> None:
    result = result_of(tell_recipient(held_certificate()))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")


def test_an_answer_to_a_question_of_the_recipient_passes(certificate: Certificate, webcert: Webcert) -> None:
    tell_care(certificate, message_id="q-1")

    assert result_of(tell_recipient(certificate, answers="q-1")) == Result("OK")


def test_a_message_about_a_test_certificate_ends_at_intygstjansten() -> None:
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    register(certificate)

    assert result_of(tell_recipient(certificate)) == Result("OK")
    assert not ReceivedDocument.objects.exists()
    assert not StoredMessage.objects.exists()


def test_a_refusal_of_the_recipient_is_passed_back_unchanged_and_the_message_may_come_again(
    certificate: Certificate,
) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode="APPLICATION_ERROR", text="Nej", remaining=1)

    assert result_of(tell_recipient(certificate)) == Result("ERROR", "Nej", "APPLICATION_ERROR")
    assert result_of(tell_recipient(certificate)) == Result("OK")


@pytest.mark.parametrize("mode", ["SOAP_FAULT", "HTTP_503", "BROKEN_XML", "NO_ANSWER"])
def test_a_recipient_that_does_not_answer_properly_is_a_technical_error(mode: str, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode=mode)

    result = result_of(tell_recipient(certificate))

    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert not StoredMessage.objects.exists()


def test_an_address_without_route_is_a_technical_error(certificate: Certificate) -> None:
    assert result_of(tell_recipient(certificate, to="NOWHERE")).error_id == "TECHNICAL_ERROR"


@pytest.mark.parametrize("recipient", PARTS)
def test_each_recipient_takes_messages(recipient: str, certificate: Certificate, client: Client) -> None:
    path = f"/simulators/recipients/{recipient}/SendMessageToRecipient/2/rivtabp21"

    assert result_of(ask(path, SEND_MESSAGE_TO_RECIPIENT_2, message_to_recipient(certificate))) == Result("OK")

    (entry,) = listed(client, f"/simulators/recipients/{recipient}/messages")
    assert entry["certificateId"] == certificate.pk


def test_a_message_against_the_contract_is_kept_as_invalid_and_refused(
    certificate: Certificate, client: Client
) -> None:
    broken = etree.tostring(message_to_recipient(certificate)).replace(b"meddelande>", b"annat>")

    answer = ask(
        "/simulators/recipients/FKASSA/SendMessageToRecipient/2/rivtabp21", SEND_MESSAGE_TO_RECIPIENT_2, broken
    )

    assert answer.fault
    assert [entry["valid"] for entry in listed(client, FK_MESSAGES)] == [False]
