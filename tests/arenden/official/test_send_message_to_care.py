"""Each result of SendMessageToCare at Webcert, called directly (spec/integration.md 1.3; spec/messages.md 6)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

import hsa.demo
from arenden import soap
from arenden.models import Arende
from arenden.services import send_question
from certificates.models import Certificate
from certificates.transport import register_certificate_body
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from simulators.intygstjanst.registering import store
from tests.arenden.cases import (
    MISSED_BY_NEWER,
    NO_MOMENT,
    NOT_ALLOWED_BY_NEWER,
    OTHER_CHANNELS,
    TOO_LONG,
    UNKNOWN_CERTIFICATES,
    UNKNOWN_CODES,
)
from tests.arenden.conftest import NEWER, OLDER, make_sent
from tests.arenden.messages import Message
from tests.contracts.caller import call, outcome, parts_of, result_of
from tests.contracts.official import needs_official
from tests.factories import OTHER_PATIENT, make_draft, make_user
from webcert import clock

pytestmark = [needs_official, pytest.mark.django_db]
(PATH,) = soap.MESSAGE_PATHS
APPLICATION, VALIDATION = "ERROR APPLICATION_ERROR", "ERROR VALIDATION_ERROR"
each_engine = pytest.mark.parametrize("type_id", [NEWER, OLDER], ids=["newer type", "older type"])


@pytest.fixture
def newer() -> Certificate:
    return make_sent(NEWER)


@pytest.fixture
def older() -> Certificate:
    return make_sent(OLDER)


def tell(certificate: Certificate, **changes: Any) -> Any:
    return call(SEND_MESSAGE_TO_CARE_2, PATH, **parts_of(Message(certificate=certificate, **changes).body()))


def refusal(certificate: Certificate, **changes: Any) -> str:
    """The outcome of a message that is told why not, and not stored."""
    before = Arende.objects.count()
    answer = tell(certificate, **changes)
    assert result_of(answer).text
    assert Arende.objects.count() == before
    return outcome(answer)


def only_there(type_id: str) -> Certificate:
    """One that Intygstjänsten holds and this installation does not."""
    hsa.demo.load()
    certificate = make_sent(type_id)
    content = register_certificate_body(certificate, signing_time=certificate.signed_at)
    assert store(content, is_test=False, received_at=clock.now()).code == "OK"
    Certificate.objects.filter(pk=certificate.pk).delete()
    return certificate


def asked_by_care(certificate: Certificate) -> str:
    """The id of a question that care has sent."""
    return send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem ringer?").message_id


# --- what is stored -----------------------------------------------------------------------------------------------
@each_engine
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="a question"),
        pytest.param({"topic": "KOMPLT", "complements": (("27", "Vilken risk?"),)}, id="a complement"),
        pytest.param({"topic": "PAMINN", "reminds": "q-1"}, id="a reminder"),
        pytest.param({"part": "HSVARD"}, id="by care"),
        pytest.param({"contact": ("Fiktiv Handläggarsson",), "last_day": "2026-04-01"}, id="with everything"),
    ],
)
def test_a_message_is_stored(changes: dict[str, Any], type_id: str) -> None:
    certificate = make_sent(type_id)
    tell(certificate, message_id="q-1")

    assert outcome(tell(certificate, **changes)) == "OK"
    assert set(Arende.objects.values_list("message_id", flat=True)) == {"q-1", "m-1"}


@each_engine
def test_an_answer_is_stored(type_id: str) -> None:
    certificate = make_sent(type_id)

    assert outcome(tell(certificate, answers=asked_by_care(certificate))) == "OK"
    assert Arende.objects.get(message_id="m-1").kind == Arende.Kind.ANSWER


@each_engine
def test_a_message_about_one_that_only_intygstjansten_holds_is_stored(type_id: str) -> None:
    lost = only_there(type_id)

    assert outcome(tell(lost)) == "OK"
    assert Arende.objects.get().certificate_id == lost.pk


@each_engine
def test_a_message_that_comes_twice_is_info(type_id: str) -> None:
    certificate = make_sent(type_id)
    tell(certificate)

    again = tell(certificate)

    assert (outcome(again), "already" in result_of(again).text) == ("INFO", True)
    assert Arende.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"person_id": OTHER_PATIENT}, id="another patient"),
        pytest.param({"answers": "okänd"}, id="an answer to an unknown message"),
        pytest.param({"reminds": "okänd", "topic": "PAMINN"}, id="a reminder of an unknown message"),
        pytest.param({"topic": "KOMPLT", "complements": (("9999", "Vad?"),)}, id="only unknown questions"),
    ],
)
def test_what_is_not_asked_of_an_older_type_is_ok(changes: dict[str, Any], older: Certificate) -> None:
    assert outcome(tell(older, **changes)) == "OK"


# --- what either engine refuses -----------------------------------------------------------------------------------
@each_engine
@pytest.mark.parametrize("changes", UNKNOWN_CODES)
def test_an_unknown_code_is_an_application_error(changes: dict[str, str], type_id: str) -> None:
    assert refusal(make_sent(type_id), **changes) == APPLICATION


@each_engine
def test_an_answer_to_what_is_answered_is_a_validation_error(type_id: str) -> None:
    certificate = make_sent(type_id)
    question = asked_by_care(certificate)
    tell(certificate, answers=question)

    assert refusal(certificate, message_id="m-2", answers=question) == VALIDATION


@pytest.mark.parametrize("changes", UNKNOWN_CERTIFICATES)
def test_an_unknown_certificate_is_a_validation_error(changes: dict[str, str], newer: Certificate) -> None:
    assert refusal(newer, **changes) == VALIDATION


def test_an_intygstjanst_that_does_not_answer_is_a_validation_error(settings: Any) -> None:
    lost = only_there(OLDER)
    settings.INTYGSTJANST_URL = "http://127.0.0.1:9"

    assert refusal(lost) == VALIDATION


@each_engine
@pytest.mark.parametrize("changes", TOO_LONG)
def test_an_id_that_is_too_long_is_a_validation_error(changes: dict[str, Any], type_id: str) -> None:
    assert refusal(make_sent(type_id), **changes) == VALIDATION


@pytest.mark.parametrize("changes", NO_MOMENT)
def test_a_moment_that_does_not_exist_is_a_validation_error(changes: dict[str, str], newer: Certificate) -> None:
    assert refusal(newer, **changes) == VALIDATION


def test_a_message_against_the_schema_is_a_validation_error(newer: Certificate) -> None:
    message = parts_of(Message(certificate=newer).body()) | {"skickatTidpunkt": zeep.xsd.SkipValue}

    result = result_of(call(SEND_MESSAGE_TO_CARE_2, PATH, **message))

    assert (result.error_id, "Unmarshalling Error" in result.text) == ("VALIDATION_ERROR", True)


def test_any_other_failure_is_an_application_error(newer: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> Arende:
        raise RuntimeError("hemligt")

    monkeypatch.setattr(soap, "receive", broken)

    assert refusal(newer) == APPLICATION


# --- what older types refuse --------------------------------------------------------------------------------------
def test_a_draft_of_an_older_type_is_a_validation_error(older: Certificate) -> None:
    assert refusal(make_draft(type_id=OLDER, type_version=older.type_version)) == VALIDATION


@pytest.mark.parametrize("type_id", OTHER_CHANNELS)
def test_a_type_of_another_channel_is_a_validation_error(type_id: str) -> None:
    assert refusal(make_sent(type_id)) == VALIDATION


def test_a_revoked_certificate_of_an_older_type_is_an_application_error() -> None:
    assert refusal(make_sent(OLDER, revoked_at=clock.now())) == APPLICATION


# --- what newer types refuse --------------------------------------------------------------------------------------
@pytest.mark.parametrize("changes", MISSED_BY_NEWER)
def test_what_a_newer_type_misses_is_a_validation_error(changes: dict[str, Any], newer: Certificate) -> None:
    assert refusal(newer, **changes) == VALIDATION


def test_a_draft_of_a_newer_type_is_an_application_error(newer: Certificate) -> None:
    assert refusal(make_draft(type_id=NEWER, type_version=newer.type_version)) == APPLICATION


def test_a_revoked_certificate_of_a_newer_type_is_an_application_error() -> None:
    assert refusal(make_sent(NEWER, revoked_at=clock.now())) == APPLICATION


@pytest.mark.parametrize("changes", NOT_ALLOWED_BY_NEWER)
def test_what_a_newer_type_does_not_allow_is_an_application_error(changes: dict[str, Any], newer: Certificate) -> None:
    assert refusal(newer, **changes) == APPLICATION


@pytest.mark.parametrize(
    ("type_id", "topic"),
    [
        pytest.param("fk7472", "KONTKT", id="a question about FK 7472"),
        pytest.param("fk7427", "PAMINN", id="a reminder about FK 7427"),
        pytest.param("fk7210", "KONTKT", id="a question about FK 7210"),
    ],
)
def test_a_subject_that_the_newer_type_does_not_receive_is_an_application_error(type_id: str, topic: str) -> None:
    reminds = "m-0" if topic == "PAMINN" else ""

    assert refusal(make_sent(type_id), topic=topic, reminds=reminds) == APPLICATION
