"""What is kept of a status update that was delivered long ago (spec/status-updates.md 9.12)."""

import datetime as dt

import pytest

from certificates.events import EventKind
from delivery import services as outbox
from delivery.models import Delivery
from notifications.retention import clear_old_payloads
from notifications.services import KIND
from notifications.trace import trace
from tests.notifications.conftest import body_of, deliver_all, make_route, text_of
from webcert import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(receiver, story):
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)
    deliver_all()
    return story


def age(days: int) -> None:
    Delivery.objects.filter(kind=KIND).update(finished_at=clock.now() - dt.timedelta(days=days))


def test_a_message_delivered_more_than_ninety_days_ago_is_emptied_once(delivered):
    age(91)

    assert clear_old_payloads() == 1
    assert clear_old_payloads() == 0
    (update,) = delivered.updates
    assert (update.payload, update.external_status) == (b"", "SUCCESS")
    assert update.payload_sha256
    assert len(trace(update).attempts) == 1


def test_a_younger_message_and_one_that_failed_are_kept(delivered):
    age(89)
    assert clear_old_payloads() == 0

    Delivery.objects.filter(kind=KIND).update(state="FAILED")
    age(400)
    assert clear_old_payloads() == 0


def test_without_a_number_of_days_everything_is_kept(delivered, settings):
    settings.STATUS_UPDATE_PAYLOAD_DAYS = 0
    age(4000)

    assert clear_old_payloads() == 0


def test_an_emptied_message_is_made_anew_when_it_is_resent(receiver, delivered):
    age(91)
    clear_old_payloads()
    (update,) = delivered.updates
    outbox.resend([update.delivery_id])
    deliver_all()

    first, second = (body_of(call.body) for call in receiver.received)
    assert text_of(second, "handelse/tidpunkt") == text_of(first, "handelse/tidpunkt")
    assert text_of(second, "intyg/intygs-id/extension") == delivered.certificate.pk
    assert delivered.updates[0].external_status == "SUCCESS"
