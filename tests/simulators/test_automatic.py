"""The recipients' automatic modes: planned as rows, sent by the sweep, whatever happened in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from certificates.models import Certificate
from rivta.results import Result
from simulators.envelopes import text
from simulators.modes.models import SimulatorMode
from simulators.recipients import acting
from simulators.recipients.models import AutomaticMode, SentMessage
from simulators.tasks import send_due_messages
from tests.simulators.conftest import Webcert
from tests.simulators.messages import (
    CERTIFICATE,
    deliver_to_fk,
    held_certificate,
    load_surroundings,
    result_of,
    send,
    tell_care,
    tell_recipient,
)
from webcert import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
LATER = dt.timedelta(seconds=11)


@pytest.fixture(autouse=True)
def _surroundings() -> Iterator[None]:
    load_surroundings()
    yield


@pytest.fixture
def certificate() -> Certificate:
    return held_certificate()


def test_without_a_mode_nothing_is_planned(certificate: Certificate) -> None:
    send(certificate)

    assert not SentMessage.objects.exists()


def test_a_mode_that_is_off_does_nothing(certificate: Certificate) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", topic="KONTKT", is_active=False)
    send(certificate)

    assert not SentMessage.objects.exists()


@pytest.mark.parametrize("topic", ["KONTKT", "AVSTMN", "OVRIGT", "KOMPLT"])
def test_each_sent_certificate_is_asked_about_when_the_seconds_have_passed(
    topic: str, certificate: Certificate, webcert: Webcert
) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", topic=topic, text="Vad menas?")
    send(certificate)

    assert acting.send_due() == 0
    assert webcert.requests == []

    with clock.moved(LATER):
        send_due_messages()

    (request,) = webcert.requests
    assert text(request.body, "mc:amne/t:code") == topic
    assert text(request.body, "mc:meddelande") == "Vad menas?"
    assert SentMessage.objects.get().result_code == "OK"


def test_a_request_for_a_complement_is_about_the_first_answer_of_the_form(
    certificate: Certificate, webcert: Webcert
) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", topic="KOMPLT", delay_s=0)
    send(certificate)
    acting.send_due()

    assert text(webcert.requests[0].body, "mc:komplettering/mc:frage-id") == "27"


def test_each_question_of_care_is_answered_once(certificate: Certificate, webcert: Webcert) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", is_answering=True, delay_s=0)
    send(certificate)
    tell_recipient(certificate, message_id="v-1", topic="AVSTMN")

    assert [acting.send_due(), acting.send_due()] == [1, 0]

    (request,) = webcert.requests
    assert text(request.body, "mc:svarPa/c:meddelande-id") == "v-1"
    assert text(request.body, "mc:amne/t:code") == "AVSTMN"


def test_an_answer_of_care_is_not_answered(certificate: Certificate, webcert: Webcert) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", is_answering=True)
    send(certificate)
    tell_care(certificate, message_id="q-1")
    tell_recipient(certificate, answers="q-1")

    assert not SentMessage.objects.exists()


def test_what_the_recipient_refuses_is_not_reacted_to(certificate: Certificate) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", topic="KONTKT")
    SimulatorMode.objects.create(simulator="FKASSA", mode="TECHNICAL_ERROR")
    send(certificate)

    assert not SentMessage.objects.exists()


def test_a_message_that_can_not_be_planned_does_not_hinder_the_receiving() -> None:
    AutomaticMode.objects.create(recipient="FKASSA", topic="KOMPLT")

    unknown_type = CERTIFICATE.replace(b"<c:version>1.3<", b"<c:version>99.0<")

    assert result_of(deliver_to_fk(unknown_type)) == Result("OK")
    assert not SentMessage.objects.exists()


def test_what_a_lost_process_had_taken_is_sent_when_its_lease_is_over(
    certificate: Certificate, webcert: Webcert
) -> None:
    AutomaticMode.objects.create(recipient="FKASSA", topic="KONTKT", delay_s=0)
    send(certificate)
    SentMessage.objects.update(taken_at=clock.wall_now())

    assert acting.send_due() == 0

    SentMessage.objects.update(taken_at=clock.wall_now() - acting.LEASE - dt.timedelta(seconds=1))
    assert acting.send_due() == 1
    assert len(webcert.requests) == 1


def test_a_message_that_is_refused_is_not_sent_again(certificate: Certificate, webcert: Webcert) -> None:
    webcert.answer = Result("ERROR", "Nej", "APPLICATION_ERROR")
    AutomaticMode.objects.create(recipient="FKASSA", topic="KONTKT", delay_s=0)
    send(certificate)

    assert [acting.send_due(), acting.send_due()] == [1, 0]
    row = SentMessage.objects.get()
    assert (row.result_code, row.error_id, row.result_text) == ("ERROR", "APPLICATION_ERROR", "Nej")
