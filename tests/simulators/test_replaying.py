"""Status updates that went elsewhere, or nowhere, are shown in the built-in inbox (spec/status-updates.md 9.13)."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from accounts.models import StaffAccount
from certificates.events import EventKind
from delivery.models import Delivery
from notifications.models import StatusUpdate
from simulators.care import replaying
from simulators.care.models import ReceivedStatusUpdate
from simulators.modes.models import SimulatorMode
from tests.factories import PRIVATE, VE01
from tests.notifications.conftest import Story, integrate, make_story, published
from tests.notifications.test_internal_api import make_staff

__all__ = ["published"]

pytestmark = pytest.mark.django_db
LIST = "/admin/notifications/statusupdate/"


@pytest.fixture
def story() -> Story:
    """Created and signed, told to nobody for want of a route."""
    integrate()
    story = make_story()
    story.happens(EventKind.SKAPAT)
    story.happens(EventKind.SIGNAT)
    return story


def press(client: Client, *updates: StatusUpdate) -> str:
    form = {"action": "replay_selected", "_selected_action": [update.pk for update in updates]}
    return client.post(LIST, form, follow=True).content.decode()


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_the_very_bytes_lie_in_the_inbox_in_the_order_of_the_events(administrator: Client, story: Story) -> None:
    created, signed = story.updates

    assert "2 av 2 ligger i inkorgen" in press(administrator, signed, created)

    rows = list(ReceivedStatusUpdate.objects.order_by("pk"))
    assert [(row.event, row.unit_id, row.is_valid, row.answer) for row in rows] == [
        ("SKAPAT", VE01, True, "OK"),
        ("SIGNAT", VE01, True, "OK"),
    ]
    assert bytes(created.payload) in bytes(rows[0].xml)


def test_the_delivery_goes_its_own_way(administrator: Client, story: Story) -> None:
    before = list(Delivery.objects.order_by("pk").values())
    press(administrator, *story.updates)

    assert list(Delivery.objects.order_by("pk").values()) == before


def test_a_receiver_that_is_out_of_order_does_not_matter(administrator: Client, story: Story) -> None:
    SimulatorMode.objects.create(simulator="care", mode="HTTP_503")
    press(administrator, story.updates[0])

    assert ReceivedStatusUpdate.objects.get().answer == "OK"


def test_what_the_journal_system_had_taken_before_is_called_a_duplicate(administrator: Client, story: Story) -> None:
    for _ in range(2):
        press(administrator, story.updates[0])

    assert list(ReceivedStatusUpdate.objects.order_by("pk").values_list("is_duplicate", flat=True)) == [False, True]


def test_a_message_that_breaks_the_contract_is_shown_as_such(administrator: Client, story: Story) -> None:
    (update, _) = story.updates
    update.payload = update.payload.replace(b"tidpunkt", b"tidpunkten")
    update.save(update_fields=["payload"])
    press(administrator, update)

    assert ReceivedStatusUpdate.objects.get().is_valid is False


def test_an_emptied_message_has_nothing_to_show(administrator: Client, story: Story) -> None:
    StatusUpdate.objects.update(payload=b"")

    assert "0 av 2 ligger i inkorgen" in press(administrator, *story.updates)
    assert not ReceivedStatusUpdate.objects.exists()


def test_it_is_written_in_the_log_of_administrators(administrator: Client, story: Story) -> None:
    press(administrator, *story.updates)

    assert LogEntry.objects.get().change_message == "Lade 2 statusuppdateringar i journalsystemets inkorg."


def test_more_than_somebody_waits_for_is_refused(
    administrator: Client, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "MOST", 1)

    assert "Högst 1 kan läggas" in press(administrator, *story.updates)
    assert not ReceivedStatusUpdate.objects.exists()


def test_who_may_only_look_may_not_replay(client: Client, story: Story) -> None:
    client.force_login(make_staff("notifications.view_statusupdate"))
    press(client, *story.updates)

    assert not ReceivedStatusUpdate.objects.exists()


def test_a_regional_administrator_replays_events_of_the_own_care_provider_only(client: Client, story: Story) -> None:
    user = make_staff("notifications.view_statusupdate", "notifications.resend_statusupdate")
    StaffAccount.objects.create(user=user, hsa_id="SE2321000016-A002", care_provider_id=PRIVATE)
    client.force_login(user)
    press(client, *story.updates)

    assert not ReceivedStatusUpdate.objects.exists()
