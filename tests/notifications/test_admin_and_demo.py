"""Administration of units and status updates, and the demo world's past."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from lxml import etree

import hsa.demo
import tak.demo
from certificates.events import EventKind
from certificates.models import Certificate
from delivery import services as outbox
from delivery.models import Delivery, Hold
from notifications import demo, sending
from notifications.models import IntegratedUnit, StatusUpdate
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from tests.factories import VE01, VE02, VE21, VE22, make_draft, make_signed, make_user
from tests.notifications.conftest import deliver_all, integrate, make_route
from webcert import clock

pytestmark = pytest.mark.django_db
UNITS, UPDATES = "/admin/notifications/integratedunit/", "/admin/notifications/statusupdate/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_the_list_of_units_tells_through_which_level_each_is_routed(administrator):
    hsa.demo.load()
    tak.demo.load()
    demo.load()

    page = administrator.get(UNITS).content.decode()
    assert "vårdgivaren" in page
    assert "egen adress" in page
    assert "saknas" in page


def test_an_administrator_registers_a_unit(administrator):
    administrator.post(
        f"{UNITS}add/",
        {
            "unit_id": VE02.lower(),
            "unit_name": "Enhet",
            "care_provider_id": "SE2321000016-VG01",
            "care_provider_name": "Region",
            "schema_version_3": "on",
        },
    )

    unit = IntegratedUnit.objects.get()
    assert (unit.unit_id, unit.registered_by) == (VE02, IntegratedUnit.RegisteredBy.ADMINISTRATOR)


def test_an_administrators_change_of_a_unit_counts_as_a_check_of_it(administrator):
    integrate()
    assert IntegratedUnit.objects.get().last_checked_at is None

    names = {"unit_name": "Enhet", "care_provider_id": "SE2321000016-VG01", "care_provider_name": "Region"}
    administrator.post(f"{UNITS}{VE01}/change/", names | {"schema_version_1": "on", "schema_version_3": "on"})

    unit = IntegratedUnit.objects.get()
    assert unit.schema_version_1
    assert unit.last_checked_at is not None


def test_a_unit_that_is_deleted_from_the_register_is_not_integrated_any_more(administrator):
    integrate()
    administrator.post(f"{UNITS}{VE01}/delete/", {"post": "yes"})

    assert not IntegratedUnit.objects.exists()


def test_a_status_update_is_shown_with_its_attempts_and_without_the_patients_number(administrator, story):
    story.happens(EventKind.SKAPAT)
    deliver_all()

    page = administrator.get(f"{UPDATES}{story.updates[0].pk}/change/", follow=True).content.decode()
    assert "VP004" in page
    assert "19121212-****" in page
    assert "191212121212" not in page
    assert "191212121212" not in administrator.get(UPDATES).content.decode()


@pytest.mark.parametrize("typed", ["191212121212", "19121212-1212", "1212121212"])
def test_no_status_update_is_found_by_a_personal_number(administrator, story, typed):
    story.happens(EventKind.SKAPAT)

    found = administrator.get(f"{UPDATES}?q={typed}").content.decode()
    assert "Det går inte att söka på personnummer här." in found
    assert story.certificate.pk not in found


def test_status_updates_are_filtered_by_the_words_of_the_real_system(administrator, story):
    story.happens(EventKind.SKAPAT)
    deliver_all()

    assert story.certificate.pk in administrator.get(f"{UPDATES}?status=RESEND").content.decode()
    assert story.certificate.pk not in administrator.get(f"{UPDATES}?status=SUCCESS").content.decode()


def test_chosen_status_updates_are_sent_again(administrator, story):
    story.happens(EventKind.SKAPAT)
    (update,) = story.updates
    Delivery.objects.filter(pk=update.delivery_id).update(state="FAILED", available_at=None, finished_at=clock.now())

    administrator.post(UPDATES, {"action": "resend_selected", "_selected_action": [update.pk]})
    assert story.updates[0].external_status == "QUEUED"


def settle(state: Delivery.State, *updates: StatusUpdate) -> None:
    ids = [update.delivery_id for update in updates]
    Delivery.objects.filter(pk__in=ids).update(state=state, available_at=None, finished_at=clock.now())


def resend_all(client: Client, query: str, chosen: StatusUpdate) -> str:
    """One row is ticked, then all that the filter finds."""
    answer = client.post(
        f"{UPDATES}?{query}",
        {"action": "resend_selected", "select_across": "1", "_selected_action": [chosen.pk]},
        follow=True,
    )
    return answer.content.decode()


def test_all_that_a_filter_finds_is_sent_again_and_nothing_else(administrator, story):
    for kind in (EventKind.SKAPAT, EventKind.KFSIGN, EventKind.RADERAT):
        story.happens(kind)
    created, ready, deleted = story.updates
    settle(Delivery.State.FAILED, created, ready)
    settle(Delivery.State.DELIVERED, deleted)

    page = resend_all(administrator, "status=FAILURE", created)

    assert "2 av 2 statusuppdateringar skickas om" in page
    assert [u.external_status for u in story.updates] == ["QUEUED", "QUEUED", "SUCCESS"]
    assert LogEntry.objects.get().change_message == "Skickade om 2 statusuppdateringar."


def test_a_filter_that_finds_too_many_is_refused(administrator, story, settings):
    settings.STATUS_UPDATE_RESEND_MAX = 1
    story.happens(EventKind.SKAPAT)
    story.happens(EventKind.KFSIGN)
    settle(Delivery.State.FAILED, *story.updates)

    assert "Högst 1 kan skickas om" in resend_all(administrator, "status=FAILURE", story.updates[0])
    assert [u.external_status for u in story.updates] == ["FAILURE", "FAILURE"]


def act_on_units(client: Client, action: str, *unit_ids: str) -> str:
    return client.post(UNITS, {"action": action, "_selected_action": unit_ids}, follow=True).content.decode()


def test_a_unit_is_held_and_released_and_both_are_written_down(administrator, story, receiver):
    make_route(receiver.url)
    story.happens(EventKind.SKAPAT)

    assert "Höll tillbaka statusuppdateringar till 1 enheter." in act_on_units(administrator, "hold_selected", VE01)
    deliver_all()
    assert receiver.received == []
    assert Hold.objects.get().by == "root"

    assert "Släppte statusuppdateringar till 1 enheter." in act_on_units(administrator, "release_selected", VE01)
    deliver_all()
    assert story.updates[0].external_status == "SUCCESS"
    assert list(LogEntry.objects.order_by("pk").values_list("object_id", "change_message")) == [
        (VE01, "Höll tillbaka statusuppdateringar till 1 enheter."),
        (VE01, "Släppte statusuppdateringar till 1 enheter."),
    ]


def test_who_may_only_look_at_units_cannot_hold_them(client, story):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_integratedunit"))
    client.force_login(reader)

    act_on_units(client, "hold_selected", VE01)

    assert not Hold.objects.exists()


def test_status_updates_are_neither_added_changed_nor_deleted(administrator, story):
    story.happens(EventKind.SKAPAT)
    address = f"{UPDATES}{story.updates[0].pk}/"

    assert administrator.get(f"{UPDATES}add/").status_code == 403
    assert administrator.post(f"{address}change/", {"code": "SIGNAT"}).status_code == 403
    assert administrator.get(f"{address}delete/").status_code == 403


# --- demo ---------------------------------------------------------------------------------------------------------
def demo_certificate(unit: str, **changes: object) -> Certificate:
    now = clock.now()
    return make_signed(
        make_user(unit=unit),
        way_in=Certificate.WayIn.DEMO,
        created_at=now - dt.timedelta(days=3),
        signed_at=now - dt.timedelta(days=2),
        **changes,
    )


def test_the_demo_world_has_three_integrated_units_with_their_names():
    hsa.demo.load()
    demo.load()
    demo.load()

    units = IntegratedUnit.objects.all()
    assert {unit.unit_id for unit in units} == {VE01, VE21, VE22}
    assert all(unit.registered_by == IntegratedUnit.RegisteredBy.FIXTURE for unit in units)
    assert all(unit.unit_name and unit.unit_name != unit.unit_id for unit in units)


def test_past_events_of_demo_certificates_are_stored_as_delivered_and_nothing_is_sent(published):
    hsa.demo.load()
    sent = demo_certificate(VE01, sent_at=clock.now() - dt.timedelta(days=1), sent_to="FKASSA")
    demo_certificate(VE02)
    make_draft()

    demo.load()
    demo.load()

    updates = StatusUpdate.objects.order_by("seq")
    assert [(u.certificate_id, u.code, u.external_status) for u in updates] == [
        (sent.pk, code, "SUCCESS") for code in ("SKAPAT", "SIGNAT", "SKICKA")
    ]
    assert [u.occurred_at.date() for u in updates] == [
        moment.date() for moment in (sent.created_at, sent.signed_at, sent.sent_at)
    ]
    assert published == []
    assert not Delivery.objects.filter(available_at__isnull=False).exists()


def test_the_message_of_a_past_creation_is_that_of_a_draft():
    hsa.demo.load()
    demo_certificate(VE01)
    demo.load()

    created, signed = (etree.fromstring(u.payload) for u in StatusUpdate.objects.order_by("seq"))
    assert created.find("{*}intyg/{*}signeringstidpunkt") is None
    assert signed.find("{*}intyg/{*}signeringstidpunkt") is not None
    assert CONTRACT.validate(created) == []


def test_a_past_event_can_be_sent_again(receiver):
    hsa.demo.load()
    demo_certificate(VE01)
    demo.load()
    make_route(receiver.url)
    outbox.resend(Delivery.objects.filter(kind=sending.KIND).values_list("pk", flat=True))
    deliver_all()

    assert len(receiver.received) == 2
