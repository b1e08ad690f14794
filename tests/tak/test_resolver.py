"""The resolver (spec/status-updates.md 5.3, 5.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hsa.directory import DirectoryUnavailable
from hsa.services import set_unavailable
from tak.models import TakRoute
from tak.resolver import Candidate, Level, candidates, covers, explain, resolve
from tak.services import save_route
from tests.hsa.factories import care_unit, provider, sub_unit

pytestmark = pytest.mark.django_db

STATUS = "urn:riv:clinicalprocess:healthcond:certificate:CertificateStatusUpdateForCareResponder:3"
MESSAGE = "urn:riv:clinicalprocess:healthcond:certificate:SendMessageToCareResponder:2"
NOW = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def route(address: str, url: str = "https://journal.test/soap", **facts: Any) -> TakRoute:
    return save_route(
        TakRoute(
            **{"contract_namespace": STATUS, "logical_address": address, "url": url, "valid_from": NOW - DAY, **facts}
        )
    )


@pytest.fixture(autouse=True)
def _tree() -> None:
    provider("VG1")
    care_unit("VE1", members=(sub_unit("ME1"),))
    care_unit("VE2")


@pytest.mark.parametrize(
    ("asked", "at", "level"),
    [
        ("ME1", "ME1", Level.OWN),
        ("ME1", "VE1", Level.CARE_UNIT),
        ("ME1", "VG1", Level.CARE_PROVIDER),
        ("VE1", "VE1", Level.OWN),
        ("VE1", "VG1", Level.CARE_PROVIDER),
        ("VG1", "VG1", Level.OWN),
    ],
)
def test_a_route_is_found_on_the_unit_or_above_it(asked: str, at: str, level: Level) -> None:
    route(at)
    found = resolve(STATUS, asked, at=NOW)
    assert found is not None
    assert (found.url, found.level, found.address) == ("https://journal.test/soap", level, at)


def test_the_most_specific_route_wins() -> None:
    for address in ("VG1", "VE1", "ME1"):
        route(address, f"https://{address.lower()}.test/")
    assert [resolve(STATUS, unit, at=NOW).url for unit in ("ME1", "VE1", "VE2")] == [  # type: ignore[union-attr]
        "https://me1.test/",
        "https://ve1.test/",
        "https://vg1.test/",
    ]


@pytest.mark.parametrize(("at", "asked"), [("ME1", "VE1"), ("VE1", "VG1"), ("VE2", "VE1")])
def test_a_route_below_or_beside_is_not_used(at: str, asked: str) -> None:
    route(at)
    assert resolve(STATUS, asked, at=NOW) is None


def test_routes_of_another_contract_are_not_used() -> None:
    route("VE1", contract_namespace=MESSAGE)
    assert resolve(STATUS, "VE1", at=NOW) is None


def test_without_climbing_only_the_address_itself_is_tried(settings: Any) -> None:
    settings.TAK_TREE_CLIMBING = False
    route("VG1")
    assert resolve(STATUS, "VE1", at=NOW) is None
    assert resolve(STATUS, "VG1", at=NOW) is not None
    assert candidates("ME1") == (Candidate(Level.OWN, "ME1"),)


def test_candidates_are_three_levels_each_once() -> None:
    assert [c.address for c in candidates("ME1")] == ["ME1", "VE1", "VG1"]
    assert [c.address for c in candidates("VE1")] == ["VE1", "VG1"]
    assert [c.address for c in candidates("VG1")] == ["VG1"]
    assert [c.address for c in candidates("FKORG")] == ["FKORG"]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_found"),
    [
        (NOW - DAY, None, True),
        (NOW, None, True),
        (NOW + DAY, None, False),
        (NOW - DAY, NOW + DAY, True),
        (NOW - 2 * DAY, NOW - DAY, False),
        (NOW - DAY, NOW, False),
    ],
)
def test_a_route_holds_from_its_start_until_its_end(
    valid_from: dt.datetime, valid_to: dt.datetime | None, is_found: bool
) -> None:
    route("VE1", valid_from=valid_from, valid_to=valid_to)
    assert (resolve(STATUS, "VE1", at=NOW) is not None) is is_found


def test_an_ended_route_lets_the_one_above_answer() -> None:
    route("VE1", "https://old.test/", valid_from=NOW - 2 * DAY, valid_to=NOW - DAY)
    route("VG1", "https://region.test/")
    assert resolve(STATUS, "VE1", at=NOW).url == "https://region.test/"  # type: ignore[union-attr]


def test_a_route_that_is_switched_off_is_not_used() -> None:
    route("VE1", is_enabled=False)
    assert resolve(STATUS, "VE1", at=NOW) is None


@pytest.mark.parametrize("asked", ["ve1", " VE 1 "])
def test_addresses_are_compared_without_case_and_blanks(asked: str) -> None:
    route("VE1")
    assert resolve(STATUS, asked, at=NOW) is not None


def test_an_address_that_is_no_hsa_id_keeps_its_spelling() -> None:
    route("tsTestAdress")
    found = resolve(STATUS, "TSTESTADRESS", at=NOW)
    assert found is not None
    assert found.address == "tsTestAdress"


def test_a_stored_path_becomes_an_address_of_this_installation(settings: Any) -> None:
    settings.BASE_URL = "http://127.0.0.1:8123"
    route("VE1", "/simulators/care/X/3/rivtabp21")
    found = resolve(STATUS, "VE1", at=NOW)
    assert found is not None
    assert found.url == "http://127.0.0.1:8123/simulators/care/X/3/rivtabp21"
    assert found.path == "/simulators/care/X/3/rivtabp21"


def test_a_foreign_address_has_no_path() -> None:
    route("VE1")
    assert resolve(STATUS, "VE1", at=NOW).path == ""  # type: ignore[union-attr]


def test_a_unit_unknown_to_hsa_is_reached_through_its_known_provider() -> None:
    route("VG1")
    assert resolve(STATUS, "VE9", at=NOW) is None
    found = resolve(STATUS, "VE9", at=NOW, known_provider="VG1")
    assert found is not None
    assert found.level is Level.CARE_PROVIDER


def test_hsa_is_asked_only_when_climbing_is_needed() -> None:
    route("VE1")
    set_unavailable(True)
    assert resolve(STATUS, "VE1", at=NOW) is not None
    with pytest.raises(DirectoryUnavailable):
        resolve(STATUS, "ME1", at=NOW)


def test_the_explanation_shows_every_candidate_and_what_it_gave() -> None:
    route("VG1")
    trials = explain(STATUS, "ME1")
    assert [(t.candidate.address, t.route is not None) for t in trials] == [
        ("ME1", False),
        ("VE1", False),
        ("VG1", True),
    ]


@pytest.mark.parametrize(("asked", "is_covered"), [("ME1", True), ("VE1", True), ("VE2", False), ("VG1", False)])
def test_a_route_covers_its_address_and_the_units_below(asked: str, is_covered: bool) -> None:
    assert covers(route("VE1"), asked) is is_covered
