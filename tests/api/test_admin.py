"""Keys and webhooks in the administration (spec/administration.md 9)."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

import accounts.demo
from api import keys
from api.models import ApiKey, Webhook
from tests.accounts.visits import log_in
from tests.api.conftest import System, call, make_system
from tests.factories import PRIVATE, REGION, VE01

pytestmark = pytest.mark.django_db
KEYS, WEBHOOKS = "/admin/api/apikey/", "/admin/api/webhook/"


@pytest.fixture
def admins(region: System) -> None:
    accounts.demo.load()


def persona(number: str) -> Client:
    client = Client()
    log_in(client, f"SE2321000016-{number}")
    return client


@pytest.fixture
def system(admins: None) -> Client:
    return persona("A001")


@pytest.fixture
def regional(admins: None) -> Client:
    return persona("A002")


def shown(content: bytes) -> str:
    found = re.search(r'data-testid="key">([^<]+)<', content.decode())
    assert found, content.decode()
    return found[1]


def make(client: Client, care_provider_id: str = REGION) -> bytes:
    form = {"name": "Nytt system", "care_provider_id": care_provider_id, "expires_at_0": "", "expires_at_1": ""}
    answer = client.post(f"{KEYS}add/", form)
    assert answer.status_code == 200
    assert not answer.cookies.get("messages")
    return answer.content


def act(client: Client, address: str, action: str, *rows: object) -> bytes:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address, chosen, follow=True).content


def test_a_new_key_is_shown_once_and_works(system: Client) -> None:
    text = shown(make(system))
    assert call("GET", f"/units/{VE01}", Authorization=f"Bearer {text}").status == 200
    key = ApiKey.objects.get(name="Nytt system")
    assert text not in system.get(f"{KEYS}{key.pk}/change/").content.decode()


def test_a_key_made_anew_is_shown_and_the_old_one_void(system: Client, region: System) -> None:
    text = shown(act(system, KEYS, "rotate_selected", region.key))
    assert call("GET", f"/units/{VE01}", Authorization=f"Bearer {text}").status == 200
    assert region.get(f"/units/{VE01}").status == 401


def test_only_one_valid_key_at_a_time_is_made_anew(system: Client, region: System) -> None:
    keys.revoke(region.key)
    assert "Välj en giltig nyckel" in act(system, KEYS, "rotate_selected", region.key).decode()


def test_a_key_is_revoked_and_that_is_written_down(system: Client, region: System) -> None:
    act(system, KEYS, "revoke_selected", region.key)
    assert region.get(f"/units/{VE01}").status == 401
    assert LogEntry.objects.filter(change_message="Återkallade nyckeln.", object_id=str(region.key.pk)).exists()


def test_nobody_deletes_a_key(system: Client, region: System) -> None:
    assert system.post(f"{KEYS}{region.key.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_key_needs_a_care_provider_of_hsa(system: Client) -> None:
    assert "HSA har ingen vårdgivare" in make(system, VE01).decode()


def test_a_regional_administrator_makes_keys_of_the_own_care_provider(regional: Client) -> None:
    assert shown(make(regional))
    assert "Du kan bara göra nycklar för" in make(regional, PRIVATE).decode()
    assert not ApiKey.objects.filter(care_provider_id=PRIVATE).exists()


def test_a_regional_administrator_neither_sees_nor_revokes_keys_of_others(regional: Client) -> None:
    foreign = make_system(PRIVATE)
    assert PRIVATE not in regional.get(KEYS).content.decode()
    assert regional.get(f"{KEYS}{foreign.key.pk}/change/").status_code == 404
    act(regional, KEYS, "revoke_selected", foreign.key)
    assert ApiKey.objects.get(pk=foreign.key.pk).revoked_at is None


def test_a_webhook_is_seen_and_removed(regional: Client, region: System) -> None:
    region.post("/webhooks", {"url": "https://journal.example.test/hook"})
    webhook = Webhook.objects.get()
    assert "https://journal.example.test/hook" in regional.get(WEBHOOKS).content.decode()
    assert regional.get(f"{WEBHOOKS}{webhook.pk}/change/").status_code == 200
    act(regional, WEBHOOKS, "remove_selected", webhook)
    assert Webhook.objects.get().removed_at is not None


def test_the_log_administrator_opens_neither(admins: None) -> None:
    client = persona("P011")
    assert {client.get(address).status_code for address in (KEYS, WEBHOOKS)} == {403}
