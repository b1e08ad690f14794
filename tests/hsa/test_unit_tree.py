"""Which units a person may work on (spec/roles-and-access.md 1.3, 1.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from hsa import directory
from hsa.models import is_active
from hsa.tree import ProviderNode, find_unit
from tests.hsa.factories import care_unit, commission, person, provider, sub_unit
from webcert import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_directory")]

NOW = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)
BEFORE, AFTER = NOW - dt.timedelta(days=1), NOW + dt.timedelta(days=1)


def tree(hsa_id: str = "P1") -> tuple[ProviderNode, ...]:
    return directory.unit_tree(hsa_id, at=NOW).providers


def care_units(hsa_id: str = "P1") -> list[str]:
    return [unit.hsa_id for node in tree(hsa_id) for unit in node.care_units]


@pytest.mark.parametrize(
    ("start", "end", "active"),
    [
        (None, None, True),
        (None, AFTER, True),
        (None, NOW, False),
        (None, BEFORE, False),
        (BEFORE, None, True),
        (NOW, None, False),
        (AFTER, None, False),
        (BEFORE, AFTER, True),
        (NOW, AFTER, False),
        (BEFORE, NOW, False),
    ],
)
def test_dates_limit_strictly(start: dt.datetime | None, end: dt.datetime | None, active: bool) -> None:
    assert is_active(start, end, NOW) is active


def test_one_commission_gives_its_care_unit_with_its_sub_units_by_name() -> None:
    provider("VG1", name="Region", org_number="232100-0016")
    members = (sub_unit("ME2", name="Öga"), sub_unit("ME1", name="Barn"))
    care_unit("VE1", name="Centralen", members=members)
    person(units=("VE1",))
    (node,) = tree()
    assert (node.hsa_id, node.name, node.ownership) == ("VG1", "Region", "OFFENTLIG")
    (unit,) = node.care_units
    assert [sub.name for sub in unit.sub_units] == ["Barn", "Öga"]
    assert {sub.care_unit_name for sub in unit.sub_units} == {"Centralen"}
    assert {sub.care_provider_name for sub in unit.sub_units} == {"Region"}


@pytest.mark.parametrize("purpose", ["Vård och behandling", "vård OCH behandling", "VÅRD OCH BEHANDLING"])
def test_the_purpose_of_care_counts_in_any_case(purpose: str) -> None:
    care_unit("VE1")
    commission(person(), "VE1", purpose=purpose)
    assert care_units() == ["VE1"]


@pytest.mark.parametrize("purpose", ["Statistik", "Administration", "Admin", ""])
def test_other_purposes_give_nothing(purpose: str) -> None:
    care_unit("VE1")
    commission(person(), "VE1", purpose=purpose)
    assert tree() == ()


def test_a_person_without_commission_gets_nothing() -> None:
    person()
    assert tree() == ()


def test_a_unit_without_register_entry_gets_nothing() -> None:
    provider("VG1")
    commission(person(), "VE1", care_provider_id="VG1")
    assert tree() == ()


def test_a_closed_unit_is_left_out_and_so_is_the_empty_provider() -> None:
    care_unit("VE1", end=BEFORE)
    person(units=("VE1",))
    assert tree() == ()


def test_a_closed_provider_takes_its_units_along() -> None:
    provider("VG1", end=BEFORE)
    care_unit("VE1")
    person(units=("VE1",))
    assert tree() == ()


def test_the_archived_flag_is_not_read() -> None:
    care_unit("VE1", is_archived=True)
    person(units=("VE1",))
    assert care_units() == ["VE1"]


def test_closed_sub_units_are_left_out() -> None:
    care_unit("VE1", members=(sub_unit("ME1", end=BEFORE), sub_unit("ME2")))
    person(units=("VE1",))
    assert [sub.hsa_id for sub in tree()[0].care_units[0].sub_units] == ["ME2"]


def test_units_and_providers_are_sorted_by_name() -> None:
    provider("VG1", name="Zeta")
    provider("VG2", name="Alfa")
    care_unit("VE1", "VG1", name="B")
    care_unit("VE2", "VG1", name="A")
    care_unit("VE3", "VG2", name="C")
    person(units=("VE1", "VE2", "VE3"))
    assert care_units() == ["VE3", "VE2", "VE1"]


def test_two_commissions_on_a_unit_give_it_once_and_the_last_name_wins() -> None:
    care_unit("VE1")
    row = person()
    commission(row, "VE1", name="Första")
    commission(row, "VE1", name="Andra")
    commission(row, "VE1", name="Statistiken", purpose="Statistik")
    assert care_units() == ["VE1"]
    assert directory.unit_tree("P1", at=NOW).commission_names == {"VE1": "Andra"}


def test_the_provider_of_the_commission_is_used_even_when_the_unit_states_another() -> None:
    provider("VG2", name="Annan")
    care_unit("VE1", "VG1")
    commission(person(), "VE1", care_provider_id="VG2")
    assert [node.hsa_id for node in tree()] == ["VG2"]


def test_a_provider_unknown_to_hsa_is_used_by_its_id() -> None:
    care_unit("VE1", "VG9")
    person(units=("VE1",))
    assert [(node.hsa_id, node.name, node.ownership) for node in tree()] == [("VG9", "VG9", "OKAND")]


def test_a_unit_under_two_care_units_is_found_first_in_list_order() -> None:
    shared = sub_unit("ME1")
    provider("VG1", name="Z")
    provider("VG2", name="A")
    care_unit("VE1", "VG1", name="A", members=(shared,))
    care_unit("VE2", "VG2", name="Z", members=(shared,))
    person(units=("VE1", "VE2"))
    found = find_unit(tree(), "ME1")
    assert found is not None
    assert found.care_unit_id == directory.parents("ME1")[0] == "VE2"


def test_a_care_unit_connected_to_another_is_both_and_stands_first_as_itself() -> None:
    inner = care_unit("VE2", name="B")
    care_unit("VE1", name="A", members=(inner,))
    person(units=("VE1", "VE2"))
    assert [sub.hsa_id for sub in tree()[0].care_units[0].sub_units] == ["VE2"]
    assert directory.parents("VE2") == ("VE2", "VG1")


@pytest.mark.parametrize(
    ("org_number", "ownership"), [("", "OKAND"), ("232100-0016", "OFFENTLIG"), ("556500-0001", "PRIVAT")]
)
def test_ownership_follows_the_organisation_number(org_number: str, ownership: str) -> None:
    assert directory.ownership(org_number) == ownership


def test_the_tree_is_that_of_now_when_no_time_is_given() -> None:
    care_unit("VE1", end=clock.now() - dt.timedelta(minutes=1))
    person(units=("VE1",))
    assert directory.unit_tree("P1").providers == ()


def test_an_unknown_person_has_no_tree() -> None:
    with pytest.raises(directory.PersonNotFound):
        directory.unit_tree("P1")
