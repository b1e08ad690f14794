"""Vårdenhetskontroll (spec/roles-and-access.md 8.1, spec/administration.md 3.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from hsa import control
from hsa.models import Unit
from tests.hsa.factories import care_unit, connect, provider, sub_unit
from webcert import clock

pytestmark = pytest.mark.django_db


def found(**scope: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(violation.rule, violation.ids) for violation in control.run(**scope)]


@pytest.fixture(autouse=True)
def _region() -> None:
    provider("VG1")


def test_a_tidy_tree_is_approved() -> None:
    care_unit("VE1", members=(sub_unit("ME1"), sub_unit("ME2")))
    care_unit("VE2")
    assert found() == []


def test_rule_1_a_care_unit_connected_to_another() -> None:
    care_unit("VE1", members=(care_unit("VE2"),))
    assert found() == [(1, ("VE2", "VE1"))]


@pytest.mark.parametrize("exists", [True, False])
def test_rule_2_a_stated_provider_without_tag_or_unknown(exists: bool) -> None:
    if exists:
        sub_unit("ENH1", stated_provider="VG1")
    care_unit("VE1", "ENH1")
    assert found() == [(2, ("VE1", "ENH1"))]
    assert ("finns" in control.run()[0].text) is not exists


def test_rule_2_does_not_ask_whether_the_provider_is_active() -> None:
    provider("VG2", end=clock.now())
    care_unit("VE1", "VG2")
    assert found() == []


def test_rule_3_a_unit_connected_to_several_care_units() -> None:
    shared = sub_unit("ME1")
    for hsa_id in ("VE2", "VE1", "VE3"):
        connect(care_unit(hsa_id), shared)
    assert found() == [(3, ("ME1", "VE1", "VE2", "VE3"))]


def test_rule_4_a_provider_that_is_connected() -> None:
    care_unit("VE1", members=(provider("VG2"),))
    assert found() == [(4, ("VG2", "VE1"))]


def test_rule_5_a_unit_that_is_both_and_states_another() -> None:
    care_unit("VG2", "VG1", is_care_provider=True)
    assert found() == [(5, ("VG2", "VG1"))]


def test_rule_5_a_unit_that_is_both_may_state_itself() -> None:
    care_unit("VG2", "VG2", is_care_provider=True)
    assert found() == []


def test_rule_6_a_care_unit_without_provider() -> None:
    care_unit("VE1", "", members=(sub_unit("ME1"),))
    assert found() == [(6, ("VE1",))]


def test_rule_6_a_unit_that_nobody_connected_and_that_states_none() -> None:
    sub_unit("ENH1")
    sub_unit("ENH2", stated_provider="VG1")
    assert found() == [(6, ("ENH1",))]


def test_a_unit_may_break_several_rules() -> None:
    both = care_unit("VG2", "VG1", is_care_provider=True)
    care_unit("VE1", members=(both,))
    assert found() == [(1, ("VG2", "VE1")), (4, ("VG2", "VE1")), (5, ("VG2", "VG1"))]


@pytest.mark.parametrize("ended", [{"end": clock.now()}, {"is_archived": True}])
def test_closed_and_archived_units_are_not_examined(ended: dict[str, object]) -> None:
    shared = sub_unit("ME1")
    connect(care_unit("VE1"), shared)
    connect(care_unit("VE2", **ended), shared, care_unit("VE3"), provider("VG3"))
    care_unit("VE4", "", **ended)
    care_unit("VE5", "VG9", **ended)
    care_unit("VG6", "VG1", is_care_provider=True, **ended)
    sub_unit("ENH1", **ended)
    assert found() == []


def test_a_unit_that_has_not_begun_is_not_examined() -> None:
    care_unit("VE1", "", start=clock.now() + dt.timedelta(days=1))
    assert found() == []


def test_a_run_can_be_limited_to_one_provider() -> None:
    provider("SE1-VG")
    care_unit("SE1-VE1", "")
    care_unit("SE2-VE1", "")
    care_unit("SE2-VE2", "SE9-VG")
    assert found(care_provider="se1-vg") == [(6, ("SE1-VE1",))]
    assert found(care_provider="SE9-VG") == [(2, ("SE2-VE2", "SE9-VG"))]


def test_each_rule_is_one_question(django_assert_num_queries: object) -> None:
    care_unit("VE1", members=(sub_unit("ME1"),))
    with django_assert_num_queries(6):  # type: ignore[operator]
        control.run()


def test_every_violation_tells_its_code_and_what_to_do() -> None:
    care_unit("VE1", "")
    (violation,) = control.run()
    assert (violation.code, violation.rule_text) == ("VK6", control.RULES[6])
    assert "VE1" in violation.text


def test_correcting_the_tree_approves_it() -> None:
    care_unit("VE1", "")
    Unit.objects.filter(hsa_id="VE1").update(stated_provider="VG1")
    assert found() == []
