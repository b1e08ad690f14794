"""SendMessageToCare 2, GetCertificateAdditions 1.1 on the wire (spec/integration.md 0, 1.3, 1.5; messages.md 6.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from lxml import etree

from arenden import soap
from arenden.models import Arende
from arenden.services import send_question
from certificates.models import Certificate
from rivta import envelope, server, xml
from rivta.build import ii, root
from rivta.contracts import GET_CERTIFICATE_ADDITIONS_1 as ADDITIONS_CONTRACT
from rivta.contracts import SEND_MESSAGE_TO_CARE_2 as MESSAGE_CONTRACT
from rivta.envelope import ReadFault
from rivta.namespaces import ADDITIONS
from rivta.results import Result, read_result
from tests.arenden.cases import (
    MISSED_BY_NEWER,
    NO_MOMENT,
    NOT_ALLOWED_BY_NEWER,
    OTHER_CHANNELS,
    TOO_LONG,
    UNKNOWN_CERTIFICATES,
    UNKNOWN_CODES,
)
from tests.arenden.conftest import NEWER, OLDER, asked, make_sent, told
from tests.arenden.messages import Message
from tests.factories import make_draft, make_user
from webcert import clock

pytestmark = pytest.mark.django_db
MESSAGES = "/services/send-message-to-care/v2.0"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
OK = Result("OK")


def post(content: bytes, path: str = MESSAGES) -> tuple[int, etree._Element | ReadFault]:
    """One envelope through the dispatch, as over HTTP."""
    status, answer = server.answer(path, content)
    return status, envelope.open_answer(xml.parse(answer))


def send(certificate: Certificate, **changes: Any) -> Result:
    """One message; every answer with a result is HTTP 200."""
    status, body = post(envelope.wrap(Message(certificate=certificate, **changes).body(), ""))
    assert status == 200 and not isinstance(body, ReadFault), body
    return read_result(body)


def refusal(certificate: Certificate, **changes: Any) -> str:
    """The error id of a message that is refused and not stored."""
    before = Arende.objects.count()
    result = send(certificate, **changes)
    assert result.code == "ERROR" and result.text
    assert Arende.objects.count() == before
    return result.error_id


# --- SendMessageToCare: what is stored ----------------------------------------------------------------------------
def test_a_question_is_stored_with_everything_that_it_holds(sent: Certificate) -> None:
    assert send(sent, contact=("Fiktiv Handläggarsson", "010-000 00 00"), last_day="2026-04-01") == OK
    stored = Arende.objects.get()
    assert (stored.message_id, stored.reference, stored.heading) == ("m-1", "FK-1", "Rubrik")
    assert (stored.text, stored.contact) == ("Kan ni ringa oss?", ["Fiktiv Handläggarsson", "010-000 00 00"])
    assert clock.riv_timestamp(stored.sent_at) == "2026-03-01T10:11:12"
    assert str(stored.last_answer_date) == "2026-04-01"
    assert told(sent) == ["NYFRFM"]


def test_a_request_for_a_complement_keeps_what_it_asks_of_each_question(sent: Certificate) -> None:
    assert send(sent, topic="KOMPLT", complements=(("27", "Vilken risk?"), ("9999", "Okänd"))) == OK
    lines = Arende.objects.get().complements.all()
    assert [(line.question_id, line.instance, line.text) for line in lines] == [
        ("27", 0, "Vilken risk?"),
        ("9999", 0, "Okänd"),
    ]


def test_a_reminder_and_an_answer_are_stored(sent: Certificate) -> None:
    send(sent)
    assert send(sent, message_id="m-2", topic="PAMINN", reminds="m-1") == OK
    question = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem ringer?")
    assert send(sent, message_id="m-3", answers=question.message_id) == OK
    assert dict(Arende.objects.values_list("message_id", "kind")) == {
        "m-1": "QUESTION",
        "m-2": "REMINDER",
        question.message_id: "QUESTION",
        "m-3": "ANSWER",
    }


def test_care_may_be_the_sender(sent: Certificate) -> None:
    assert send(sent, part="HSVARD") == OK
    assert Arende.objects.get().sender == "WC"


def test_the_id_of_the_certificate_is_found_in_capitals(sent: Certificate) -> None:
    assert send(sent, certificate_id=sent.pk.upper()) == OK


# --- SendMessageToCare: result codes ------------------------------------------------------------------------------
def test_a_message_that_comes_twice_is_told_with_info(sent: Certificate) -> None:
    send(sent)
    result = send(sent)
    assert (result.code, result.error_id) == ("INFO", "") and "already" in result.text
    assert (Arende.objects.count(), told(sent)) == (1, ["NYFRFM"])


@pytest.mark.parametrize("changes", UNKNOWN_CODES)
def test_an_unknown_topic_or_part_is_an_application_error(sent: Certificate, changes: dict[str, str]) -> None:
    assert refusal(sent, **changes) == "APPLICATION_ERROR"


def test_an_answer_to_an_answered_question_is_a_validation_error(sent: Certificate) -> None:
    question = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem ringer?")
    send(sent, answers=question.message_id)
    assert refusal(sent, message_id="m-2", answers=question.message_id) == "VALIDATION_ERROR"


@pytest.mark.parametrize("changes", UNKNOWN_CERTIFICATES)
def test_an_unknown_certificate_is_a_validation_error(sent: Certificate, changes: dict[str, str]) -> None:
    assert refusal(sent, **changes) == "VALIDATION_ERROR"


@pytest.mark.parametrize(("type_id", "error_id"), [(OLDER, "VALIDATION_ERROR"), (NEWER, "APPLICATION_ERROR")])
def test_a_draft_is_refused_as_its_engine_does(type_id: str, error_id: str) -> None:
    version = make_sent(type_id).type_version
    assert refusal(make_draft(type_id=type_id, type_version=version)) == error_id


@pytest.mark.parametrize("type_id", [OLDER, NEWER])
def test_a_revoked_certificate_is_an_application_error(type_id: str) -> None:
    assert refusal(make_sent(type_id, revoked_at=clock.now())) == "APPLICATION_ERROR"


@pytest.mark.parametrize("type_id", OTHER_CHANNELS)
def test_a_type_of_another_channel_is_a_validation_error(type_id: str) -> None:
    assert refusal(make_sent(type_id)) == "VALIDATION_ERROR"


@pytest.mark.parametrize("changes", MISSED_BY_NEWER)
def test_what_a_newer_type_misses_is_a_validation_error(changes: dict[str, Any]) -> None:
    assert refusal(make_sent(NEWER), **changes) == "VALIDATION_ERROR"


@pytest.mark.parametrize("changes", NOT_ALLOWED_BY_NEWER)
def test_what_a_newer_type_does_not_allow_is_an_application_error(changes: dict[str, Any]) -> None:
    assert refusal(make_sent(NEWER), **changes) == "APPLICATION_ERROR"


@pytest.mark.parametrize("changes", TOO_LONG)
def test_an_id_that_is_too_long_is_a_validation_error(sent: Certificate, changes: dict[str, Any]) -> None:
    assert refusal(sent, **changes) == "VALIDATION_ERROR"


@pytest.mark.parametrize("changes", NO_MOMENT)
def test_a_moment_that_does_not_exist_is_a_validation_error(sent: Certificate, changes: dict[str, str]) -> None:
    assert refusal(sent, **changes) == "VALIDATION_ERROR"


@pytest.mark.parametrize("moment", ["2026-03-29T02:30:00", "2026-10-25T02:30:00", "9999-12-31T23:59:59"])
def test_an_hour_that_summer_time_skips_or_repeats_is_taken(sent: Certificate, moment: str) -> None:
    assert send(sent, sent_at=moment) == OK


def test_a_message_that_breaks_the_schema_is_a_validation_error(sent: Certificate) -> None:
    result = send(sent, person_id="12")
    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert "Unmarshalling Error" in result.text


def test_a_failure_of_our_own_is_an_application_error(sent: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> Arende:
        raise RuntimeError("hemligt")

    monkeypatch.setattr(soap, "receive", broken)
    result = send(sent)
    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")
    assert "hemligt" not in result.text


@pytest.mark.parametrize("content", [b"<inte xml", b"<!DOCTYPE a []><a/>", b"<a/>"])
def test_what_is_no_envelope_is_a_fault(content: bytes) -> None:
    status, fault = post(content)
    assert status == 500 and isinstance(fault, ReadFault)


def test_another_body_element_is_a_fault() -> None:
    status, fault = post(envelope.wrap(b'<x:SendMessageToCare xmlns:x="urn:fel"/>', ""))
    assert status == 500 and isinstance(fault, ReadFault)
    assert fault.code.endswith("Client")


def test_the_platform_s_path_does_not_lead_here_past_intygstjansten() -> None:
    assert MESSAGE_CONTRACT.platform_path not in soap.MESSAGE_PATHS


# --- GetCertificateAdditions --------------------------------------------------------------------------------------
def additions_request(*ids: str, id_root: str = "SE1") -> bytes:
    parts = (ii(ADDITIONS, "intygs-id", root=id_root, extension=one) for one in ids)
    return envelope.wrap(root(ADDITIONS, ADDITIONS_CONTRACT.name, *parts), "")


def additions(*ids: str, path: str = soap.ADDITIONS_PATHS[0]) -> tuple[str, dict[str, list[tuple[str, str, str]]]]:
    """The result, and (id, status, topic) of each message by certificate."""
    status, body = post(additions_request(*ids), path)
    assert status == 200 and not isinstance(body, ReadFault), body
    found = {}
    for one in body.iterfind(f"{{{ADDITIONS}}}additions"):
        rows = one.iterfind("{*}addition")
        texts = [tuple(row.findtext(f"{{*}}{name}", "") for name in ("id", "status", "amne")) for row in rows]
        found[one.findtext("{*}intygs-id/{*}extension", "")] = texts
    return body.findtext("{*}result", ""), found


@pytest.mark.parametrize("path", soap.ADDITIONS_PATHS)
def test_questions_and_answers_are_told_and_reminders_are_not(sent: Certificate, path: str) -> None:
    asked(sent)
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    own = send_question(user=make_user(), certificate_id=sent.pk, topic="OVRIGT", text="Vem ringer?")
    waiting = [("m-1", "Obesvarad", "KONTKT"), (own.message_id, "Besvarad", "OVRIGT")]
    assert additions(sent.pk, path=path) == ("OK", {sent.pk: waiting})
    asked(sent, message_id="m-3", answers=own.message_id)
    _, found = additions(sent.pk)
    assert found[sent.pk] == [waiting[0], (own.message_id, "Obesvarad", "OVRIGT"), ("m-3", "Besvarad", "KONTKT")]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("PENDING_INTERNAL_ACTION", "Obesvarad"),
        ("PENDING_EXTERNAL_ACTION", "Besvarad"),
        ("ANSWERED", "Obesvarad"),
        ("CLOSED", "Besvarad"),
    ],
)
def test_the_status_of_a_question_is_one_of_two_words(sent: Certificate, status: str, word: str) -> None:
    asked(sent)
    Arende.objects.update(status=status)
    assert additions(sent.pk)[1][sent.pk] == [("m-1", word, "KONTKT")]


def test_the_time_is_when_the_message_came(sent: Certificate) -> None:
    question = asked(sent)
    _, body = post(additions_request(sent.pk), soap.ADDITIONS_PATHS[0])
    assert not isinstance(body, ReadFault)
    assert body.findtext("{*}additions/{*}addition/{*}skapad") == clock.riv_timestamp(question.stored_at)


def test_a_certificate_without_messages_or_unknown_is_told_empty(sent: Certificate) -> None:
    assert additions(sent.pk, UNKNOWN) == ("OK", {sent.pk: [], UNKNOWN: []})


def test_an_id_that_is_asked_for_twice_is_told_once(sent: Certificate) -> None:
    _, body = post(additions_request(sent.pk, sent.pk), soap.ADDITIONS_PATHS[0])
    assert not isinstance(body, ReadFault)
    assert len(body.findall(f"{{{ADDITIONS}}}additions")) == 1


def test_many_certificates_are_one_query(django_assert_num_queries: Any) -> None:
    certificates = [make_sent() for _ in range(4)]
    for number, certificate in enumerate(certificates):
        asked(certificate, message_id=f"m-{number}")
    with django_assert_num_queries(1):
        _, found = additions(*(certificate.pk for certificate in certificates))
    assert sum(map(len, found.values())) == 4


def test_no_id_at_all_is_a_fault() -> None:
    status, fault = post(additions_request(), soap.ADDITIONS_PATHS[0])
    assert status == 500 and isinstance(fault, ReadFault)


def test_a_look_up_that_fails_is_an_error_without_additions(sent: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_ids: object) -> dict[str, list[Arende]]:
        raise DatabaseError("away")

    monkeypatch.setattr(soap, "messages_about", broken)
    assert additions(sent.pk) == ("ERROR", {})


# --- over HTTP -----------------------------------------------------------------------------------------------------
def test_over_http_the_endpoint_answers_a_post_and_shows_its_wsdl(client: Client, sent: Certificate) -> None:
    content = envelope.wrap(Message(certificate=sent).body(), "")
    assert client.post(MESSAGES, content, content_type="text/xml").status_code == 200
    assert b"SendMessageToCareResponder" in client.get(f"{MESSAGES}?wsdl").content
    assert client.get(MESSAGES).status_code == 405
