"""Each result of ReceiveMedicalCertificateQuestion and -Answer, for FK 7263 (spec/integration.md 0, 1.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import zeep

from arenden import legacy_soap
from arenden.models import Arende, LegacyMessage
from certificates.models import Certificate
from rivta import oids
from rivta.contracts import RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1 as ANSWER
from rivta.contracts import RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1 as QUESTION
from tests.arenden.conftest import OLDER, make_sent
from tests.arenden.legacy_messages import FAULTS, Parts
from tests.contracts.caller import call, outcome, parts_of, result_of
from tests.contracts.official import needs_official
from webcert import clock

pytestmark = [needs_official, pytest.mark.django_db]
APPLICATION, VALIDATION = "ERROR APPLICATION_ERROR", "ERROR VALIDATION_ERROR"
Tell = Callable[..., Any]


def ask(certificate: Certificate, **changes: Any) -> Any:
    body = Parts(**({"certificate_id": certificate.pk} | changes)).question()
    return call(QUESTION, legacy_soap.QUESTION_PATH, **parts_of(body))


def answer(certificate: Certificate, **changes: Any) -> Any:
    body = Parts(**({"certificate_id": certificate.pk} | changes)).answer()
    return call(ANSWER, legacy_soap.ANSWER_PATH, **parts_of(body))


each = pytest.mark.parametrize("tell", [ask, answer], ids=["question", "answer"])


@pytest.fixture
def certificate() -> Certificate:
    return make_sent("fk7263")


@pytest.fixture
def asked_by_care(certificate: Certificate) -> LegacyMessage:
    """A question from the time when care could send them."""
    return LegacyMessage.objects.create(
        certificate=certificate,
        asked_by=Arende.Sender.CARE,
        topic=LegacyMessage.Topic.CONTACT,
        question_text="Vem ringer?",
        asked_at=clock.now(),
        status=Arende.Status.PENDING_EXTERNAL_ACTION,
    )


# --- what is stored -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("topic", LegacyMessage.Topic.values)
def test_a_question_of_each_subject_is_stored(topic: str, certificate: Certificate) -> None:
    assert outcome(ask(certificate, topic=topic)) == "OK"
    assert LegacyMessage.objects.get().topic == topic


def test_a_question_with_everything_is_stored(certificate: Certificate) -> None:
    further = (
        "<m:fkKomplettering><qa:falt>2</qa:falt><qa:text>Beskriv.</qa:text></m:fkKomplettering>"
        "<m:fkSistaDatumForSvar>2026-03-15</m:fkSistaDatumForSvar>"
    )

    assert outcome(ask(certificate, further=further)) == "OK"
    assert LegacyMessage.objects.get().complements == [["2", "Beskriv."]]


def test_an_answer_is_stored(certificate: Certificate, asked_by_care: LegacyMessage) -> None:
    assert outcome(answer(certificate, number=str(asked_by_care.pk))) == "OK"
    assert LegacyMessage.objects.get().is_answered


def test_a_samordningsnummer_is_ok(certificate: Certificate) -> None:
    assert outcome(ask(certificate, patient_root=oids.SAMORDNINGSNUMMER)) == "OK"


# --- what either refuses ------------------------------------------------------------------------------------------
@each
@pytest.mark.parametrize(("changes", "text"), FAULTS)
def test_a_fault_of_the_parts_is_a_validation_error(
    changes: dict[str, str], text: str, tell: Tell, certificate: Certificate
) -> None:
    refused = tell(certificate, **changes)

    assert (outcome(refused), result_of(refused).text) == (VALIDATION, text)


@each
def test_all_faults_are_told_together(tell: Tell, certificate: Certificate) -> None:
    text = result_of(tell(certificate, staff_name="", unit_name="")).text

    assert text == "The name of the staff is missing,The name of the unit is missing"


@each
def test_an_unknown_certificate_is_a_validation_error(tell: Tell, certificate: Certificate) -> None:
    assert outcome(tell(certificate, certificate_id="okänt")) == VALIDATION


@each
def test_a_certificate_of_another_type_is_a_validation_error(tell: Tell) -> None:
    assert outcome(tell(make_sent(OLDER))) == VALIDATION


@each
def test_a_revoked_certificate_is_an_application_error(tell: Tell) -> None:
    assert outcome(tell(make_sent("fk7263", revoked_at=clock.now()))) == APPLICATION


@each
def test_a_reference_that_is_too_long_is_a_validation_error(tell: Tell, certificate: Certificate) -> None:
    assert outcome(tell(certificate, reference="r" * 256)) == VALIDATION


@each
def test_a_moment_that_does_not_exist_is_a_validation_error(tell: Tell, certificate: Certificate) -> None:
    assert outcome(tell(certificate, sent_at="0001-01-01T00:00:00")) == VALIDATION


def test_a_question_against_the_schema_is_a_validation_error(certificate: Certificate) -> None:
    message = parts_of(Parts(certificate_id=certificate.pk).question())
    message["Question"] |= {"amne": zeep.xsd.SkipValue}

    result = result_of(call(QUESTION, legacy_soap.QUESTION_PATH, **message))

    assert (result.error_id, "Unmarshalling Error" in result.text) == ("VALIDATION_ERROR", True)


def test_an_answer_against_the_schema_is_a_validation_error(certificate: Certificate) -> None:
    message = parts_of(Parts(certificate_id=certificate.pk).answer())
    message["Answer"] |= {"svar": zeep.xsd.SkipValue}

    result = result_of(call(ANSWER, legacy_soap.ANSWER_PATH, **message))

    assert (result.error_id, "Unmarshalling Error" in result.text) == ("VALIDATION_ERROR", True)


@each
def test_any_other_failure_is_an_application_error(
    tell: Tell, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_message: object) -> LegacyMessage:
        raise RuntimeError("hemligt")

    monkeypatch.setattr(legacy_soap, "receive_legacy_question", broken)
    monkeypatch.setattr(legacy_soap, "receive_legacy_answer", broken)
    failed = tell(certificate)

    assert (outcome(failed), "hemligt" in result_of(failed).text) == (APPLICATION, False)


# --- what an answer is refused for --------------------------------------------------------------------------------
def test_an_answer_to_a_number_that_is_none_is_an_application_error(certificate: Certificate) -> None:
    assert outcome(answer(certificate, number="ett")) == APPLICATION


def test_an_answer_to_an_unknown_number_is_a_validation_error(certificate: Certificate) -> None:
    assert outcome(answer(certificate, number="999")) == VALIDATION


def test_an_answer_to_a_question_about_another_certificate_is_a_validation_error(asked_by_care: LegacyMessage) -> None:
    assert outcome(answer(make_sent("fk7263"), number=str(asked_by_care.pk))) == VALIDATION


def test_an_answer_to_the_recipients_own_question_is_a_validation_error(certificate: Certificate) -> None:
    ask(certificate)

    assert outcome(answer(certificate, number=str(LegacyMessage.objects.get().pk))) == VALIDATION


def test_a_second_answer_is_a_validation_error(certificate: Certificate, asked_by_care: LegacyMessage) -> None:
    answer(certificate, number=str(asked_by_care.pk))

    assert outcome(answer(certificate, number=str(asked_by_care.pk))) == VALIDATION
