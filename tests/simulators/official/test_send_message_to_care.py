"""Each result of SendMessageToCare at Intygstjänsten, which passes on to Webcert (spec/integration.md 5.6)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from arenden.models import Arende
from certificates.models import Certificate
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from rivta.results import Result
from rivta.server import RawReply
from simulators.intygstjanst.models import StoredMessage
from tests.contracts.caller import call, outcome, parts_of, result_of
from tests.contracts.official import needs_official
from tests.simulators.conftest import Webcert
from tests.simulators.messages import TO_CARE_PATH, message_to_care
from tests.simulators.test_messages_to_care import FAULTS, codes, revoke_held

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


def tell(certificate: Certificate, **changes: str) -> Any:
    return call(SEND_MESSAGE_TO_CARE_2, TO_CARE_PATH, **parts_of(message_to_care(certificate, **changes)))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="a question"),
        pytest.param({"topic": "PAMINN", "reminds_of": "q-1"}, id="a reminder"),
        pytest.param({"topic": "KOMPLT", "complement": "35"}, id="a complement"),
    ],
)
def test_each_kind_of_message_is_passed_on_to_webcert(changes: dict[str, str], certificate: Certificate) -> None:
    tell(certificate, message_id="q-1")

    assert outcome(tell(certificate, **changes)) == "OK"
    assert set(Arende.objects.values_list("message_id", flat=True)) == {"q-1", "m-1"}


@pytest.mark.parametrize(("changes", "code"), FAULTS)
def test_each_fault_is_a_validation_error_with_its_code(
    changes: dict[str, str], code: str, certificate: Certificate, webcert: Webcert
) -> None:
    tell(certificate, message_id="q-1")

    assert codes(result_of(tell(certificate, **changes))) == [code]


def test_all_faults_are_told_together(certificate: Certificate, webcert: Webcert) -> None:
    told = codes(result_of(tell(certificate, message_id="", topic="ANNAT")))

    assert told == ["SUBJECT_NOT_SUPPORTED_ERROR", "MEDDELANDE_ID_NOT_UNIQUE_ERROR"]


def test_an_unknown_part_is_a_validation_error(certificate: Certificate, webcert: Webcert) -> None:
    assert outcome(tell(certificate, part="NOBODY")) == "ERROR VALIDATION_ERROR"


def test_a_test_certificate_is_a_validation_error(test_certificate: Certificate, webcert: Webcert) -> None:
    assert codes(result_of(tell(test_certificate))) == ["TEST_CERTIFICATE"]


def test_a_revoked_certificate_of_a_newer_type_is_a_validation_error(
    certificate: Certificate, webcert: Webcert
) -> None:
    revoke_held(certificate)

    assert codes(result_of(tell(certificate))) == ["CERTIFICATE_REVOKED_ERROR"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Result("INFO", "Har redan tagits emot"), id="INFO"),
        pytest.param(Result("ERROR", "Utkast", "VALIDATION_ERROR"), id="VALIDATION_ERROR"),
        pytest.param(Result("ERROR", "Makulerat", "APPLICATION_ERROR"), id="APPLICATION_ERROR"),
    ],
)
def test_what_webcert_answers_comes_back_unchanged(answer: Result, certificate: Certificate, webcert: Webcert) -> None:
    webcert.answer = answer

    assert result_of(tell(certificate)) == answer
    assert StoredMessage.objects.exists() is answer.is_done


def test_a_webcert_that_does_not_answer_is_a_technical_error(certificate: Certificate, webcert: Webcert) -> None:
    webcert.answer = RawReply(503, b"away")

    assert outcome(tell(certificate)) == "ERROR TECHNICAL_ERROR"


def test_a_message_against_the_schema_is_a_validation_error(certificate: Certificate, webcert: Webcert) -> None:
    message = parts_of(message_to_care(certificate)) | {"skickatTidpunkt": zeep.xsd.SkipValue}

    result = result_of(call(SEND_MESSAGE_TO_CARE_2, TO_CARE_PATH, **message))

    assert (result.error_id, "Unmarshalling Error" in result.text) == ("VALIDATION_ERROR", True)
