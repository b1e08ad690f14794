"""Status updates over HTTP: address, headers, classification, routes (spec/status-updates.md 4, 5.6, 9.15)."""

import datetime as dt
from collections.abc import Iterator

import pytest

import hsa.demo
import patients.demo
from certificates.events import EventKind
from certificates.models import Certificate
from delivery import kinds
from delivery import services as outbox
from delivery.models import Delivery
from notifications import sending, services
from notifications.models import IntegratedUnit, StatusUpdate
from notifications.sending import KIND
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from tests.certificates.soap.messages import Request, send
from tests.contracts.official import accepts, needs_official
from tests.delivery.receiver import Answer
from tests.factories import REGION, VE01, VE02, VE21
from tests.notifications.conftest import (
    body_of,
    integrate,
    make_route,
    make_story,
    soap_answer,
    soap_fault,
    text_of,
)
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def usual_ordering() -> Iterator[None]:
    """A test may register the kind anew."""
    before = kinds.get(KIND)
    yield
    kinds.register(before)


def deliver(story, *, at: dt.datetime | None = None) -> StatusUpdate:
    """One round of what is due, and the first event as it then stands."""
    outbox.deliver_due(now=at, kinds=[KIND])
    return story.updates[0]


def test_skapat_over_soap_on_a_new_unit_reaches_the_journal_system(receiver):
    hsa.demo.load()
    patients.demo.load()
    make_route(receiver.url)

    answer = send(Request(reference="journal-ref-1"))
    outbox.deliver_due(kinds=[KIND])

    assert IntegratedUnit.objects.get().unit_id == VE01
    (received,) = receiver.received
    body = body_of(received.body)
    assert CONTRACT.validate(body) == []
    assert text_of(body, "intyg/intygs-id/extension") == answer.certificate_id
    assert text_of(body, "handelse/handelsekod/code") == "SKAPAT"
    assert [c.text for part in ("skickadeFragor", "mottagnaFragor") for c in body.find(f"{{*}}{part}")] == ["0"] * 8
    assert text_of(body, "ref") == "journal-ref-1"
    assert len(text_of(body, "handelse/tidpunkt").rpartition(".")[2]) == 3


@needs_official
def test_what_arrives_is_valid_by_the_official_schema(receiver, story):
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)
    deliver(story)

    assert accepts(body_of(receiver.received[0].body))


def test_the_call_carries_logical_address_action_and_correlation_id(receiver, story):
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)
    update = deliver(story)

    (received,) = receiver.received
    assert received.headers["soapaction"] == f'"{CONTRACT.soap_action}"'
    assert received.headers["x-correlation-id"] == str(update.correlation_id)
    assert f">{VE01}</itr:LogicalAddress>" in received.body.decode()


def test_technical_error_twice_then_ok_gives_three_attempts_with_the_same_bytes(receiver, story):
    make_route(receiver.url)
    receiver.answers = [soap_answer("ERROR", "okänt intyg", "TECHNICAL_ERROR")] * 2
    story.happens(EventKind.SKAPAT)
    start = clock.now()
    statuses = [deliver(story, at=start + minutes * MINUTE).external_status for minutes in (0, 1, 6)]

    assert statuses == ["RESEND", "RESEND", "SUCCESS"]
    assert len(receiver.received) == 3
    assert len({r.body for r in receiver.received}) == 1
    assert story.updates[0].delivery.attempt_rows.count() == 3


@pytest.mark.parametrize("error_id", ["VALIDATION_ERROR", "APPLICATION_ERROR", "REVOKED", ""])
def test_a_refusal_is_a_failure_after_one_attempt(receiver, story, error_id):
    make_route(receiver.url)
    receiver.standard = soap_answer("ERROR", "nej", error_id)
    story.happens(EventKind.SKAPAT)

    update = deliver(story)
    outbox.deliver_due(now=clock.now() + dt.timedelta(days=30), kinds=[KIND])

    assert update.external_status == "FAILURE"
    assert (update.delivery.last_error_id, update.delivery.last_text) == (error_id, "nej")
    assert len(receiver.received) == 1


def test_info_is_success_and_its_text_stays_visible(receiver, story):
    make_route(receiver.url)
    receiver.standard = soap_answer("INFO", "redan mottaget")
    story.happens(EventKind.SKAPAT)

    update = deliver(story)

    assert update.external_status == "SUCCESS"
    assert (update.delivery.last_result, update.delivery.last_text) == ("INFO", "redan mottaget")


@pytest.mark.parametrize("words", ["Marshalling Error", "Unmarshalling Error"])
def test_a_fault_about_the_schema_is_a_failure(receiver, story, words):
    make_route(receiver.url)
    receiver.standard = soap_fault(f"{words}: cvc-complex-type.2.4.a")
    story.happens(EventKind.SKAPAT)

    assert deliver(story).external_status == "FAILURE"


@pytest.mark.parametrize(
    "answer",
    [
        soap_fault("Internal error"),
        Answer(b"busy", status=503),
        Answer(b"<html>not soap</html>"),
        Answer(reset=True),
    ],
    ids=["fault", "503", "not SOAP", "reset"],
)
def test_anything_else_that_goes_wrong_is_tried_again(receiver, story, answer):
    make_route(receiver.url)
    receiver.standard = answer
    story.happens(EventKind.SKAPAT)

    update = deliver(story)

    assert update.external_status == "RESEND"
    assert update.delivery.last_error_id == "WEBCERT_EXCEPTION"
    assert update.delivery.last_text


def test_a_receiver_that_is_down_or_slow_is_tried_again(receiver, story, settings):
    settings.SOAP_TOTAL_TIMEOUT_S = 0.2
    make_route(receiver.url)
    make_route("http://127.0.0.1:9/nobody", VE21)
    receiver.standard = Answer(delay=1)
    integrate(VE21)
    down = make_story(unit=VE21)
    for each in (story, down):
        each.happens(EventKind.SKAPAT)

    outbox.deliver_due(kinds=[KIND])

    assert [each.updates[0].external_status for each in (story, down)] == ["RESEND", "RESEND"]


def test_a_route_of_an_administrator_may_lead_into_the_own_network(receiver, story, settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)

    assert deliver(story).external_status == "SUCCESS"


def test_without_route_the_event_waits_and_a_new_route_lets_it_go_at_once(receiver, published):
    hsa.demo.load()
    integrate(VE02)
    story = make_story(unit=VE02)
    story.happens(EventKind.SKAPAT)

    update = deliver(story)
    assert update.external_status == "RESEND"
    assert update.delivery.last_text.startswith("VP004")
    assert update.delivery.waiting_for_route

    make_route("http://127.0.0.1:9/other", VE21)
    assert story.updates[0].delivery.available_at > clock.now()
    make_route(receiver.url, REGION)
    update = deliver(story)
    assert update.external_status == "SUCCESS"
    assert not update.delivery.waiting_for_route


def test_without_climbing_a_route_above_the_unit_wakes_nobody(receiver, settings):
    settings.TAK_TREE_CLIMBING = False
    hsa.demo.load()
    integrate(VE02)
    story = make_story(unit=VE02)
    story.happens(EventKind.SKAPAT)
    deliver(story)

    make_route(receiver.url, REGION)

    assert deliver(story).external_status == "RESEND"
    assert receiver.received == []


def test_while_hsa_is_silent_the_event_is_tried_again_later(story):
    from hsa import services as hsa_services

    hsa_services.set_unavailable(True)
    story.happens(EventKind.SKAPAT)

    update = deliver(story)

    assert update.external_status == "RESEND"
    assert not update.delivery.waiting_for_route


def test_events_of_one_certificate_arrive_in_order(receiver, story, settings):
    settings.STATUS_UPDATE_ANDRAT_WINDOW = 0
    make_route(receiver.url)
    for kind in (EventKind.SKAPAT, EventKind.ANDRAT, EventKind.KFSIGN, EventKind.RADERAT):
        story.happens(kind)

    deliver(story)

    codes = [text_of(body_of(r.body), "handelse/handelsekod/code") for r in receiver.received]
    assert codes == ["SKAPAT", "ANDRAT", "KFSIGN", "RADERA"]


@pytest.mark.parametrize(
    ("ordering", "failed_attempts", "overtakes"),
    [("soft", 2, False), ("soft", 3, True), ("strict", 5, False), ("none", 1, True)],
)
def test_the_setting_says_when_a_later_event_may_overtake(
    receiver, story, settings, ordering, failed_attempts, overtakes
):
    settings.STATUS_UPDATE_ORDERING = ordering
    sending.register_kind()
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)
    now = clock.now()
    receiver.standard = soap_answer("ERROR", "senare", "TECHNICAL_ERROR")
    for day in range(failed_attempts):
        outbox.deliver_due(now=now + day * dt.timedelta(days=1), kinds=[KIND])
    receiver.standard = soap_answer()
    story.happens(EventKind.KFSIGN)

    first, _second = story.updates
    Delivery.objects.filter(pk=first.delivery_id).update(available_at=now + dt.timedelta(days=99))
    outbox.deliver_due(now=now + dt.timedelta(days=9), kinds=[KIND])

    assert (story.updates[1].external_status == "SUCCESS") is overtakes


def test_a_resting_save_leaves_when_its_window_is_over(receiver, story):
    make_route(receiver.url)
    for _ in range(3):
        story.happens(EventKind.ANDRAT)
    deliver(story)
    assert receiver.received == []

    deliver(story, at=clock.now() + dt.timedelta(seconds=31))

    assert len(receiver.received) == 1
    assert [u.external_status for u in story.updates] == ["SUPERSEDED", "SUPERSEDED", "SUCCESS"]


def test_killed_between_answer_and_mark_gives_one_event_two_attempts_and_two_identical_calls(receiver, story):
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)
    lease = outbox.claim(story.updates[0].delivery.pk)
    sending.deliver(lease.delivery)
    Delivery.objects.update(lease_until=clock.wall_now() - MINUTE)

    outbox.sweep()
    update = deliver(story)

    first, second = receiver.received
    assert (first.body, first.headers["x-correlation-id"]) == (second.body, second.headers["x-correlation-id"])
    assert StatusUpdate.objects.count() == 1
    assert update.delivery.attempt_rows.count() == 2
    assert update.external_status == "SUCCESS"


def test_a_message_that_could_not_be_made_is_made_anew_when_it_is_resent(receiver, story):
    make_route(receiver.url)
    person_id = story.certificate.person_id
    Certificate.objects.update(person_id="1912")
    story.certificate.refresh_from_db()
    story.happens(EventKind.SKAPAT)
    failed = story.updates[0]
    outbox.resend([failed.delivery_id])
    assert deliver(story).external_status == "FAILURE"

    Certificate.objects.update(person_id=person_id)
    outbox.resend([failed.delivery_id])
    update = deliver(story)

    assert update.external_status == "SUCCESS"
    body = body_of(receiver.received[0].body)
    assert text_of(body, "handelse/tidpunkt") == clock.riv_timestamp_ms(failed.occurred_at)
    assert text_of(body, "intyg/patient/person-id/extension") == person_id


def test_a_deleted_draft_is_still_told_of(receiver, story):
    make_route(receiver.url)
    story.happens(EventKind.RADERAT)
    Certificate.objects.update(state=Certificate.State.DELETED)

    assert deliver(story).external_status == "SUCCESS"


def test_the_retry_queue_takes_what_has_failed_once(receiver, story):
    make_route(receiver.url)
    receiver.standard = Answer(status=503)
    story.happens(EventKind.SKAPAT)

    assert deliver(story).delivery.queue == "status_retry"
    assert services.KIND == "status"
