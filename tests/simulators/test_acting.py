"""A recipient sends messages to care, over JSON (spec/integration.md 5.9, ui.md 14.4)."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from certificates.models import Certificate
from rivta import xml
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from rivta.results import Result
from simulators.envelopes import find_all, text
from simulators.modes.models import SimulatorMode
from simulators.recipients import queries, writing
from simulators.recipients.models import SentMessage
from tests import factories
from tests.simulators.conftest import Webcert
from tests.simulators.messages import (
    CERTIFICATE,
    certificate_body,
    deliver_to_fk,
    held_certificate,
    load_surroundings,
    send,
    tell_recipient,
)
from webcert import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
ADDRESS = "/simulators/recipients/FKASSA/messages"


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    """One that Försäkringskassan has been sent."""
    certificate = held_certificate()
    send(certificate)
    return certificate


@pytest.fixture
def act(client: Client, certificate: Certificate) -> Any:
    """Post an order about the certificate: status and content."""

    def post(**order: object) -> tuple[int, dict[str, Any]]:
        content = {"certificateId": certificate.pk, "text": "Ring oss.", **order}
        response = client.post(ADDRESS, content, content_type="application/json")
        return response.status_code, response.json()

    return post


def delivered(webcert: Webcert) -> etree._Element:
    """The one message that Webcert got; it agrees with the contract."""
    (request,) = webcert.requests
    assert SEND_MESSAGE_TO_CARE_2.validate(request.body) == []
    return request.body


@pytest.mark.parametrize("topic", ["KONTKT", "AVSTMN", "OVRIGT"])
def test_a_question_reaches_webcert_and_the_answer_comes_back(
    topic: str, act: Any, certificate: Certificate, webcert: Webcert
) -> None:
    status, content = act(topic=topic, heading="Rubrik")

    assert (status, content["resultCode"], content["topic"]) == (201, "OK", topic)
    message = delivered(webcert)
    assert text(message, "mc:meddelande-id") == content["messageId"]
    assert text(message, "mc:amne/t:code") == topic
    assert text(message, "mc:rubrik") == "Rubrik"
    assert text(message, "mc:meddelande") == "Ring oss."
    assert text(message, "mc:skickatAv/mc:part/t:code") == "FKASSA"
    assert text(message, "mc:intygs-id/t:root") == certificate.unit_id
    assert text(message, "mc:patientPerson-id/t:extension") == certificate.person_id
    assert webcert.requests[0].logical_address == certificate.unit_id


def test_the_last_day_is_fourteen_days_ahead_unless_it_is_chosen(act: Any, webcert: Webcert) -> None:
    for choice in ({}, {"lastDay": "2027-01-02"}, {"lastDay": None}):
        act(topic="KONTKT", **choice)

    days = [text(request.body, "mc:sistaDatumForSvar") for request in webcert.requests]
    assert days == [(clock.today() + dt.timedelta(days=14)).isoformat(), "2027-01-02", ""]


def test_contact_lines_may_be_chosen(act: Any, webcert: Webcert) -> None:
    act(topic="KONTKT", contact=["Anna", "010"])

    assert [line.text for line in find_all(delivered(webcert), "mc:skickatAv/mc:kontaktInfo")] == ["Anna", "010"]


def test_a_request_for_a_complement_names_questions_of_the_type(act: Any, webcert: Webcert) -> None:
    complements = [{"questionId": "6", "text": "Vilken?"}, {"questionId": "32", "text": "När?"}]

    status, content = act(topic="KOMPLT", complements=complements)

    assert (status, content["resultCode"]) == (201, "OK")
    named = find_all(delivered(webcert), "mc:komplettering")
    assert [(text(c, "mc:frage-id"), text(c, "mc:text")) for c in named] == [("6", "Vilken?"), ("32", "När?")]
    assert [text(c, "mc:instans") for c in named] == ["", ""]


def test_an_instance_may_be_named_where_the_answer_repeats(
    act: Any, certificate: Certificate, webcert: Webcert
) -> None:
    _receive_repeated(certificate, "32")
    offered = [item.instance for item in _askable(certificate) if item.question_id == "32"]

    act(topic="KOMPLT", complements=[{"questionId": "32", "text": "När?", "instance": 2}])

    assert offered == [1, 2]
    assert text(delivered(webcert), "mc:komplettering/mc:instans") == "2"


def test_a_reminder_belongs_to_an_open_question(act: Any, webcert: Webcert) -> None:
    _status, question = act(topic="KONTKT")
    webcert.requests.clear()

    status, content = act(topic="PAMINN", remindsOf=question["messageId"])

    assert (status, content["resultCode"]) == (201, "OK")
    assert text(delivered(webcert), "mc:paminnelseMeddelande-id") == question["messageId"]


def test_what_care_has_answered_is_not_open_any_more(act: Any, certificate: Certificate, webcert: Webcert) -> None:
    _status, question = act(topic="KONTKT")
    assert tell_recipient(certificate, answers=question["messageId"]).body is not None

    status, content = act(topic="PAMINN", remindsOf=question["messageId"])

    assert (status, content["errorCode"]) == (400, "INTERNAL_PROBLEM")


def test_an_answered_request_for_a_complement_is_not_open_any_more(
    act: Any, certificate: Certificate, webcert: Webcert
) -> None:
    _status, request = act(topic="KOMPLT", complements=[{"questionId": "6", "text": "Vilken?"}])
    deliver_to_fk(CERTIFICATE.replace(b">m-1<", f">{request['messageId']}<".encode()))

    assert not queries.open_messages("FKASSA", certificate.pk).exists()


def test_an_answer_has_the_subject_of_cares_question_and_no_last_day(
    act: Any, certificate: Certificate, webcert: Webcert
) -> None:
    tell_recipient(certificate, message_id="v-1", topic="OVRIGT")

    status, content = act(answers="v-1")

    assert (status, content["resultCode"], content["topic"]) == (201, "OK", "OVRIGT")
    message = delivered(webcert)
    assert text(message, "mc:svarPa/c:meddelande-id") == "v-1"
    assert text(message, "mc:sistaDatumForSvar") == ""
    assert act(answers="v-1")[0] == 400


@pytest.mark.parametrize(
    ("fault", "order", "code"),
    [
        ("UNKNOWN_CERTIFICATE", {"topic": "KONTKT"}, "CERTIFICATE_NOT_FOUND_ERROR"),
        ("WRONG_PATIENT", {"topic": "KONTKT"}, "CIVIC_REGISTRATION_NUMBER_INCONSISTENCY_ERROR"),
        ("DUPLICATE_ID", {"topic": "KONTKT"}, "MEDDELANDE_ID_NOT_UNIQUE_ERROR"),
        ("OTHER_TOPIC", {"answers": "v-1"}, "SUBJECT_CONSISTENCY_ERROR"),
        ("UNKNOWN_TOPIC", {"topic": "KONTKT"}, "SUBJECT_NOT_SUPPORTED_ERROR"),
        ("UNKNOWN_REFERENCE", {"topic": "KONTKT"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ("UNKNOWN_REFERENCE", {"topic": "PAMINN"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ("REMINDER_OF_NOTHING", {"topic": "PAMINN"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ("ANSWER_WITH_LAST_DAY", {"answers": "v-1"}, "MESSAGE_TYPE_CONSISTENCY_ERROR"),
        ("STRAY_COMPLEMENT", {"topic": "KONTKT"}, "KOMPLETTERING_INCONSISTENCY_ERROR"),
        ("UNKNOWN_PART", {"topic": "KONTKT"}, "The part OKAND is not a known recipient"),
        ("AGAINST_SCHEMA", {"topic": "KONTKT"}, "Unmarshalling Error"),
    ],
)
def test_each_faulty_variant_gets_the_answer_that_it_promises(
    fault: str, order: dict[str, str], code: str, act: Any, certificate: Certificate, webcert: Webcert
) -> None:
    tell_recipient(certificate, message_id="v-1")
    _status, waiting = act(topic="OVRIGT")
    webcert.requests.clear()
    if fault == "REMINDER_OF_NOTHING":
        order = {**order, "remindsOf": waiting["messageId"]}

    status, content = act(fault=fault, **order)

    assert (status, content["resultCode"], content["errorId"]) == (201, "ERROR", "VALIDATION_ERROR")
    assert content["resultText"].startswith(code)
    assert content["resultText"].count("_ERROR: ") <= 1
    assert webcert.requests == []


def test_a_certificate_that_was_not_sent_to_the_recipient_can_be_asked_about(
    act: Any, certificate: Certificate, webcert: Webcert
) -> None:
    unsent = held_certificate(unit=factories.VE02)

    status, content = act(topic="KONTKT", fault="NOT_SENT")

    assert (status, content["resultCode"]) == (201, "OK")
    message = delivered(webcert)
    assert text(message, "mc:intygs-id/t:extension") == unsent.pk != certificate.pk
    assert text(message, "mc:logiskAdressMottagare") == factories.VE02


def test_every_faulty_variant_can_be_written() -> None:
    assert set(writing.SPOILERS) == set(SentMessage.Fault)


def test_an_unknown_question_is_left_to_webcert(act: Any, webcert: Webcert) -> None:
    webcert.answer = Result("ERROR", "Frågan finns inte", "APPLICATION_ERROR")

    _status, content = act(
        topic="KOMPLT", complements=[{"questionId": "6", "text": "Vilken?"}], fault="UNKNOWN_QUESTION"
    )

    assert content["errorId"] == "APPLICATION_ERROR"
    assert text(delivered(webcert), "mc:komplettering/mc:frage-id") == "9999"


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"topic": "ANNAT"},
        {"topic": "KONTKT", "text": " "},
        {"topic": "KONTKT", "text": "\u0000"},
        {"topic": "KONTKT", "text": 1},
        {"topic": "KONTKT", "surprise": 1},
        {"topic": "KONTKT", "lastDay": "i morgon"},
        {"topic": "KONTKT", "contact": "Anna"},
        {"topic": "KONTKT", "complements": [{"questionId": "6", "text": "Vilken?"}]},
        {"topic": "KOMPLT"},
        {"topic": "KOMPLT", "complements": ["6"]},
        {"topic": "KOMPLT", "complements": [{"questionId": "9999", "text": "Vilken?"}]},
        {"topic": "KOMPLT", "complements": [{"questionId": "6", "text": "Vilken?", "instance": 99}]},
        {"topic": "KOMPLT", "complements": [{"questionId": "6", "text": "Vilken?", "instance": "1"}]},
        {"topic": "KOMPLT", "complements": [{"questionId": "6", "text": ""}]},
        {"topic": "PAMINN"},
        {"topic": "PAMINN", "remindsOf": "unknown"},
        {"topic": "KONTKT", "remindsOf": "unknown"},
        {"answers": "unknown"},
        {"topic": "KONTKT", "fault": "SURPRISE"},
        {"topic": "KONTKT", "fault": "DUPLICATE_ID"},
        {"topic": "KONTKT", "fault": "OTHER_TOPIC"},
        {"topic": "KONTKT", "fault": "UNKNOWN_QUESTION"},
        {"topic": "KONTKT", "fault": "ANSWER_WITH_LAST_DAY"},
        {"topic": "KONTKT", "fault": "REMINDER_OF_NOTHING"},
        {"topic": "KOMPLT", "complements": [{"questionId": "6", "text": "?"}], "fault": "STRAY_COMPLEMENT"},
        {"topic": "KONTKT", "fault": "NOT_SENT"},
    ],
)
def test_an_order_that_is_none_is_refused_and_nothing_is_sent(
    order: dict[str, object], act: Any, webcert: Webcert
) -> None:
    status, content = act(**order)

    assert (status, set(content)) == (400, {"errorCode", "message"})
    assert webcert.requests == []
    assert not SentMessage.objects.exists()


@pytest.mark.parametrize("content", ["", "[]", "{", "1", "[" * 100_000], ids=range(5))
def test_content_that_is_no_order_is_refused(content: str, client: Client) -> None:
    assert client.post(ADDRESS, content, content_type="application/json").status_code == 400


def test_a_certificate_that_the_recipient_has_not_got_is_404(client: Client, certificate: Certificate) -> None:
    order = {"certificateId": certificate.pk, "topic": "KONTKT", "text": "Ring oss."}

    assert client.post(ADDRESS.replace("FKASSA", "AF"), order, content_type="application/json").status_code == 404
    assert client.post(ADDRESS.replace("FKASSA", "NOBODY"), order, content_type="application/json").status_code == 404


def test_an_intygstjanst_that_does_not_answer_leaves_its_failure_in_the_row(act: Any, webcert: Webcert) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode="SOAP_FAULT", text="Nere")

    status, content = act(topic="KONTKT")

    assert (status, content["resultCode"], content["resultText"]) == (201, "", "Nere")
    assert SentMessage.objects.get().sent_at is not None


def test_the_questions_of_a_type_that_is_not_installed_are_none(certificate: Certificate) -> None:
    other = certificate_body(certificate).replace(b"<c:version>2.0<", b"<c:version>99.0<")

    assert queries.askable(xml.parse(other)[0]) == ()


def test_the_person_who_is_wrong_is_never_the_patient(act: Any, webcert: Webcert) -> None:
    _status, content = act(topic="KONTKT", fault="WRONG_PATIENT")

    assert factories.PATIENT not in content["xml"]


def _askable(certificate: Certificate) -> tuple[queries.Askable, ...]:
    return queries.askable(queries.intyg_of(queries.received_certificate("FKASSA", certificate.pk)))


def _receive_repeated(certificate: Certificate, question_id: str) -> None:
    """A copy of the certificate in which one answer stands twice."""
    content = xml.parse(certificate_body(certificate))
    (svar,) = (item for item in find_all(content, "r:intyg/c:svar") if item.get("id") == question_id)
    second = copy.deepcopy(svar)
    second[0].text = "2"
    svar.addnext(second)
    deliver_to_fk(etree.tostring(content))
