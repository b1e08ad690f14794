"""Each result of SendMessageToRecipient at Intygstjänsten, which passes on (spec/integration.md 5.7)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from certificates.models import Certificate
from rivta.contracts import SEND_MESSAGE_TO_RECIPIENT_2
from rivta.results import Result
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument
from tests.contracts.caller import call, fault_of, outcome, parts_of, result_of
from tests.contracts.official import needs_official
from tests.simulators.conftest import Webcert
from tests.simulators.messages import (
    TO_RECIPIENT_PATH,
    message_to_recipient,
    send,
    signed_certificate,
    tell_care,
)
from tests.simulators.test_messages_to_recipient import FAULTS

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


@pytest.fixture
def sent(certificate: Certificate) -> Certificate:
    """Försäkringskassan has it too."""
    send(certificate)
    return certificate


def tell(certificate: Certificate, **changes: str) -> Any:
    message = parts_of(message_to_recipient(certificate, **changes))
    return call(SEND_MESSAGE_TO_RECIPIENT_2, TO_RECIPIENT_PATH, **message)


def messages_received() -> list[str]:
    received = ReceivedDocument.objects.filter(kind=ReceivedDocument.Kind.MESSAGE)
    return list(received.values_list("message_id", flat=True))


def test_a_question_is_passed_on_to_the_recipient(sent: Certificate) -> None:
    assert outcome(tell(sent, last_day="2026-03-15")) == "OK"
    assert messages_received() == ["m-1"]


def test_an_answer_to_the_recipient_is_passed_on(sent: Certificate, webcert: Webcert) -> None:
    tell_care(sent, message_id="q-1")

    assert outcome(tell(sent, answers="q-1")) == "OK"


@pytest.mark.parametrize(("changes", "code"), FAULTS)
def test_each_fault_is_a_validation_error_with_its_code(
    changes: dict[str, str], code: str, sent: Certificate, webcert: Webcert
) -> None:
    tell_care(sent, message_id="q-1")
    tell(sent, message_id="v-1")

    result = result_of(tell(sent, **changes))

    assert (result.code, result.error_id, result.text.partition(":")[0]) == ("ERROR", "VALIDATION_ERROR", code)
    assert messages_received() == ["v-1"]


def test_a_certificate_that_nobody_was_sent_is_a_validation_error(certificate: Certificate) -> None:
    assert outcome(tell(certificate)) == "ERROR VALIDATION_ERROR"


def test_an_unknown_certificate_is_an_application_error() -> None:
    assert outcome(tell(signed_certificate())) == "ERROR APPLICATION_ERROR"


def test_a_message_about_a_test_certificate_ends_with_ok(test_certificate: Certificate) -> None:
    assert outcome(tell(test_certificate)) == "OK"
    assert messages_received() == []


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        ("INFO", Result("INFO", "provtext")),
        *((error_id, Result("ERROR", "provtext", error_id)) for error_id in ("VALIDATION_ERROR", "APPLICATION_ERROR")),
    ],
    ids=["INFO", "VALIDATION_ERROR", "APPLICATION_ERROR"],
)
def test_what_the_recipient_answers_comes_back_unchanged(mode: str, answer: Result, sent: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode=mode, text="provtext")

    assert result_of(tell(sent)) == answer


@pytest.mark.parametrize("mode", ["NO_ANSWER", "SOAP_FAULT", "HTTP_503", "BROKEN_XML"])
def test_a_recipient_that_does_not_answer_is_a_technical_error(mode: str, sent: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode=mode)

    assert outcome(tell(sent)) == "ERROR TECHNICAL_ERROR"


def test_an_address_without_route_is_a_technical_error(sent: Certificate) -> None:
    assert outcome(tell(sent, to="NOWHERE")) == "ERROR TECHNICAL_ERROR"


def test_a_message_against_the_schema_is_a_fault(sent: Certificate) -> None:
    message = parts_of(message_to_recipient(sent)) | {"skickatTidpunkt": zeep.xsd.SkipValue}

    assert "Unmarshalling Error" in fault_of(SEND_MESSAGE_TO_RECIPIENT_2, TO_RECIPIENT_PATH, **message)
