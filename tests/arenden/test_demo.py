"""The messages of the demo world (spec/demo-world.md)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

import accounts.demo
import arenden.demo
import certificates.demo
import hsa.demo
import notifications.demo
import patients.demo
import simulators.demo
import tak.demo
import terminology.demo
from arenden.models import Arende
from certificates.models import Certificate
from delivery.models import Delivery
from notifications.models import StatusUpdate, UnitMail
from simulators.recipients.batch import ask_mixed
from webcert import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient() -> None:
    """The demo world brings its own patients."""


@pytest.fixture(autouse=True)
def world(_patient: None) -> None:
    for room in (hsa, patients, tak, terminology, accounts, certificates, arenden, notifications, simulators):
        room.demo.load()


def test_01_waits_for_a_complement_on_two_questions() -> None:
    request = Arende.objects.get()
    certificate = Certificate.objects.get(pk="de300000-0000-4000-8000-000000000001")
    assert (request.certificate, request.status, request.topic) == (certificate, "PENDING_INTERNAL_ACTION", "KOMPLT")
    assert request.message_id == "de300001-0000-4000-8000-000000000001"
    assert request.last_answer_date == clock.today() + dt.timedelta(days=14)
    assert {line.question_id for line in request.complements.all()} == {"6", "17"}
    assert certificate.complement_requested_at == request.stored_at


def test_the_journal_system_has_heard_of_it_long_ago() -> None:
    update = StatusUpdate.objects.get(code="NYFRFM")
    assert (update.topic, update.delivery.state) == ("KOMPLT", "DELIVERED")
    assert b"<c:ejBesvarade>1</c:ejBesvarade>" in bytes(update.payload)


def test_nothing_waits_to_be_sent() -> None:
    assert not UnitMail.objects.exists()
    assert not Delivery.objects.filter(finished_at__isnull=True).exists()


def test_loading_again_changes_nothing() -> None:
    arenden.demo.load()
    notifications.demo.load()
    assert Arende.objects.count() == 1
    assert StatusUpdate.objects.filter(code="NYFRFM").count() == 1


def test_twenty_mixed_questions_reach_three_of_its_units() -> None:
    units = ["SE2321000016-VE01", "SE2321000016-ME01", "SE2321000016-VE02"]
    before = set(Arende.objects.values_list("pk", flat=True))
    sent = ask_mixed(recipient="FKASSA", unit_ids=units)
    assert {(message.result_code, message.result_text) for message in sent} == {("OK", "")}
    stored = Arende.objects.exclude(pk__in=before)
    assert Counter(stored.values_list("topic", flat=True)) == {"KONTKT": 5, "AVSTMN": 5, "OVRIGT": 5, "KOMPLT": 5}
    assert sorted(Counter(stored.values_list("unit_id", flat=True)).values()) == [6, 7, 7]
    assert set(stored.values_list("unit_id", flat=True)) == set(units)
