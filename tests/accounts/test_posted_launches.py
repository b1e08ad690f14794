"""A launch that another site posts over plain http: the session's cookie stays at home (spec/integration.md 3.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, override_settings

from accounts.user import LaunchParameters
from tests.accounts.visits import LAUNCH_ID, log_in, ping, user_of

CERTIFICATE = "/visa/intyg/de300000-0000-4000-8000-000000000003"
UNIT = "SE2321000016-VE01"
ROUND = "/visa/posted"

pytestmark = pytest.mark.usefixtures("demo_people")


def post_from_elsewhere(
    client: Client, form: dict[str, str], *, path: str = CERTIFICATE, site: str = "cross-site"
) -> HttpResponse:
    """As a browser does it: none of its cookies goes along, those of the answer are kept."""
    answer = Client(enforce_csrf_checks=True).post(path, form, headers={"Sec-Fetch-Site": site} if site else {})
    client.cookies.update(answer.cookies)
    return answer


def go_round(client: Client, form: dict[str, str], *, path: str = CERTIFICATE) -> str:
    """Where the browser is sent after it has come back with its cookies."""
    assert post_from_elsewhere(client, form, path=path)["Location"] == ROUND
    return client.get(ROUND)["Location"]


@pytest.mark.parametrize("path", [CERTIFICATE, f"/v2{CERTIFICATE}"])
def test_without_a_session_it_goes_on_over_the_login(client: Client, path: str) -> None:
    form = {"enhet": UNIT, "fornamn": "Nina", "sjf": "TRUE", "launchId": LAUNCH_ID}
    assert go_round(client, form, path=path) == "/saml2/authenticate/siths"
    assert log_in(client)["Location"] == f"{path}/saved?enhet={UNIT}"
    user = user_of(client)
    assert user is not None
    assert user.launch == LaunchParameters(enhet=UNIT, fornamn="Nina", sjf=True, launch_id=LAUNCH_ID)


def test_a_session_that_waits_for_a_launch_gets_it(client: Client) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    assert go_round(client, {"enhet": UNIT, "sjf": "yes"}) == f"{CERTIFICATE}/saved?enhet={UNIT}"
    user = user_of(client)
    assert user is not None and user.launch is not None
    assert user.launch.sjf is True


def test_a_session_that_has_a_launch_ends(client: Client) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    go_round(client, {"enhet": UNIT})
    assert go_round(client, {"enhet": UNIT}) == "/error?reason=auth-exception-user-already-active"
    assert ping(client)["authenticated"] is False


def test_the_session_there_is_stays_as_it_is_until_the_browser_comes_round(client: Client) -> None:
    log_in(client)
    before = client.cookies["sessionid"].value
    answer = post_from_elsewhere(client, {"enhet": UNIT})
    assert "sessionid" not in answer.cookies
    assert client.cookies["sessionid"].value == before
    user = user_of(client)
    assert user is not None and user.launch is None


def test_a_launch_id_that_is_no_guid_is_refused(client: Client) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    assert go_round(client, {"launchId": "abc"}) == "/error?reason=unknown"
    user = user_of(client)
    assert user is not None and user.launch is None


def test_nothing_of_the_patient_leaves_the_server(client: Client) -> None:
    answer = post_from_elsewhere(client, {"alternatePatientSSn": "191212121212", "efternamn": "Tolvansson"})
    assert "1212" not in answer["Location"]
    assert "Tolvansson" not in str(answer.cookies) and "191212121212" not in str(answer.cookies)
    held = answer.cookies["held_launch"]
    assert held["httponly"] and held["path"] == ROUND and held["samesite"] == "Lax"


def test_what_was_put_aside_can_be_taken_once(client: Client) -> None:
    rows = Session.objects.count()
    go_round(client, {"enhet": UNIT})
    assert Session.objects.count() == rows + 1  # the one that waits for the login
    assert client.get(ROUND)["Location"] == "/error?reason=unknown"


def test_what_was_put_aside_is_forgotten_after_five_minutes(client: Client) -> None:
    post_from_elsewhere(client, {"enhet": UNIT})
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=6)):
        assert client.get(ROUND)["Location"] == "/error?reason=unknown"


def test_the_way_round_leads_nowhere_without_a_launch(client: Client) -> None:
    assert client.get(ROUND)["Location"] == "/error?reason=unknown"
    client.cookies["held_launch"] = "x" * 32
    assert client.get(ROUND)["Location"] == "/error?reason=unknown"


def test_the_key_of_a_session_is_no_launch(client: Client) -> None:
    log_in(client)
    client.cookies["held_launch"] = client.cookies["sessionid"].value
    assert client.get(ROUND)["Location"] == "/error?reason=unknown"
    assert user_of(client) is not None


@pytest.mark.parametrize("site", ["", "same-origin", "same-site", "none"])
def test_a_browser_that_sends_its_cookies_is_led_to_the_login_at_once(client: Client, site: str) -> None:
    assert post_from_elsewhere(client, {"enhet": UNIT}, site=site)["Location"] == "/saml2/authenticate/siths"


@override_settings(SESSION_COOKIE_SAMESITE="None")
def test_over_https_the_cookie_comes_along_and_there_is_no_way_round(client: Client) -> None:
    assert post_from_elsewhere(client, {"enhet": UNIT})["Location"] == "/saml2/authenticate/siths"


def test_parameters_in_the_address_are_refused_first(client: Client) -> None:
    answer = post_from_elsewhere(client, {"enhet": UNIT}, path=f"{CERTIFICATE}?ref=1")
    assert answer["Location"] == "/error?reason=missing-parameter"
