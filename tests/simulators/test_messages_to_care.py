"""SendMessageToCare at the embedded Intygstjänst (spec/integration.md 5.6)."""

from __future__ import annotations

import pytest

from certificates.models import Certificate
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from rivta.results import Result
from rivta.server import RawReply
from simulators.intygstjanst.models import CertificateState, StoredCertificate, StoredMessage
from simulators.modes.models import SimulatorMode
from tests import factories
from tests.simulators.conftest import Webcert
from tests.simulators.messages import (
    TO_CARE_PATH,
    ask,
    held_certificate,
    load_surroundings,
    message_to_care,
    register,
    result_of,
    send,
    signed_certificate,
    tell_care,
    tell_recipient,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
PATHS = (
    "/inera-certificate/send-message-to-care/v2.0",
    "/clinicalprocess/healthcond/certificate/SendMessageToCare/2/rivtabp21",
)
RANDOM_ID = "00000000-0000-4000-8000-000000000099"


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    return held_certificate()


def codes(result: Result) -> list[str]:
    """The fault codes, in the order of the text."""
    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    return [fault.partition(":")[0] for fault in result.text.split(", ") if ":" in fault]


def test_a_question_reaches_webcert_whole_and_is_kept(certificate: Certificate, webcert: Webcert) -> None:
    assert result_of(tell_care(certificate)) == Result("OK")

    (request,) = webcert.requests
    assert request.logical_address == certificate.unit_id
    assert "Ring oss, å." in request.raw.decode()
    kept = StoredMessage.objects.get()
    assert (kept.pk, kept.certificate_id, kept.direction, kept.topic) == ("m-1", certificate.pk, "TO_CARE", "KONTKT")
    assert "Ring oss, å." in bytes(kept.xml).decode()


@pytest.mark.parametrize("path", PATHS)
def test_it_answers_at_its_own_path_and_at_that_of_the_platform(
    path: str, certificate: Certificate, webcert: Webcert
) -> None:
    answer = ask(path, SEND_MESSAGE_TO_CARE_2, message_to_care(certificate))

    assert result_of(answer) == Result("OK")
    assert len(webcert.requests) == 1


@pytest.mark.parametrize(
    ("answer", "is_kept"),
    [
        (Result("INFO", "Har redan tagits emot"), True),
        (Result("ERROR", "Makulerat", "APPLICATION_ERROR"), False),
        (Result("ERROR", "Utkast", "VALIDATION_ERROR"), False),
    ],
)
def test_what_webcert_answers_is_passed_back_unchanged_and_an_error_is_not_kept(
    answer: Result, is_kept: bool, certificate: Certificate, webcert: Webcert
) -> None:
    webcert.answer = answer

    assert result_of(tell_care(certificate)) == answer
    assert StoredMessage.objects.exists() is is_kept


def test_a_webcert_that_does_not_answer_properly_is_a_technical_error(
    certificate: Certificate, webcert: Webcert
) -> None:
    webcert.answer = RawReply(503, b"away")

    result = result_of(tell_care(certificate))

    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert not StoredMessage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"topic": "ANNAT"}, "SUBJECT_NOT_SUPPORTED_ERROR"),
        ({"answers": "q-1", "last_day": "2026-03-15"}, "MESSAGE_TYPE_CONSISTENCY_ERROR"),
        ({"complement": "35"}, "KOMPLETTERING_INCONSISTENCY_ERROR"),
        ({"message_id": ""}, "MEDDELANDE_ID_NOT_UNIQUE_ERROR"),
        ({"message_id": "q-1"}, "MEDDELANDE_ID_NOT_UNIQUE_ERROR"),
        ({"message_id": "x" * 256}, "MEDDELANDE_ID_NOT_UNIQUE_ERROR"),
        ({"topic": "PAMINN"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ({"reminds_of": "q-1"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ({"topic": "PAMINN", "reminds_of": "other"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ({"answers": "other"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ({"topic": "OVRIGT", "answers": "q-1"}, "SUBJECT_CONSISTENCY_ERROR"),
        ({"certificate_id": RANDOM_ID}, "CERTIFICATE_NOT_FOUND_ERROR"),
        ({"person": factories.OTHER_PATIENT}, "CIVIC_REGISTRATION_NUMBER_INCONSISTENCY_ERROR"),
    ],
)
def test_each_fault_has_its_code_and_webcert_does_not_hear_of_it(
    changes: dict[str, str], code: str, certificate: Certificate, webcert: Webcert
) -> None:
    tell_care(certificate, message_id="q-1")
    webcert.requests.clear()

    assert codes(result_of(tell_care(certificate, **changes))) == [code]
    assert webcert.requests == []
    assert StoredMessage.objects.count() == 1


def test_all_faults_are_told_together(certificate: Certificate, webcert: Webcert) -> None:
    result = result_of(tell_care(certificate, message_id="", topic="ANNAT", certificate_id=RANDOM_ID, complement="1"))

    assert codes(result) == [
        "SUBJECT_NOT_SUPPORTED_ERROR",
        "MEDDELANDE_ID_NOT_UNIQUE_ERROR",
        "KOMPLETTERING_INCONSISTENCY_ERROR",
        "CERTIFICATE_NOT_FOUND_ERROR",
    ]


def test_an_unknown_part_is_a_fault(certificate: Certificate, webcert: Webcert) -> None:
    result = result_of(tell_care(certificate, part="NOBODY"))

    assert (result.error_id, webcert.requests) == ("VALIDATION_ERROR", [])
    assert "NOBODY" in result.text


@pytest.mark.parametrize("changes", [{"topic": "PAMINN", "reminds_of": "q-1"}, {"topic": "KOMPLT", "complement": "35"}])
def test_reminders_and_complements_pass(changes: dict[str, str], certificate: Certificate, webcert: Webcert) -> None:
    tell_care(certificate, message_id="q-1")

    assert result_of(tell_care(certificate, **changes)) == Result("OK")


def test_an_answer_to_a_question_of_care_passes(certificate: Certificate, webcert: Webcert) -> None:
    send(certificate)
    assert result_of(tell_recipient(certificate, message_id="v-1")) == Result("OK")

    assert result_of(tell_care(certificate, answers="v-1")) == Result("OK")
    assert StoredMessage.objects.get(pk="m-1").answers == "v-1"


def test_a_test_certificate_is_a_fault(webcert: Webcert) -> None:
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    register(certificate)

    assert codes(result_of(tell_care(certificate))) == ["TEST_CERTIFICATE"]


def test_a_revoked_certificate_of_a_newer_type_is_a_fault(certificate: Certificate, webcert: Webcert) -> None:
    _revoke(certificate)

    assert codes(result_of(tell_care(certificate))) == ["CERTIFICATE_REVOKED_ERROR"]


def test_a_revoked_certificate_of_an_older_type_is_left_to_webcert(certificate: Certificate, webcert: Webcert) -> None:
    _revoke(certificate)
    held = StoredCertificate.objects.get()
    held.xml = bytes(held.xml).replace(b">2.0</c:version>", b">1.3</c:version>")
    held.save()

    assert result_of(tell_care(certificate)) == Result("OK")


def test_a_message_against_the_contract_is_an_ordinary_answer(certificate: Certificate, webcert: Webcert) -> None:
    broken = message_to_care(certificate)
    broken.remove(broken[-2])

    result = result_of(ask(TO_CARE_PATH, SEND_MESSAGE_TO_CARE_2, broken))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert "Unmarshalling Error" in result.text


def test_the_modes_of_intygstjansten_are_obeyed(certificate: Certificate, webcert: Webcert) -> None:
    mode = SimulatorMode.objects.create(simulator="intygstjanst", mode="TECHNICAL_ERROR", remaining=1)

    assert result_of(tell_care(certificate)).error_id == "TECHNICAL_ERROR"
    assert webcert.requests == []

    SimulatorMode.objects.filter(pk=mode.pk).update(mode="INFO", remaining=1)
    assert result_of(tell_care(certificate)).code == "INFO"
    assert len(webcert.requests) == 1


def _revoke(certificate: Certificate) -> None:
    CertificateState.objects.create(
        certificate_id=certificate.pk, state="CANCELLED", target="HSVARD", at=certificate.signed_at
    )
