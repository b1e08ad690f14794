"""Many mixed questions at once, over several units (spec/ui.md 14.4; spec/demo-world.md "Scenarios")."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import include, path

from simulators.envelopes import text
from simulators.recipients import batch
from simulators.recipients.models import SentMessage
from tests.factories import VE01, VE02
from tests.simulators.conftest import Webcert
from tests.simulators.messages import held_certificate, load_surroundings, revoke, send
from webcert.errors import InvalidInput

urlpatterns = [path("admin/", admin.site.urls), path("", include("tests.simulators.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.test_batch")]
ADDRESS = "/simulators/recipients/FKASSA/messages/batch"
PAGE = "/admin/simulators/receiveddocument/batch/"
MIXED = {"KONTKT": 5, "AVSTMN": 5, "OVRIGT": 5, "KOMPLT": 5}


@pytest.fixture(autouse=True)
def _certificates() -> None:
    """Two of one unit and one of another that Försäkringskassan has been sent."""
    load_surroundings()
    for unit in (VE01, VE01, VE02):
        send(held_certificate(unit=unit))


@pytest.fixture
def system(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin"))
    return client


def post(client: Client, **content: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(ADDRESS, content, content_type="application/json")
    return answer.status_code, answer.json()


def test_twenty_are_spread_evenly_over_subjects_units_and_certificates(webcert: Webcert) -> None:
    sent = batch.ask_mixed(recipient="FKASSA")

    assert Counter(message.topic for message in sent) == MIXED
    assert {message.result_code for message in sent} == {"OK"}
    assert Counter(message.logical_address for message in sent) == {VE01: 10, VE02: 10}
    assert sorted(Counter(message.certificate_id for message in sent).values()) == [5, 5, 10]
    assert len(webcert.requests) == 20


def test_each_unit_meets_every_subject() -> None:
    sent = batch.ask_mixed(recipient="FKASSA")

    assert {message.topic for message in sent if message.logical_address == VE02} == set(MIXED)


def test_requests_name_different_questions_of_the_form(webcert: Webcert) -> None:
    batch.ask_mixed(recipient="FKASSA")

    named = [text(request.body, "mc:komplettering/mc:frage-id") for request in webcert.requests]
    assert len(set(filter(None, named))) > 1


def test_only_chosen_units_are_asked() -> None:
    sent = batch.ask_mixed(recipient="FKASSA", number=3, unit_ids=[VE02])

    assert [message.logical_address for message in sent] == [VE02] * 3


def test_what_is_revoked_is_not_asked_about() -> None:
    revoked = held_certificate(unit=VE02)
    send(revoked)
    revoke(revoked)

    assert revoked.pk not in {message.certificate_id for message in batch.ask_mixed(recipient="FKASSA")}


@pytest.mark.parametrize(
    ("recipient", "number", "unit_ids"), [("FKASSA", 0, []), ("FKASSA", 101, []), ("FKASSA", 1, ["SE1"]), ("AF", 1, [])]
)
def test_without_anything_to_ask_about_nothing_is_sent(recipient: str, number: int, unit_ids: list[str]) -> None:
    with pytest.raises(InvalidInput):
        batch.ask_mixed(recipient=recipient, number=number, unit_ids=unit_ids)
    assert not SentMessage.objects.exists()


def test_a_batch_is_ordered_as_json(client: Client, webcert: Webcert) -> None:
    status, content = post(client, number=4, unitIds=[VE02])

    assert status == 201
    assert {(message["topic"], message["resultCode"]) for message in content["messages"]} == {
        (topic, "OK") for topic in MIXED
    }


def test_an_empty_order_is_the_usual_batch(client: Client, webcert: Webcert) -> None:
    answer = client.post(ADDRESS, b"", content_type="application/json")

    assert len(answer.json()["messages"]) == 20


@pytest.mark.parametrize(
    "order", [{"number": "3"}, {"number": 0}, {"unitIds": "SE1"}, {"unitIds": [1]}, {"surprise": 1}]
)
def test_an_order_that_is_none_is_refused(order: dict[str, Any], client: Client) -> None:
    status, content = post(client, **order)

    assert (status, set(content)) == (400, {"errorCode", "message"})


def test_a_recipient_that_does_not_exist_is_404(client: Client) -> None:
    address = ADDRESS.replace("FKASSA", "NOBODY")
    assert client.post(address, b"", content_type="application/json").status_code == 404


def test_an_administrator_sends_a_batch_from_the_list_of_what_was_received(system: Client, webcert: Webcert) -> None:
    assert PAGE.encode() in system.get("/admin/simulators/receiveddocument/").content
    assert b'value="20"' in system.get(PAGE).content

    answer = system.post(PAGE, {"recipient": "FKASSA", "number": "4", "units": f" {VE02.lower()}\n"}, follow=True)

    assert "Skickade 4 frågor, 4 togs emot." in answer.content.decode()
    assert set(SentMessage.objects.values_list("logical_address", flat=True)) == {VE02}
    assert LogEntry.objects.get().change_message == "Skickat 4 blandade frågor till vården."


def test_what_is_wrong_is_told_on_the_form(system: Client) -> None:
    answer = system.post(PAGE, {"recipient": "AF", "number": "4"})

    assert "inga intyg att fråga om" in answer.content.decode()


def test_a_batch_needs_the_permission(client: Client) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_receiveddocument"))
    client.force_login(reader)

    assert client.get(PAGE).status_code == 403
    assert PAGE.encode() not in client.get("/admin/simulators/receiveddocument/").content
