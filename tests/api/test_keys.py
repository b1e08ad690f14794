"""Who may call: keys, and what belongs to their care provider (spec/integration.md 4.3)."""

from __future__ import annotations

import datetime as dt

import pytest

import api.demo
from api import keys
from api.models import ApiKey
from tests.api.conftest import System, call
from tests.factories import REGION, VE01
from webcert import clock

pytestmark = pytest.mark.django_db
UNIT = f"/units/{VE01}"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer fel"}, {"Authorization": "Basic YTpi"}])
def test_without_a_valid_key_there_is_a_challenge_and_nothing_else(region: System, headers: dict[str, str]) -> None:
    reply = call("GET", UNIT, **headers)
    assert (reply.status, reply.code) == (401, "VALIDATION_ERROR")
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="webcert"'


def test_the_table_holds_a_hash_and_the_first_letters(region: System) -> None:
    key = ApiKey.objects.get()
    assert key.key_hash == keys.hash_of(region.text)
    assert region.text.startswith(key.hint)
    assert region.text not in str(ApiKey.objects.values_list().get())


def test_a_revoked_key_is_void(region: System) -> None:
    keys.revoke(region.key)
    assert region.get(UNIT).status == 401


def test_a_key_ends_when_its_time_is_over(world: None) -> None:
    key, text = keys.make_key("Tillfällig", REGION, expires_at=clock.now() + dt.timedelta(hours=1))
    system = System(key, text)
    assert system.get(UNIT).status == 200
    with clock.moved(dt.timedelta(hours=2)):
        assert system.get(UNIT).status == 401


def test_a_key_made_anew_replaces_the_old_one(region: System) -> None:
    text = keys.rotate(region.key)
    assert region.get(UNIT).status == 401
    assert System(region.key, text).get(UNIT).status == 200


def test_the_last_use_is_written_down_once_a_minute(region: System) -> None:
    region.get(UNIT)
    first = ApiKey.objects.get().last_used_at
    region.get(UNIT)
    assert ApiKey.objects.get().last_used_at == first is not None
    with clock.moved(dt.timedelta(minutes=2)):
        region.get(UNIT)
        assert ApiKey.objects.get().last_used_at > first


@pytest.mark.parametrize("path", ["/certificates/{}", "/certificates/{}/xml"])
def test_what_belongs_to_another_care_provider_does_not_exist(draft_id: str, private: System, path: str) -> None:
    reply = private.get(path.format(draft_id))
    assert (reply.status, reply.code) == (404, "DATA_NOT_FOUND")


def test_a_unit_of_another_care_provider_does_not_exist(private: System) -> None:
    assert private.get(UNIT).status == 404


def test_the_demo_worlds_keys_open_their_care_providers(world: None) -> None:
    api.demo.load()
    api.demo.load()
    assert call("GET", UNIT, Authorization="Bearer demo-vg01").status == 200
    assert call("GET", UNIT, Authorization="Bearer demo-vg02").status == 404
