"""Writing routes, and the routes of the demo world (spec/demo-world.md, spec/status-updates.md 5.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from hsa import demo as hsa_demo
from tak import demo, services
from tak.models import TakRoute
from tak.resolver import Level, resolve
from webcert import clock

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def route(**facts: Any) -> TakRoute:
    return TakRoute(
        **{"contract_namespace": "urn:x:NameResponder:1", "logical_address": "VE1", "url": "/p", "valid_from": NOW}
        | facts
    )


@pytest.fixture
def heard() -> Iterator[list[TakRoute]]:
    routes: list[TakRoute] = []
    services.on_route_saved(routes.append)
    yield routes
    services._listeners.remove(routes.append)


def test_every_save_is_heard_in_its_transaction(heard: list[TakRoute]) -> None:
    saved = services.save_route(route())
    services.set_enabled(saved, False)
    assert heard == [saved, saved]


def test_a_listener_that_fails_undoes_the_save() -> None:
    def refuse(saved: TakRoute) -> None:
        raise RuntimeError

    services.on_route_saved(refuse)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            services.save_route(route())
    finally:
        services._listeners.remove(refuse)
    assert not TakRoute.objects.exists()


def test_registering_a_listener_twice_is_registering_it_once(heard: list[TakRoute]) -> None:
    services.on_route_saved(heard.append)
    services.save_route(route())
    assert len(heard) == 1


@pytest.mark.parametrize("url", ["journal.test/soap", "ftp://journal.test", "javascript:alert(1)", ""])
def test_an_address_needs_a_scheme_or_a_leading_slash(url: str) -> None:
    with pytest.raises(ValidationError):
        services.save_route(route(url=url))


@pytest.mark.parametrize(
    ("other", "is_refused"),
    [
        ({}, True),
        ({"logical_address": "ve 1"}, True),
        ({"valid_from": NOW + DAY}, True),
        ({"valid_from": NOW - DAY}, True),
        ({"valid_from": NOW - 2 * DAY, "valid_to": NOW - DAY}, False),
        ({"valid_from": NOW - DAY, "valid_to": NOW}, False),
        ({"is_enabled": False}, False),
        ({"contract_namespace": "urn:x:OtherResponder:1"}, False),
    ],
)
def test_two_routes_may_not_hold_at_the_same_time(other: dict[str, Any], is_refused: bool) -> None:
    services.save_route(route())
    if is_refused:
        with pytest.raises(ValidationError):
            services.save_route(route(**other))
    else:
        assert services.save_route(route(**other)).pk


def test_a_route_may_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError):
        services.save_route(route(valid_to=NOW - DAY))


def test_an_ended_route_stays_as_a_row() -> None:
    saved = services.save_route(route())
    services.end_route(saved, NOW + DAY)
    assert TakRoute.objects.get().valid_to == NOW + DAY


def test_a_route_ended_before_its_start_never_holds() -> None:
    saved = services.end_route(services.save_route(route()), NOW - DAY)
    assert not saved.is_valid(NOW)


def test_a_row_tells_its_contract_by_name() -> None:
    assert route().contract_name == "Name 1"
    assert str(route()) == "Name 1 VE1"


CARE = "/simulators/care/CertificateStatusUpdateForCare/3/rivtabp21"
RESPONDER = "urn:riv:clinicalprocess:healthcond:certificate:"


@pytest.fixture
def _demo_world() -> None:
    hsa_demo.load()
    demo.load()


@pytest.mark.usefixtures("_demo_world")
@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("SE2321000016-VG01", Level.OWN),
        ("SE2321000016-VE01", Level.CARE_PROVIDER),
        ("SE2321000016-ME02", Level.CARE_PROVIDER),
        ("SE2321000016-VE02", Level.CARE_PROVIDER),
        ("SE5565000001-VE22", Level.OWN),
        ("SE5565000001-VE21", None),
        ("SE5566000002-VE31", None),
    ],
)
def test_status_updates_of_the_demo_world_go_where_the_table_says(unit: str, level: Level | None) -> None:
    found = resolve(RESPONDER + "CertificateStatusUpdateForCareResponder:3", unit)
    assert (found.level if found else None) is level
    assert found is None or found.path == CARE


@pytest.mark.usefixtures("_demo_world")
@pytest.mark.parametrize(
    ("contract", "address", "path"),
    [
        ("SendMessageToCareResponder:2", "SE2321000016-VE01", "/services/send-message-to-care/v2.0"),
        ("RegisterCertificateResponder:3", "FKORG", "/simulators/recipients/FKASSA/RegisterCertificate/3/rivtabp21"),
        ("RevokeCertificateResponder:2", "tsTestAdress", "/simulators/recipients/TRANSP/RevokeCertificate/2/rivtabp21"),
        (
            "SendMessageToRecipientResponder:2",
            "Skatteverket",
            "/simulators/recipients/SKV/SendMessageToRecipient/2/rivtabp21",
        ),
        ("RegisterCertificateResponder:3", "SOS", "/simulators/recipients/SOS/RegisterCertificate/3/rivtabp21"),
        ("RegisterCertificateResponder:3", "AF", "/simulators/recipients/AF/RegisterCertificate/3/rivtabp21"),
    ],
)
def test_other_routes_of_the_demo_world(contract: str, address: str, path: str) -> None:
    found = resolve(RESPONDER + contract, address)
    assert found is not None
    assert found.path == path


@pytest.mark.usefixtures("_demo_world")
def test_log_entries_of_the_demo_world_go_to_the_built_in_log_service() -> None:
    found = resolve("urn:riv:informationsecurity:auditing:log:StoreLogResponder:2", "SE165565594230-1000")
    assert found is not None
    assert found.path == "/simulators/log/StoreLog/2/rivtabp21"


@pytest.mark.usefixtures("_demo_world")
def test_the_demo_world_has_no_further_routes() -> None:
    assert TakRoute.objects.count() == 2 + 2 + 5 * 3 + 1
    assert all(row.is_valid(clock.now()) for row in TakRoute.objects.all())
