"""What each fault mode leads to at the sender: the attempt's row, and when the next attempt comes (spec/ui.md 14.5).

The simulators stand behind a real HTTP server, the senders call them as the worker does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import LazySettings
from django.db import connections

from certificates import outgoing
from certificates.events import EventKind
from certificates.models import Certificate, SignedDocument
from delivery import services as outbox
from delivery.models import Delivery, DeliveryAttempt
from notifications.sending import KIND
from rivta import server
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode
from tests.delivery.receiver import Answer, Received, Receiver, listening
from tests.notifications.conftest import Story, make_route, make_story
from tests.notifications.conftest import integrate as integrate_unit
from tests.simulators.messages import (
    CARE_PATH,
    LOG_PATH,
    STORE_LOG,
    certificate_body,
    load_surroundings,
    signed_certificate,
)
from webcert import clock

pytestmark = pytest.mark.django_db(transaction=True)
State = Delivery.State
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def answer_of_simulator(request: Received) -> Answer:
    """As the web server does it: wait and give nothing, close the connection, or answer."""
    try:
        status, content = server.answer(request.path, request.body)
    except server.NoAnswer as silence:
        return Answer(delay=silence.seconds, status=503)
    except server.HangUp:
        return Answer(reset=True)
    finally:
        connections.close_all()
    return Answer(content, status=status)


@pytest.fixture
def place(settings: LazySettings) -> Iterator[Receiver]:
    """This installation's own address, with a short patience."""
    settings.SOAP_TOTAL_TIMEOUT_S = 1.0
    with listening(answer_of_simulator) as running:
        settings.BASE_URL = running.url.removesuffix("/receive")
        yield running


@pytest.fixture
def story(place: Receiver) -> Story:
    """A draft on an integrated unit whose journal system is the built-in one."""
    integrate_unit()
    make_route(CARE_PATH)
    return make_story()


@dataclass(frozen=True, slots=True)
class Expected:
    """What stands in the attempt's row. ``text`` is a part of it."""

    verdict: str
    http_status: int | None
    result_code: str
    error_id: str
    text: str


RETRIED = {
    Mode.TECHNICAL_ERROR: Expected("RETRY", 200, "ERROR", "TECHNICAL_ERROR", "provtext"),
    Mode.SOAP_FAULT: Expected("RETRY", 500, "", "WEBCERT_EXCEPTION", "provtext"),
    Mode.HTTP_404: Expected("RETRY", 404, "", "WEBCERT_EXCEPTION", "HTTP 404"),
    Mode.HTTP_500: Expected("RETRY", 500, "", "WEBCERT_EXCEPTION", "HTTP 500"),
    Mode.HTTP_503: Expected("RETRY", 503, "", "WEBCERT_EXCEPTION", "HTTP 503"),
    Mode.NO_ANSWER: Expected("RETRY", None, "", "WEBCERT_EXCEPTION", "TIMEOUT"),
    Mode.CONNECTION_REFUSED: Expected("RETRY", None, "", "WEBCERT_EXCEPTION", "CONNECT: [Errno 111]"),
    Mode.CONNECTION_CLOSED: Expected("RETRY", None, "", "WEBCERT_EXCEPTION", "BROKEN"),
    Mode.BROKEN_XML: Expected("RETRY", 200, "", "WEBCERT_EXCEPTION", "HTTP 200"),
}
ENDED = {
    Mode.VALIDATION_ERROR: Expected("FAILED", 200, "ERROR", "VALIDATION_ERROR", "provtext"),
    Mode.APPLICATION_ERROR: Expected("FAILED", 200, "ERROR", "APPLICATION_ERROR", "provtext"),
    Mode.REVOKED: Expected("FAILED", 200, "ERROR", "REVOKED", "provtext"),
    Mode.OK: Expected("DELIVERED", 200, "OK", "", ""),
    Mode.INFO: Expected("DELIVERED", 200, "INFO", "", "provtext"),
    Mode.SLOW: Expected("DELIVERED", 200, "OK", "", ""),
}


def switch(mode: SimulatorMode.Mode, simulator: str = "care", **more: object) -> SimulatorMode:
    return SimulatorMode.objects.create(simulator=simulator, mode=mode, text="provtext", **more)


def attempts(delivery: Delivery) -> list[DeliveryAttempt]:
    return list(delivery.attempt_rows.order_by("number"))


def assert_row(row: DeliveryAttempt, expected: Expected) -> None:
    assert (row.verdict, row.http_status, row.result_code, row.error_id) == (
        expected.verdict,
        expected.http_status,
        expected.result_code,
        expected.error_id,
    )
    assert expected.text in row.text
    assert row.finished_at is not None


OF_THE_LOG_SERVICE = {Mode.ACCESSDENIED}
"""Its attempts stand in test_log.py."""


def test_no_mode_is_forgotten() -> None:
    assert set(Mode) == RETRIED.keys() | ENDED.keys() | OF_THE_LOG_SERVICE


@pytest.mark.parametrize("mode", RETRIED)
def test_a_status_update_is_tried_again_after_a_minute_and_arrives(story: Story, mode: SimulatorMode.Mode) -> None:
    switch(mode, remaining=1)
    story.happens(EventKind.SKAPAT)
    (update,) = story.updates
    now = clock.now()

    outbox.deliver_due(now=now, kinds=[KIND])
    waiting = Delivery.objects.get(pk=update.delivery_id)
    outbox.deliver_due(now=now + MINUTE, kinds=[KIND])

    assert (waiting.state, waiting.queue, waiting.available_at) == (State.RETRY, "status_retry", now + MINUTE)
    first, second = attempts(waiting)
    assert_row(first, RETRIED[mode])
    assert_row(second, ENDED[Mode.OK])
    assert story.updates[0].external_status == "SUCCESS"


@pytest.mark.parametrize("mode", ENDED)
def test_a_status_update_has_come_to_its_end_after_one_attempt(story: Story, mode: SimulatorMode.Mode) -> None:
    switch(mode, delay_ms=200)
    story.happens(EventKind.SKAPAT)

    outbox.deliver_due(kinds=[KIND])

    (update,) = story.updates
    assert update.delivery is not None
    (row,) = attempts(update.delivery)
    assert_row(row, ENDED[mode])
    assert update.external_status == ("FAILURE" if ENDED[mode].verdict == "FAILED" else "SUCCESS")
    assert row.duration_ms is not None
    assert row.duration_ms >= (200 if mode is Mode.SLOW else 0)


def test_two_vendors_share_an_installation_each_with_a_mode_of_the_own_unit(story: Story) -> None:
    switch(Mode.TECHNICAL_ERROR, unit_id="SE5565000001-VE22")
    story.happens(EventKind.SKAPAT)

    outbox.deliver_due(kinds=[KIND])

    assert story.updates[0].external_status == "SUCCESS"


def held_document() -> Certificate:
    """A certificate with the document that its registration sends."""
    certificate = signed_certificate()
    SignedDocument.objects.create(
        certificate=certificate, xml=certificate_body(certificate), created_at=clock.now(), digest="", signer_hsa_id=""
    )
    return certificate


@pytest.mark.parametrize("mode", [mode for mode in RETRIED | ENDED if mode not in (Mode.OK, Mode.INFO, Mode.SLOW)])
def test_a_registration_is_tried_again_after_four_seconds_whatever_the_fault(
    settings: LazySettings, mode: SimulatorMode.Mode
) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = 1.0
    load_surroundings()
    delivery = outgoing.enqueue_register(held_document())
    switch(mode, "intygstjanst", remaining=1)
    now = clock.now()

    outbox.deliver_due(now=now, kinds=[outgoing.KIND])
    delivery.refresh_from_db()
    waiting = (delivery.state, delivery.available_at)
    outbox.deliver_due(now=now + 4 * SECOND, kinds=[outgoing.KIND])

    assert waiting == (State.RETRY, now + 4 * SECOND)
    first, second = attempts(delivery)
    assert (first.verdict, second.verdict) == ("RETRY", "DELIVERED")
    assert (RETRIED | ENDED)[mode].text in f"{first.error_id}: {first.text}"


@pytest.mark.parametrize("mode", [mode for mode in RETRIED if mode is not Mode.TECHNICAL_ERROR])
def test_a_batch_of_log_records_is_tried_again_after_a_minute(
    place: Receiver, settings: LazySettings, mode: SimulatorMode.Mode
) -> None:
    settings.PDL_URL = f"{settings.BASE_URL}{LOG_PATH}"
    delivery = outbox.enqueue("pdl", owner_id="1", payload=STORE_LOG, logical_address="SE1")
    switch(mode, "log", remaining=1)
    now = clock.now()

    outbox.deliver_due(now=now, kinds=["pdl"])
    delivery.refresh_from_db()
    waiting = (delivery.state, delivery.available_at)
    (row,) = attempts(delivery)

    assert waiting == (State.RETRY, now + MINUTE)
    assert (row.verdict, row.http_status) == ("RETRY", RETRIED[mode].http_status)
    assert RETRIED[mode].text in row.text
