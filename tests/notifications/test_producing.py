"""Which events are made, in which order and with which collapse (spec/status-updates.md 2, 9.4)."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction
from lxml import etree

from certificates.events import EventKind
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from delivery import services as outbox
from delivery.models import Delivery
from notifications import elements, receivers, services
from notifications.codes import EventCode
from notifications.integrated_units import Schema
from notifications.models import StatusUpdate
from tests.delivery.test_claiming import in_threads
from tests.notifications.conftest import integrate, make_story, text_of
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
ANDRAT, SIGNAT, RADERAT, KFSIGN, SKAPAT = (
    EventKind.ANDRAT,
    EventKind.SIGNAT,
    EventKind.RADERAT,
    EventKind.KFSIGN,
    EventKind.SKAPAT,
)


def content_of(update: StatusUpdate):
    return etree.fromstring(update.payload)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EventKind.SKAPAT, "SKAPAT"),
        (EventKind.RADERAT, "RADERA"),
        (EventKind.KFSIGN, "KFSIGN"),
        (EventKind.SIGNAT, "SIGNAT"),
        (EventKind.SKICKAT, "SKICKA"),
    ],
)
def test_a_change_is_told_at_once_under_its_code(story, kind, code):
    story.happens(kind)

    assert story.states == [(code, State.PENDING)]


def test_opening_printing_and_locking_are_told_to_nobody(story):
    for kind in (EventKind.OPENED, EventKind.PRINTED, EventKind.LAST):
        story.happens(kind)

    assert story.updates == []


def test_a_unit_without_register_entry_gets_nothing():
    story = make_story()
    story.happens(SKAPAT)

    assert story.updates == []
    assert not Delivery.objects.exists()


def test_an_event_of_a_unit_without_register_entry_may_be_kept_for_vendors_to_see(settings):
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    story = make_story()
    story.happens(SKAPAT)

    assert story.states == [("SKAPAT", "NOT_INTEGRATED")]
    assert story.updates[0].external_status == "NOT_INTEGRATED"
    assert not Delivery.objects.exists()


def test_a_type_that_tells_no_journal_system_makes_no_event(story):
    quiet = replace(
        registry.get("fk7804", "2.0"), flags=replace(registry.get("fk7804", "2.0").flags, status_updates_to_care=False)
    )

    made = services.produce(EventCode.SKAPAT, story.certificate, quiet, occurred_at=clock.now())

    assert made is None


def test_the_event_keeps_who_what_and_where(story):
    Certificate.objects.filter(pk=story.certificate.pk).update(reference="journal-1")
    story.certificate.refresh_from_db()
    story.happens(SKAPAT)

    (update,) = story.updates
    assert (update.seq, update.logical_address, update.care_provider_id) == (
        1,
        "SE2321000016-VE01",
        "SE2321000016-VG01",
    )
    assert (update.person_id, update.certificate_type, update.type_version) == ("191212121212", "LISJP", "2.0")
    assert (update.reference, update.handled_by, update.issuer_hsa_id) == (
        "journal-1",
        story.user.hsa_id,
        story.user.hsa_id,
    )
    assert (update.delivery.order_key, update.delivery.max_attempts) == (story.certificate.pk, 30)


def test_nobody_handles_a_soap_call_for_a_type_of_the_older_engine(story, monkeypatch):
    legacy = replace(registry.get("fk7804", "2.0"), engine=Engine.LEGACY)
    monkeypatch.setattr(receivers.registry, "get", lambda *_key: legacy)
    story.certificate.way_in = Certificate.WayIn.CREATE_DRAFT_CERTIFICATE

    story.happens(SKAPAT)
    story.happens(KFSIGN)

    assert [u.handled_by for u in story.updates] == ["", story.user.hsa_id]


def test_times_of_one_certificate_grow_strictly_in_whole_milliseconds(story):
    moment = dt.datetime(2026, 3, 2, 9, 0, 0, 123_999, tzinfo=dt.UTC)
    for occurred_at in (moment, moment, moment - dt.timedelta(hours=1)):
        story.happens(KFSIGN, occurred_at=occurred_at)

    assert [u.occurred_at.microsecond for u in story.updates] == [123_000, 124_000, 125_000]
    assert [u.seq for u in story.updates] == [1, 2, 3]
    assert text_of(content_of(story.updates[1]), "handelse/tidpunkt") == "2026-03-02T10:00:00.124"


def test_the_message_is_frozen_when_the_event_is_made(story):
    story.happens(ANDRAT)
    before = story.updates[0].payload
    Certificate.objects.filter(pk=story.certificate.pk).update(unit_name="Nytt namn")

    assert story.updates[0].payload == before


def test_five_saves_and_a_signature_inside_the_window_give_one_signat(story):
    for _ in range(5):
        story.happens(ANDRAT)
    story.happens(SIGNAT)

    assert story.states == [("ANDRAT", State.SUPERSEDED)] * 5 + [("SIGNAT", State.PENDING)]


def test_the_newest_save_inherits_the_time_of_the_one_it_replaces(story):
    story.happens(ANDRAT)
    first = story.updates[0].delivery.available_at
    story.happens(ANDRAT)

    assert [state for _, state in story.states] == [State.SUPERSEDED, State.COALESCING]
    assert story.updates[1].delivery.available_at == first
    assert first - clock.now() <= dt.timedelta(seconds=30)


def test_drafts_collapse_each_for_itself(story):
    other = make_story()
    story.happens(ANDRAT)
    other.happens(ANDRAT)

    assert [s.states for s in (story, other)] == [[("ANDRAT", State.COALESCING)]] * 2


def test_without_a_window_every_save_is_sent(story, settings):
    settings.STATUS_UPDATE_ANDRAT_WINDOW = 0
    for _ in range(2):
        story.happens(ANDRAT)

    assert story.states == [("ANDRAT", State.PENDING)] * 2


def test_in_tick_mode_saves_rest_until_the_next_multiple_of_the_window(story, settings):
    settings.STATUS_UPDATE_ANDRAT_MODE = "tick"
    settings.STATUS_UPDATE_ANDRAT_WINDOW = 300
    story.happens(ANDRAT)

    at = story.updates[0].delivery.available_at
    assert at.timestamp() % 300 == 0
    assert dt.timedelta() < at - clock.now() <= dt.timedelta(seconds=300)


def test_a_save_that_is_being_sent_is_not_withdrawn(story):
    story.happens(ANDRAT)
    outbox.claim(story.updates[0].delivery.pk, now=clock.now() + dt.timedelta(minutes=1))
    story.happens(ANDRAT)

    assert [state for _, state in story.states] == [State.LEASED, State.COALESCING]
    assert story.updates[1].delivery.available_at > clock.now() + dt.timedelta(seconds=25)


def test_deletion_withdraws_resting_saves_unless_the_real_system_is_imitated(story, settings):
    story.happens(ANDRAT)
    story.happens(RADERAT)
    settings.STATUS_UPDATE_ANDRAT_AFTER_RADERA = "real"
    other = make_story()
    other.happens(ANDRAT)
    other.happens(RADERAT)

    assert story.states == [("ANDRAT", State.SUPERSEDED), ("RADERA", State.PENDING)]
    assert other.states == [("ANDRAT", State.COALESCING), ("RADERA", State.PENDING)]


def test_ready_for_signing_leaves_resting_saves_alone(story):
    story.happens(ANDRAT)
    story.happens(KFSIGN)

    assert story.states == [("ANDRAT", State.COALESCING), ("KFSIGN", State.PENDING)]


def test_a_unit_of_schema_version_1_gets_a_stored_failure_that_says_why(story, monkeypatch):
    monkeypatch.setattr(services.integrated_units, "notification_schema", lambda *_: Schema.VERSION_1)
    story.happens(SKAPAT)

    (update,) = story.updates
    assert update.external_status == "FAILURE"
    assert "version 1" in update.delivery.last_text


def test_a_message_that_breaks_the_contract_is_a_stored_failure_and_the_change_goes_through(story):
    Certificate.objects.filter(pk=story.certificate.pk).update(person_id="1912")
    story.certificate.refresh_from_db()
    story.happens(SKAPAT)

    (update,) = story.updates
    assert update.external_status == "FAILURE"
    assert update.delivery.last_text.startswith("Meddelandet följer inte kontraktet")
    assert update.payload


def test_an_error_while_building_is_a_stored_failure_and_the_change_goes_through(story, monkeypatch):
    def broken(*_args, **_options):
        raise LookupError("no such code")

    monkeypatch.setattr(elements, "intyg_element", broken)
    story.happens(SKAPAT)

    (update,) = story.updates
    assert update.external_status == "FAILURE"
    assert "no such code" in update.delivery.last_text


def test_a_change_that_is_rolled_back_leaves_no_event(story):
    with pytest.raises(RuntimeError), transaction.atomic():
        story.happens(SKAPAT)
        raise RuntimeError("the change failed")

    assert story.updates == []


@pytest.mark.django_db(transaction=True)
def test_simultaneous_saves_get_consecutive_numbers():
    integrate()
    story = make_story()

    in_threads(5, lambda _index: story.happens(ANDRAT))

    assert [u.seq for u in story.updates] == [1, 2, 3, 4, 5]
    assert [state for _, state in story.states] == [State.SUPERSEDED] * 4 + [State.COALESCING]
