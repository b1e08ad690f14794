"""How long a session lives and how it ends (spec/roles-and-access.md 4.8, 4.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.visits import log_in, ping, user_of

pytestmark = pytest.mark.usefixtures("demo_people")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def test_a_session_lives_for_thirty_idle_minutes(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client)
    clock.shift(dt.timedelta(minutes=29, seconds=59))
    assert ping(client)["authenticated"] is True
    clock.shift(dt.timedelta(seconds=2))
    assert ping(client) == {"hasSession": False, "authenticated": False, "secondsUntilExpire": 0}


def test_a_page_renews_the_session(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client)
    clock.shift(dt.timedelta(minutes=20))
    client.get("/search")
    clock.shift(dt.timedelta(minutes=20))
    assert ping(client)["secondsUntilExpire"] == 600


def test_requests_of_the_same_ten_seconds_renew_the_session_once(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client)
    for seconds, left in ((9, 1791), (1, 1800)):
        clock.shift(dt.timedelta(seconds=seconds))
        client.get("/search")
        assert ping(client)["secondsUntilExpire"] == left


def test_asking_how_long_it_lives_does_not_renew_it(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client)
    clock.shift(dt.timedelta(minutes=28))
    assert ping(client)["secondsUntilExpire"] == 120
    clock.shift(dt.timedelta(minutes=1))
    assert ping(client)["secondsUntilExpire"] == 60


def test_extending_renews_it(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client)
    clock.shift(dt.timedelta(minutes=28))
    assert client.get("/api/session-auth-check/extend").json() == {
        "hasSession": True,
        "authenticated": True,
        "secondsUntilExpire": 1800,
    }


@pytest.mark.parametrize("call", ["ping", "extend"])
def test_whoever_is_not_logged_in_is_told_so(client: Client, call: str) -> None:
    answer = client.get(f"/api/session-auth-check/{call}")
    assert answer.status_code == 200
    assert answer.json() == {"hasSession": False, "authenticated": False, "secondsUntilExpire": 0}


def test_an_administrator_s_session_is_renewed_too(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client, "SE2321000016-A001")
    clock.shift(dt.timedelta(minutes=20))
    client.get("/admin/")
    clock.shift(dt.timedelta(minutes=20))
    assert client.get("/admin/").status_code == 200


def test_renewing_leaves_what_another_request_has_stored_meanwhile(client: Client) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    log_in(client)
    key = client.cookies["sessionid"].value
    beside = SessionStore(key)
    beside["stored_beside"] = "kept"
    beside.save()
    client.get("/search")
    assert SessionStore(key)["stored_beside"] == "kept"


def test_logging_out_ends_the_session(client: Client) -> None:
    log_in(client)
    key = client.cookies["sessionid"].value
    answer = client.post("/logout")
    assert (answer.status_code, answer["Location"]) == (303, "/welcome")
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/search")["Location"] == "/error?reason=auth-exception-resource"


def test_logging_out_needs_a_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    log_in(strict)
    assert strict.post("/logout")["Location"] == "/error?reason=auth-exception-resource"
    assert user_of(strict) is not None


def test_logging_out_cannot_be_done_by_a_link(client: Client) -> None:
    log_in(client)
    assert client.get("/logout").status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_window_that_was_left_ends_the_session_after_seven_seconds(
    client: Client, clock: time_machine.Traveller, method: str
) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    assert getattr(client, method)("/api/anvandare/logout").status_code == 200
    clock.shift(dt.timedelta(seconds=6))
    assert ping(client)["authenticated"] is True
    clock.shift(dt.timedelta(seconds=2))
    assert ping(client)["authenticated"] is False


def test_a_page_that_opens_in_time_keeps_the_session(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    client.get("/api/anvandare/logout")
    clock.shift(dt.timedelta(seconds=3))
    client.get("/search")
    clock.shift(dt.timedelta(seconds=30))
    assert ping(client)["authenticated"] is True


def test_the_end_can_be_cancelled(client: Client, clock: time_machine.Traveller) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    client.get("/api/anvandare/logout")
    client.get("/api/anvandare/logout/cancel")
    clock.shift(dt.timedelta(seconds=30))
    assert ping(client)["authenticated"] is True


@pytest.mark.parametrize(
    ("at", "goes_on"),
    [
        ("1000", False),
        ("1999", False),
        ("2000", True),
        ("3000", True),
        ("", True),
        ("not-a-moment", True),
        ("9" * 16, True),
    ],
)
def test_what_a_page_said_before_a_window_was_left_does_not_take_the_end_back(
    client: Client, clock: time_machine.Traveller, at: str, goes_on: bool
) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    client.post("/api/anvandare/logout?at=2000")
    client.get("/api/anvandare/logout/cancel", {"at": at} if at else {})
    clock.shift(dt.timedelta(seconds=30))
    assert ping(client)["authenticated"] is goes_on


def test_the_session_cookie_ends_with_the_browser_and_is_hidden_from_script(client: Client) -> None:
    cookie = log_in(client).cookies["sessionid"]
    assert cookie["max-age"] == "" and cookie["httponly"]


def test_a_call_without_session_gets_401_as_json(client: Client) -> None:
    answer = client.get("/moduleapi/intyg/fk7804/1/pdf", headers={"HX-Request": "true"})
    assert answer.status_code in {401, 404}
    fragment = client.get("/unit", headers={"HX-Request": "true"})
    assert fragment.status_code == 401
    assert fragment.json()["errorCode"] == "TIMEOUT"
