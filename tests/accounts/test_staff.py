"""Administrators and their groups (spec/demo-world.md; spec/roles-and-access.md 9)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts import staff
from tests.accounts.visits import log_in

pytestmark = pytest.mark.usefixtures("demo_people")


def permissions(number: str) -> set[str]:
    return User.objects.get(username=f"SE2321000016-{number}").get_all_permissions()


def test_the_system_administrator_may_all_but_the_pdl_log() -> None:
    granted = permissions("A001")
    assert "accounts.change_privatepractitioner" in granted
    assert not [p for p in granted if p.startswith("pdllog.")]


def test_the_log_administrator_may_only_read_the_pdl_log() -> None:
    assert {p.split(".")[0] for p in permissions("P011")} <= {"pdllog"}
    assert all(p.split(".")[1].startswith("view_") for p in permissions("P011"))


def test_the_integrator_switches_simulators_and_has_no_business_in_the_administration(client: Client) -> None:
    assert permissions("A003") == {
        f"simulators.{action}_simulatormode" for action in ("view", "add", "change", "delete")
    }
    log_in(client, "SE2321000016-A003")
    assert client.get("/admin/").status_code == 302
    assert "Integra Integratörsson" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("number", "limit"), [("A001", ""), ("A002", "SE2321000016-VG01"), ("P011", "SE2321000016-VG01")]
)
def test_regional_accounts_are_limited_to_their_care_provider(number: str, limit: str) -> None:
    assert staff.care_provider_limit(User.objects.get(username=f"SE2321000016-{number}")) == limit


def test_nobody_of_them_has_a_password() -> None:
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_an_administrator_who_logs_out_is_out(client: Client) -> None:
    log_in(client, "SE2321000016-A001")
    client.post("/logout")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("model", ["privatepractitioner", "hosprecord", "agreement", "userpreference", "staffaccount"])
def test_the_administration_lists_accounts_without_whole_personal_numbers(client: Client, model: str) -> None:
    log_in(client, "SE2321000016-A001")
    page = client.get(f"/admin/accounts/{model}/")
    assert page.status_code == 200
    for number in ("197705232382", "19770523-2382", "770523-2382"):
        assert number not in page.content.decode()


def test_preferences_cannot_be_changed(client: Client) -> None:
    log_in(client, "SE2321000016-A001")
    assert client.get("/admin/accounts/userpreference/add/").status_code == 403
