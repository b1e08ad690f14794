"""The catalogue of the platform as JSON: three look-ups over the routes of ``tak`` (spec/status-updates.md 5.4)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from hsa import demo as hsa_demo
from simulators.modes.models import SimulatorMode
from tak import demo
from tak.demo import SEND_MESSAGE_TO_CARE, STATUS_UPDATE
from tak.models import TakRoute
from tak.services import end_route, save_route
from tests.factories import REGION, VE22
from webcert import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
Mode = SimulatorMode.Mode
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _routes() -> None:
    hsa_demo.load()
    demo.load()


def ask(look_up: str, **parameters: Any) -> HttpResponseBase:
    return Client().get(f"/simulators/tak/{look_up}", parameters)


def found(look_up: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = ask(look_up, **parameters)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return json.loads(b"".join(answer))


def is_routed(namespace: str, logical_address: str) -> bool:
    """The three look-ups after each other, as the check at the creation of a draft makes them."""
    point, *_ = found("connectionPoints", platform="NTJP", environment="DEV")
    contract, *_ = found("serviceContracts", namespace=namespace)
    ids = {"connectionPointId": point["id"], "serviceContractId": contract["id"]}
    return bool(found("logicalAddresss", logicalAdress=logical_address, **ids))


def test_a_check_finds_the_address_that_has_a_route_and_no_other() -> None:
    assert is_routed(STATUS_UPDATE, VE22)
    assert not is_routed(STATUS_UPDATE, "SE-NOBODY")


def test_the_units_above_are_for_the_caller_to_try() -> None:
    assert is_routed(STATUS_UPDATE, REGION)
    assert not is_routed(STATUS_UPDATE, "SE2321000016-VE01")


def test_the_connection_point_is_this_installation_now() -> None:
    (point,) = found("connectionPoints", platform="NTJP", environment="DEV")

    assert point.keys() == {"id", "platform", "environment", "snapshotTime"}
    assert (point["platform"], point["environment"]) == ("NTJP", "DEV")
    shown = dt.datetime.strptime(point["snapshotTime"], "%Y-%m-%dT%H:%M:%S%z")
    assert abs(clock.now() - shown) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("asked", [{"platform": "SLL"}, {"platform": "NTJP", "environment": "PROD"}])
def test_of_another_platform_or_environment_nothing_is_known(asked: dict[str, str]) -> None:
    assert found("connectionPoints", **asked) == []


def test_a_contract_is_told_with_name_and_version() -> None:
    (contract,) = found("serviceContracts", namespace=STATUS_UPDATE)

    assert contract == {
        "id": TakRoute.objects.filter(contract_namespace=STATUS_UPDATE).order_by("pk")[0].pk,
        "name": "CertificateStatusUpdateForCare",
        "namespace": STATUS_UPDATE,
        "major": 3,
        "minor": 0,
    }


def test_each_contract_stands_once_in_the_whole_list() -> None:
    namespaces = [contract["namespace"] for contract in found("serviceContracts")]

    assert {STATUS_UPDATE, SEND_MESSAGE_TO_CARE} < set(namespaces)
    assert len(namespaces) == len(set(namespaces))


def test_an_unknown_contract_is_an_empty_list() -> None:
    assert found("serviceContracts", namespace="urn:nothing:1") == []


def test_a_contract_keeps_its_id_when_its_first_route_has_ended() -> None:
    before = found("serviceContracts", namespace=STATUS_UPDATE)
    end_route(TakRoute.objects.filter(contract_namespace=STATUS_UPDATE).order_by("pk")[0], clock.now())

    assert found("serviceContracts", namespace=STATUS_UPDATE) == before


def test_an_address_is_told_with_its_description_however_it_is_spelt() -> None:
    (address,) = found(
        "logicalAddresss", logicalAdress=f" {VE22.lower()}", serviceContractId=contract_id(STATUS_UPDATE)
    )

    assert (address["logicalAddress"], address["description"]) == (VE22, "Inbyggt journalsystem")
    assert address.keys() == {"id", "description", "logicalAddress"}


def test_a_route_that_has_ended_or_is_switched_off_is_not_told() -> None:
    now = clock.now()
    for address, changes in {"SE-ENDED": {"valid_to": now - DAY}, "SE-OFF": {"is_enabled": False}}.items():
        save_route(
            TakRoute(
                contract_namespace=STATUS_UPDATE,
                logical_address=address,
                url="/p",
                valid_from=now - 2 * DAY,
                **changes,
            )
        )
        assert not is_routed(STATUS_UPDATE, address)


@pytest.mark.parametrize("ids", [{"connectionPointId": 2}, {"serviceContractId": 999_999}])
def test_an_unknown_id_has_no_addresses(ids: dict[str, int]) -> None:
    assert found("logicalAddresss", logicalAdress=VE22, **ids) == []


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "9" * 19])
def test_what_is_no_id_is_refused(client: Client, settings: Any, text: str) -> None:
    settings.ROOT_URLCONF = "webcert.urls"
    answer = client.get("/simulators/tak/logicalAddresss", {"serviceContractId": text})

    assert (answer.status_code, "serviceContractId" in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize("look_up", ["connectionPoints", "serviceContracts", "logicalAddresss"])
def test_the_catalogue_is_only_read(look_up: str) -> None:
    assert Client().post(f"/simulators/tak/{look_up}").status_code == 405


# --- out of order -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mode", "status"),
    [
        (Mode.HTTP_404, 404),
        (Mode.HTTP_500, 500),
        (Mode.HTTP_503, 503),
        (Mode.SOAP_FAULT, 500),
        (Mode.TECHNICAL_ERROR, 500),
        (Mode.INFO, 200),
    ],
)
def test_a_mode_answers_with_its_status(mode: SimulatorMode.Mode, status: int) -> None:
    SimulatorMode.objects.create(simulator="tak", mode=mode, text="provtext")

    assert ask("connectionPoints").status_code == status


def test_a_broken_answer_is_no_json() -> None:
    SimulatorMode.objects.create(simulator="tak", mode=Mode.BROKEN_XML)
    answer = ask("serviceContracts")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()  # type: ignore[attr-defined]


def test_a_slow_catalogue_answers_late() -> None:
    SimulatorMode.objects.create(simulator="tak", mode=Mode.SLOW, delay_ms=60)
    began = clock.wall_now()

    assert found("connectionPoints")
    assert clock.wall_now() - began >= dt.timedelta(milliseconds=60)


def test_a_silent_catalogue_outlasts_its_caller(settings: Any) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = -4.95
    SimulatorMode.objects.create(simulator="tak", mode=Mode.NO_ANSWER)

    assert ask("connectionPoints").status_code == 503


@pytest.mark.parametrize("mode", [Mode.CONNECTION_CLOSED, Mode.CONNECTION_REFUSED])
def test_a_connection_that_breaks_off_promises_more_than_it_brings(mode: SimulatorMode.Mode) -> None:
    SimulatorMode.objects.create(simulator="tak", mode=mode)
    answer = ask("connectionPoints")

    assert int(answer.headers["Content-Length"]) > len(b"".join(answer))


def test_a_mode_may_hold_for_one_address() -> None:
    SimulatorMode.objects.create(simulator="tak", mode=Mode.HTTP_503, unit_id=VE22)

    assert ask("logicalAddresss", logicalAdress=VE22).status_code == 503
    assert ask("logicalAddresss", logicalAdress=REGION).status_code == 200


def contract_id(namespace: str) -> int:
    return found("serviceContracts", namespace=namespace)[0]["id"]
