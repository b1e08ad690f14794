"""``/simulators/modes``: fault modes switched by scripts (spec/ui.md 14.5)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

import accounts.demo
from rivta.results import Result
from simulators.modes.models import SimulatorMode
from tests.simulators.messages import result_of, update_status

pytestmark = pytest.mark.django_db
ADDRESS = "/simulators/modes"


@pytest.fixture
def integrator() -> Client:
    """Logged in as a script does it: without a token of a form."""
    accounts.demo.load()
    client = Client(enforce_csrf_checks=True)
    client.post("/welcome", {"hsa_id": "SE2321000016-A003"})
    return client


def call(client: Client, method: str, address: str = ADDRESS, **fields: Any) -> tuple[int, Any]:
    answer = client.generic(method, address, json.dumps(fields), content_type="application/json")
    return answer.status_code, json.loads(answer.content) if answer.content else None


def test_a_mode_is_switched_on_and_played(integrator: Client) -> None:
    status, mode = call(integrator, "POST", simulator="care", mode="TECHNICAL_ERROR", text="upptaget", remaining=1)

    assert (status, mode["remaining"], mode["isActive"]) == (201, 1, True)
    assert [result_of(update_status()) for _ in range(2)] == [
        Result("ERROR", "upptaget", "TECHNICAL_ERROR"),
        Result("OK"),
    ]


def test_the_list_tells_every_mode_and_how_many_calls_it_has_counted(integrator: Client) -> None:
    call(integrator, "POST", simulator="care", mode="INFO", every=2)
    update_status()

    _, (mode,) = call(integrator, "GET")

    assert (mode["simulator"], mode["mode"], mode["every"], mode["calls"]) == ("care", "INFO", 2, 1)


def test_a_mode_is_bound_to_a_unit_a_certificate_or_an_event(integrator: Client) -> None:
    call(integrator, "POST", simulator="care", mode="REVOKED", unitId="SE2321000016-VE02")
    call(integrator, "POST", simulator="care", mode="INFO", event="NYFRFM")

    assert result_of(update_status()).code == "INFO"


def test_a_new_mode_takes_the_place_of_the_one_with_the_same_scope(integrator: Client) -> None:
    call(integrator, "POST", simulator="care", mode="INFO")
    call(integrator, "POST", simulator="care", mode="REVOKED")

    assert SimulatorMode.objects.get().mode == "REVOKED"


def test_a_mode_is_changed_and_removed(integrator: Client) -> None:
    _, mode = call(integrator, "POST", simulator="care", mode="INFO", text="hej")
    address = f"{ADDRESS}/{mode['id']}"

    assert call(integrator, "PATCH", address, isActive=False)[1]["text"] == "hej"
    assert result_of(update_status()) == Result("OK")
    assert call(integrator, "GET", address)[1]["isActive"] is False
    assert call(integrator, "DELETE", address) == (204, None)
    assert call(integrator, "GET", address)[0] == 404


def test_one_call_makes_every_simulator_well_again(integrator: Client) -> None:
    for simulator in ("care", "log", "FKASSA"):
        call(integrator, "POST", simulator=simulator, mode="HTTP_503")

    assert call(integrator, "DELETE") == (204, None)
    assert call(integrator, "GET") == (200, [])


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"simulator": "care", "mode": "SLEEPY"}, "mode"),
        ({"simulator": "moon", "mode": "INFO"}, "simulator"),
        ({"mode": "INFO"}, "simulator"),
        ({"simulator": "care", "mode": "INFO", "unit": "x"}, "unit"),
        ({"simulator": "care", "mode": "INFO", "percent": 101}, "procent"),
        ({"simulator": "care", "mode": "INFO", "every": 0}, "n:te"),
        ({"simulator": "care", "mode": "SLOW", "delayMs": 9, "delayMaxMs": 3}, "fördröjning"),
    ],
)
def test_what_cannot_be_a_mode_is_refused_and_named(integrator: Client, fields: dict[str, Any], named: str) -> None:
    status, answer = call(integrator, "POST", **fields)

    assert status == 400
    assert named in answer["message"].lower()
    assert not SimulatorMode.objects.exists()


def test_what_is_not_said_to_be_json_is_refused(integrator: Client) -> None:
    answer = integrator.post(ADDRESS, json.dumps({"simulator": "care"}), content_type="text/plain")

    assert answer.status_code == 400


@pytest.mark.parametrize("content", ["{", "[]", "[" * 100_000], ids=range(3))
def test_what_is_no_json_object_is_refused(integrator: Client, content: str) -> None:
    assert integrator.post(ADDRESS, content, content_type="application/json").status_code == 400


def test_nobody_else_may_look_or_switch(client: Client) -> None:
    assert call(client, "GET")[0] == 403
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_simulatormode"))
    client.force_login(reader)

    assert call(client, "GET") == (200, [])
    assert call(client, "POST", simulator="care", mode="INFO")[0] == 403
    assert call(client, "DELETE")[0] == 403


def test_every_switch_is_written_in_the_log_of_administrators(integrator: Client) -> None:
    _, mode = call(integrator, "POST", simulator="care", mode="INFO")
    call(integrator, "PATCH", f"{ADDRESS}/{mode['id']}", mode="REVOKED")
    call(integrator, "DELETE")

    assert list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True)) == [
        "Satte på läget Journalsystem: INFO.",
        "Ändrade läget Journalsystem: Makulerat (REVOKED).",
        "Stängde av 1 simulatorlägen.",
    ]
