"""Units and routes: integrated? routed? through which level? (spec/status-updates.md 9.13)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

import tak.demo
from hsa.services import set_unavailable
from tak import resolver
from tests.admin.conftest import World

PAGE = "/admin/notifications/integratedunit/overview/"


def table(client: Client, **query: str) -> dict[str, list[str]]:
    """HSA-id -> the cells of its row."""
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", answer.content.decode(), re.S):
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)]
        if cells[0].startswith("SE"):
            found[cells[0]] = cells[1:]
    return found


@pytest.mark.parametrize(
    ("unit", "integrated", "level", "address"),
    [
        ("SE2321000016-VE01", "ja", "vårdgivaren", "SE2321000016-VG01"),
        ("SE2321000016-ME01", "nej", "vårdgivaren", "SE2321000016-VG01"),
        ("SE5565000001-VE21", "ja", "saknas", ""),
        ("SE5565000001-VE22", "ja", "egen adress", "SE5565000001-VE22"),
        ("SE5566000002-VE31", "nej", "saknas", ""),
    ],
)
def test_each_unit_tells_its_registration_and_route(
    system: Client, unit: str, integrated: str, level: str, address: str
) -> None:
    _name, _is_open, registered, through, found_at, _url = table(system)[unit]
    assert registered.startswith(integrated)
    assert (through, found_at) == (level, address)


def test_a_closed_unit_is_told_from_an_open_one(system: Client) -> None:
    units = table(system)
    assert (units["SE2321000016-VE01"][1], units["SE2321000016-VE09"][1]) == ("ja", "nej")


def test_care_providers_are_no_units(system: Client) -> None:
    assert "SE2321000016-VG01" not in table(system)


def test_registered_units_without_route_can_be_asked_for(system: Client) -> None:
    assert set(table(system, show="unrouted")) == {"SE5565000001-VE21"}


def test_registered_and_unregistered_units_are_told_apart(system: Client) -> None:
    registered, others = set(table(system, show="registered")), set(table(system, show="unregistered"))
    assert registered == {"SE2321000016-VE01", "SE5565000001-VE21", "SE5565000001-VE22"}
    assert registered | others == set(table(system))
    assert not registered & others


def test_a_unit_is_found_by_id_or_name(system: Client) -> None:
    assert set(table(system, q="se5565000001-ve21")) == {"SE5565000001-VE21"}
    assert "SE2321000016-ME01" in table(system, q="barnmottagning")


def test_a_region_sees_its_own_units(region: Client) -> None:
    units = table(region)
    assert "SE2321000016-ME01" in units
    assert all(unit.startswith("SE2321000016-") for unit in units)


def test_the_page_says_that_hsa_does_not_answer(system: Client) -> None:
    set_unavailable(True)
    assert table(system)["SE2321000016-VE01"][3] == "HSA svarar inte"


def test_the_page_is_not_for_the_log_administrator(log_reader: Client) -> None:
    assert log_reader.get(PAGE).status_code == 403


@pytest.mark.parametrize("climbing", [True, False])
def test_many_units_are_routed_as_each_would_be_alone(world: World, settings, climbing: bool) -> None:
    settings.TAK_TREE_CLIMBING = climbing
    providers = {
        "SE2321000016-VE01": "",
        "SE2321000016-ME01": "",
        "SE5565000001-VE21": "",
        "SE5565000001-VE22": "",
        "SE5567000003-ME41": "",
        "SE0000000000-GONE": "SE2321000016-VG01",
    }
    together = resolver.resolve_many(tak.demo.STATUS_UPDATE, providers)
    alone = {u: resolver.resolve(tak.demo.STATUS_UPDATE, u, known_provider=p) for u, p in providers.items()}
    assert together == alone
    assert any(alone.values())
