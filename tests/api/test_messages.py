"""POST /certificates/{id}/messages: plays the recipient (spec/integration.md 4.3, 5.6, 6.2-6.4)."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

import simulators.demo
from api import outside
from api.models import KeptAnswer
from arenden.models import Arende
from arenden.services import send_answer, send_question
from certificates.models import Certificate
from certificates.types import registry
from delivery import services as outbox
from delivery.models import Delivery
from notifications.models import StatusUpdate
from simulators.intygstjanst.models import StoredCertificate, StoredMessage
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument, SentMessage
from tests.api.conftest import Reply, System
from tests.factories import OTHER_PATIENT, PATIENT, make_diagnoses, make_draft, make_user
from tests.notifications.conftest import integrate
from tests.simulators.messages import held_certificate, revoke, send
from webcert import clock

pytestmark = pytest.mark.django_db
ANSWER_DAYS = dt.timedelta(days=14)


@pytest.fixture
def certificate(region: System) -> Certificate:
    """An FK7804 of VE01 that Intygstjänsten holds and Försäkringskassan has got; the unit is integrated."""
    make_diagnoses()
    simulators.demo.load()
    integrate()
    certificate = held_certificate()
    send(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(sent_at=clock.now(), sent_to="FKASSA")
    return certificate


def tell(system: System, certificate: Certificate, headers: dict[str, str] | None = None, **changes: Any) -> Reply:
    body = {"topic": "KONTKT", "text": "Kan ni ringa oss?"} | changes
    return system.post(f"/certificates/{certificate.pk}/messages", body, **(headers or {}))


def asked_by_care(certificate: Certificate) -> str:
    """The id of a question of care that Försäkringskassan has got."""
    user = make_user()
    question = send_question(user=user, certificate_id=certificate.pk, topic="KONTKT", text="Vem ringer?")
    outbox.deliver_due(kinds=["certificate"])
    assert ReceivedDocument.objects.filter(message_id=question.message_id).exists()
    return question.message_id


# --- what arrives -------------------------------------------------------------------------------------------------
def test_a_question_arrives_with_everything_that_it_holds(region: System, certificate: Certificate) -> None:
    reply = tell(
        region,
        certificate,
        heading="Rubrik",
        text="Rad ett\nrad två",
        contact=["Fiktiv Handläggarsson"],
        lastAnswerDate="2027-04-01",
    )

    assert reply.status == 201
    assert reply.body == {
        "id": reply.body["id"],
        "certificateId": certificate.pk,
        "topic": "KONTKT",
        "result": "OK",
        "text": "",
    }
    stored = Arende.objects.get(message_id=reply.body["id"])
    assert (stored.kind, stored.topic, stored.heading, stored.text) == (
        "QUESTION",
        "KONTKT",
        "Rubrik",
        "Rad ett\nrad två",
    )
    assert (stored.contact, str(stored.last_answer_date)) == (["Fiktiv Handläggarsson"], "2027-04-01")
    (update,) = StatusUpdate.objects.filter(certificate_id=certificate.pk, code="NYFRFM")
    assert (update.topic, str(update.last_answer_date)) == ("KONTKT", "2027-04-01")


def test_a_request_for_a_complement_arrives(region: System, certificate: Certificate) -> None:
    lines = [{"questionId": "35", "text": "Vilken diagnos?", "instance": 1}, {"questionId": "27", "text": "Hur?"}]
    reply = tell(region, certificate, topic="KOMPLT", complements=lines)

    stored = Arende.objects.get(message_id=reply.body["id"])
    assert stored.is_complement_request
    assert [(line.question_id, line.text, line.instance) for line in stored.complements.all()] == [
        ("35", "Vilken diagnos?", 1),
        ("27", "Hur?", None),
    ]


def test_a_reminder_arrives_at_what_it_reminds_of(region: System, certificate: Certificate) -> None:
    question = tell(region, certificate).body["id"]
    reply = tell(region, certificate, topic="PAMINN", remindsOf=question)

    stored = Arende.objects.get(message_id=reply.body["id"])
    assert stored.question is not None
    assert (stored.kind, stored.question.message_id) == ("REMINDER", question)


def test_an_answer_arrives_at_the_question_of_care(region: System, certificate: Certificate) -> None:
    question = asked_by_care(certificate)
    reply = tell(region, certificate, answers=question, text="Vi ringer.")

    assert reply.status == 201
    assert Arende.objects.get(message_id=question).status == "ANSWERED"
    stored = Arende.objects.get(message_id=reply.body["id"])
    assert (stored.kind, stored.last_answer_date) == ("ANSWER", None)


def test_care_s_answer_reaches_the_recipient(region: System, certificate: Certificate) -> None:
    question = tell(region, certificate).body["id"]
    asked = Arende.objects.get(message_id=question)
    send_answer(user=make_user(), question_id=asked.pk, text="Vi ringer.")
    outbox.deliver_due(kinds=["certificate"])

    assert ReceivedDocument.objects.get(kind="messages").answers == question
    assert not Delivery.objects.filter(kind="certificate").exclude(state=Delivery.State.DELIVERED).exists()


def test_a_last_day_is_offered_and_null_leaves_it_out(region: System, certificate: Certificate) -> None:
    offered = Arende.objects.get(message_id=tell(region, certificate).body["id"])
    without = Arende.objects.get(message_id=tell(region, certificate, lastAnswerDate=None).body["id"])

    assert (offered.last_answer_date, without.last_answer_date) == (clock.today() + ANSWER_DAYS, None)


def test_the_message_passes_intygstjansten_and_is_kept_by_the_recipient(
    region: System, certificate: Certificate
) -> None:
    message_id = tell(region, certificate).body["id"]

    assert StoredMessage.objects.filter(pk=message_id, certificate_id=certificate.pk).exists()
    sent = SentMessage.objects.get(message_id=message_id)
    assert (sent.recipient, sent.result_code) == ("FKASSA", "OK")


# --- what is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"topic": "PAMINN"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ({"remindsOf": "okänd"}, "PAMINNELSE_ID_INCONSISTENCY_ERROR"),
        ({"topic": "PAMINN", "remindsOf": "okänd"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ({"answers": "okänd"}, "REFERENCED_MESSAGE_NOT_FOUND_ERROR"),
        ({"answers": "okänd", "lastAnswerDate": "2027-04-01"}, "MESSAGE_TYPE_CONSISTENCY_ERROR"),
        ({"complements": [{"questionId": "35", "text": "Vad?"}]}, "KOMPLETTERING_INCONSISTENCY_ERROR"),
        ({"topic": "KOMPLT"}, "komplettering"),
        ({"topic": "KOMPLT", "complements": [{"questionId": "trettiofem", "text": "Vad?"}]}, "Unmarshalling Error"),
        ({"text": " "}, "meddelande"),
    ],
)
def test_what_is_wrong_is_told_as_send_message_to_care_tells_it(
    region: System, certificate: Certificate, changes: dict[str, Any], word: str
) -> None:
    reply = tell(region, certificate, **changes)

    assert (reply.status, reply.code, "errors" in reply.body) == (422, "VALIDATION_ERROR", False)
    assert word in reply.body["detail"]
    assert not Arende.objects.exists()


def test_an_answer_under_another_subject_is_refused(region: System, certificate: Certificate) -> None:
    reply = tell(region, certificate, topic="OVRIGT", answers=asked_by_care(certificate))

    assert (reply.status, "SUBJECT_CONSISTENCY_ERROR" in reply.body["detail"]) == (422, True)


def test_what_webcert_refuses_comes_back_with_its_code(region: System, certificate: Certificate) -> None:
    lines = [{"questionId": "9999", "text": "Vad?"}]
    reply = tell(region, certificate, topic="KOMPLT", complements=lines)

    assert (reply.status, reply.code) == (403, "APPLICATION_ERROR")
    assert SentMessage.objects.get().error_id == "APPLICATION_ERROR"


def test_a_second_answer_is_refused(region: System, certificate: Certificate) -> None:
    question = asked_by_care(certificate)
    tell(region, certificate, answers=question)

    assert tell(region, certificate, answers=question).code == "VALIDATION_ERROR"


def test_a_revoked_certificate_is_refused(region: System, certificate: Certificate) -> None:
    revoke(certificate)

    assert "CERTIFICATE_REVOKED_ERROR" in tell(region, certificate).body["detail"]


def test_a_draft_is_none_that_intygstjansten_knows(region: System, certificate: Certificate) -> None:
    reply = tell(region, make_draft())

    assert (reply.status, "CERTIFICATE_NOT_FOUND_ERROR" in reply.body["detail"]) == (422, True)


def test_a_type_that_is_sent_to_nobody_is_refused(region: System, certificate: Certificate) -> None:
    alone = replace(registry.get(certificate.type_id, certificate.type_version), recipient=None)
    with registry.installed(alone):
        reply = tell(region, certificate)

    assert (reply.status, reply.code) == (409, "INVALID_STATE")
    assert not SentMessage.objects.exists()


def test_an_intygstjanst_that_does_not_answer_is_a_technical_error(region: System, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode="HTTP_503")

    assert (tell(region, certificate).status, tell(region, certificate).code) == (502, "TECHNICAL_ERROR")


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": "ANNAT"},
        {"topic": None},
        {"text": 1},
        {"text": ""},
        {"text": "a\u0000"},
        {"lastAnswerDate": "2027-4-1"},
        {"lastAnswerDate": "20270401"},
        {"lastAnswerDate": "2027-02-30"},
        {"contact": "rad"},
        {"complements": [{"questionId": "35"}]},
        {"complements": [{"questionId": "35", "text": "Vad?", "instance": "1"}]},
        {"recipient": "FKASSA"},
    ],
)
def test_what_is_not_as_described_names_the_field(
    region: System, certificate: Certificate, changes: dict[str, Any]
) -> None:
    reply = tell(region, certificate, **changes)

    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")
    assert reply.body["errors"][0]["field"].partition(".")[0] in changes
    assert not SentMessage.objects.exists()


# --- whose, how often, where --------------------------------------------------------------------------------------
def test_a_certificate_of_another_care_provider_does_not_exist(private: System, certificate: Certificate) -> None:
    assert (tell(private, certificate).status, tell(private, certificate).code) == (404, "DATA_NOT_FOUND")
    assert not SentMessage.objects.exists()


def test_the_patient_is_that_of_the_certificate(region: System, certificate: Certificate) -> None:
    StoredCertificate.objects.update(person_id=OTHER_PATIENT)

    assert "CIVIC_REGISTRATION_NUMBER_INCONSISTENCY_ERROR" in tell(region, certificate).body["detail"]


def test_the_same_call_twice_is_one_message(region: System, certificate: Certificate) -> None:
    replies = [tell(region, certificate, {"Idempotency_Key": "ett"}) for _ in range(2)]

    assert replies[0].body == replies[1].body
    assert replies[1].headers["Idempotency-Replayed"] == "true"
    assert Arende.objects.count() == 1
    assert PATIENT not in str(KeptAnswer.objects.values_list().get())


def test_a_refusal_is_kept_with_what_was_sent(region: System, certificate: Certificate) -> None:
    replies = [tell(region, certificate, {"Idempotency_Key": "ett"}, topic="PAMINN") for _ in range(2)]

    assert replies[0].content == replies[1].content
    assert SentMessage.objects.count() == 1


def test_a_silence_is_not_kept(region: System, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode="HTTP_503", remaining=1)
    replies = [tell(region, certificate, {"Idempotency_Key": "ett"}) for _ in range(2)]

    assert [reply.status for reply in replies] == [502, 201]


def test_the_key_of_a_draft_is_none_of_a_message(region: System, certificate: Certificate) -> None:
    tell(region, certificate, {"Idempotency_Key": "ett"})
    other = held_certificate()

    assert tell(region, other, {"Idempotency_Key": "ett"}).status == 422


def test_nobody_plays_without_simulators(
    region: System, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_players", [])

    assert tell(region, certificate).status == 404


@pytest.mark.parametrize(("switch", "is_described"), [("true", True), ("false", False)])
def test_the_call_is_there_and_described_where_the_simulators_are(
    tmp_path: Path, switch: str, is_described: bool
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "webcert.settings",
        "WEBCERT_DATA_DIR": str(tmp_path),
        "WEBCERT_READ_DOTENV": "false",
        "WEBCERT_SIMULATORS": switch,
    }
    code = "import django; django.setup(); from api.schema import document; print(*document()['paths'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert ("/certificates/{certificate_id}/messages" in done.stdout.split()) is is_described, done.stderr
