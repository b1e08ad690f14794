"""Why a status update was sent, or why not (spec/ui.md 14.3)."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

import hsa.demo
from certificates.events import EventKind
from delivery import services as outbox
from delivery.models import Delivery, Endpoint
from hsa import services as hsa_services
from notifications import services
from notifications.integrated_units import Schema
from notifications.models import IntegratedUnit, StatusUpdate
from notifications.sending import KIND
from notifications.trace import Check, Remedy, Trace, Verdict, trace
from tak.resolver import Level
from tests.delivery.receiver import Answer
from tests.factories import REGION, VE01, VE02
from tests.notifications.conftest import Story, deliver_all, integrate, make_route, make_story, soap_answer
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State


def traced(story: Story, number: int = 1) -> Trace:
    return trace(story.updates[number - 1])


def last(found: Trace) -> Check:
    return found.checks[-1]


def check(found: Trace, words: str) -> Check:
    (only,) = [one for one in found.checks if words in one.question]
    return only


def test_a_delivered_update_has_passed_every_check(receiver, story):
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)
    deliver_all()

    found = traced(story)

    assert [one.verdict for one in found.checks] == [Verdict.PASSED] * len(found.checks)
    assert (found.unit.unit_id, found.schema, found.is_built) == (VE01, Schema.VERSION_3, True)
    assert (found.route.url, found.route.level) == (receiver.url, Level.OWN)
    (attempt,) = found.attempts
    assert (attempt.verdict, attempt.url, attempt.http_status, attempt.result_code) == (
        "DELIVERED",
        receiver.url,
        200,
        "OK",
    )
    assert found.next_attempt is None


def test_an_unregistered_unit_ends_the_trace_and_is_mended_by_registering_it(settings):
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    story = make_story()
    story.happens(EventKind.SKAPAT)

    found = traced(story)

    assert (found.was_integrated, found.unit) == (False, None)
    assert (last(found).verdict, last(found).remedy) == (Verdict.STOPPED, Remedy.REGISTER_UNIT)
    assert len(found.checks) == 1


def test_a_unit_that_was_registered_afterwards_is_told_as_that(settings):
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    story = make_story()
    story.happens(EventKind.SKAPAT)
    integrate()

    found = traced(story)

    assert not found.was_integrated
    assert "när händelsen inträffade" in last(found).text
    assert last(found).remedy is None


def test_a_unit_of_version_1_stops_at_the_version(story, monkeypatch):
    monkeypatch.setattr(services.integrated_units, "notification_schema", lambda *_: Schema.VERSION_1)
    story.happens(EventKind.SKAPAT)

    found = traced(story)

    assert "version 3" in last(found).question
    assert (last(found).verdict, last(found).remedy) == (Verdict.STOPPED, Remedy.CHANGE_UNIT)


def test_a_message_that_could_not_be_made_stops_there_with_the_reason(story, monkeypatch):
    def broken(*_: object) -> bytes:
        raise RuntimeError("no such template")

    monkeypatch.setattr(services.message, "build", broken)
    story.happens(EventKind.SKAPAT)

    found = traced(story)

    assert not found.is_built
    assert "no such template" in last(found).text


def test_a_save_names_the_event_that_took_its_place(story):
    story.happens(EventKind.ANDRAT)
    story.happens(EventKind.KFSIGN)
    story.happens(EventKind.ANDRAT)
    story.happens(EventKind.SIGNAT)

    assert [traced(story, number).collapsed_by.seq for number in (1, 3)] == [3, 4]
    assert traced(story, 2).collapsed_by is None
    assert last(traced(story)).text.startswith("Ersatt av händelse 3, ANDRAT")


def test_a_resting_save_tells_until_when_it_rests(story):
    story.happens(EventKind.ANDRAT)

    found = traced(story)

    assert found.next_attempt == story.updates[0].delivery.available_at
    assert check(found, "för sig").verdict is Verdict.OPEN
    assert f"{clock.local(found.next_attempt):%H:%M:%S}" in check(found, "för sig").text


def test_a_route_is_told_with_the_level_through_which_it_was_found(receiver):
    hsa.demo.load()
    integrate(VE02)
    make_route(receiver.url, REGION)
    story = make_story(unit=VE02)
    story.happens(EventKind.SKAPAT)

    found = traced(story)

    assert (found.route.level, found.route.address) == (Level.CARE_PROVIDER, REGION)
    assert [trial.candidate.address for trial in found.tried] == [VE02, REGION]
    assert "vårdgivaren" in check(found, "vägval").text


def test_a_missing_route_is_told_with_all_that_was_searched_and_the_next_attempt():
    hsa.demo.load()
    integrate(VE02)
    story = make_story(unit=VE02)
    story.happens(EventKind.SKAPAT)
    deliver_all()

    found = traced(story)

    routing = check(found, "vägval")
    assert (routing.verdict, routing.remedy) == (Verdict.STOPPED, Remedy.ADD_ROUTE)
    assert VE02 in routing.text
    assert REGION in routing.text
    assert found.attempts[0].error_id == "VP004"
    assert found.next_attempt is not None
    assert "Nästa försök" in last(found).text


def test_a_silent_directory_leaves_the_route_open(story):
    hsa_services.set_unavailable(True)
    story.happens(EventKind.SKAPAT)

    found = traced(story)

    assert not found.directory_answers
    assert check(found, "vägval").verdict is Verdict.OPEN


def test_a_held_unit_is_told_with_who_holds_it(receiver, story):
    make_route(receiver.url)
    outbox.hold(KIND, [VE01], by="root")
    story.happens(EventKind.SKAPAT)
    deliver_all()

    found = traced(story)

    held = check(found, "statusuppdateringar nu")
    assert (held.verdict, held.remedy) == (Verdict.STOPPED, Remedy.RELEASE_UNIT)
    assert "root" in held.text
    assert receiver.received == []


def test_an_update_that_waits_for_an_earlier_one_names_it(receiver, story):
    make_route(receiver.url)
    receiver.standard = soap_answer("ERROR", "senare", "TECHNICAL_ERROR")
    story.happens(EventKind.SKAPAT)
    story.happens(EventKind.KFSIGN)
    deliver_all()

    found = traced(story, 2)

    assert found.waits_for == (1,)
    assert "händelse 1" in check(found, "tidigare").text


def test_a_receiver_that_rests_is_told(receiver, story):
    make_route(receiver.url)
    until = clock.now() + dt.timedelta(minutes=1)
    Endpoint.objects.create(url=receiver.url, failures_in_a_row=5, open_until=until)
    story.happens(EventKind.SKAPAT)

    found = traced(story)

    assert found.rests_until == until
    assert check(found, "att nå").remedy is Remedy.LET_CALLS_THROUGH


def test_every_attempt_is_told_in_order(receiver, story):
    make_route(receiver.url)
    receiver.answers = [Answer(b"busy", status=503), soap_answer("ERROR", "nej", "VALIDATION_ERROR")]
    story.happens(EventKind.SKAPAT)
    deliver_all()
    outbox.deliver_due(now=clock.now() + dt.timedelta(minutes=1), kinds=[KIND])

    found = traced(story)

    assert [(a.number, a.verdict, a.http_status, a.error_id) for a in found.attempts] == [
        (1, "RETRY", 503, "WEBCERT_EXCEPTION"),
        (2, "FAILED", 200, "VALIDATION_ERROR"),
    ]
    assert (last(found).verdict, last(found).remedy) == (Verdict.STOPPED, Remedy.RESEND)
    assert "2 försök" in last(found).text


def test_what_an_administrator_ended_is_told(story):
    story.happens(EventKind.SKAPAT)
    outbox.cancel(story.updates[0].delivery_id)

    assert last(traced(story)).text == "Avbruten. 0 försök. avbruten av administratör"


# --- the page -----------------------------------------------------------------------------------------------------
def page(client: Client, update: StatusUpdate) -> str:
    return client.get(f"/admin/notifications/statusupdate/{update.pk}/change/").content.decode()


def test_the_trace_is_shown_with_its_remedies(client, story):
    client.force_login(User.objects.create_superuser("root"))
    story.happens(EventKind.SKAPAT)

    shown = page(client, story.updates[0])

    assert "Beslutsspår" in shown
    assert "/admin/tak/takroute/add/?logical_address=" in shown
    assert "191212121212" not in shown


def test_who_may_only_look_gets_no_remedies(client, story):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_statusupdate"))
    client.force_login(reader)
    story.happens(EventKind.SKAPAT)

    shown = page(client, story.updates[0])

    assert "Beslutsspår" in shown
    assert "takroute/add" not in shown


def test_the_trace_of_a_suppressed_event_offers_to_register_the_unit(client, settings):
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    client.force_login(User.objects.create_superuser("root"))
    story = make_story()
    story.happens(EventKind.SKAPAT)

    shown = page(client, story.updates[0])

    assert f"integratedunit/add/?unit_id={VE01}" in shown
    assert IntegratedUnit.objects.count() == 0
