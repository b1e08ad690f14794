"""Many persons asked for together (spec/roles-and-access.md 1.1-1.3)."""

from __future__ import annotations

import datetime as dt

import pytest

import hsa.demo
from hsa import directory
from hsa.models import Person
from hsa.services import set_unavailable
from tests.hsa.factories import care_unit, employee, person, provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_directory")]

NOW = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)


def shown(records: tuple[directory.CommissionRecord, ...]) -> list[tuple[str, ...]]:
    return [
        (
            record.name,
            record.purpose,
            record.care_unit.name if record.care_unit else record.care_unit_id,
            record.care_provider.name if record.care_provider else record.care_provider_id,
        )
        for record in records
    ]


def test_each_is_answered_as_if_asked_for_alone() -> None:
    hsa.demo.load()
    hsa_ids = [row.hsa_id for row in Person.objects.all()]
    members = directory.staff(hsa_ids)
    assert [member.person.hsa_id for member in members] == hsa_ids
    for member in members:
        hsa_id = member.person.hsa_id
        assert member.person == directory.person(hsa_id)
        assert shown(member.commissions) == shown(directory.commissions(hsa_id))
        assert member.tree == directory.unit_tree(hsa_id)


def test_who_is_not_known_is_left_out() -> None:
    person("P1")
    person("P2", employed=False)
    employee(person("P3", employed=False), is_feigned=True)
    assert [member.person.hsa_id for member in directory.staff(["P1", "P2", "P3", "P4"])] == ["P1"]


def test_the_units_are_those_that_are_active_at_the_moment() -> None:
    provider("VG1")
    care_unit("VE1", end=NOW - dt.timedelta(days=1))
    person("P1", units=("VE1",))
    (now,) = directory.staff(["P1"], at=NOW)
    (before,) = directory.staff(["P1"], at=NOW - dt.timedelta(days=2))
    assert now.tree.providers == ()
    assert [unit.hsa_id for unit in before.tree.providers[0].care_units] == ["VE1"]


def test_an_unreachable_directory_answers_for_nobody() -> None:
    person("P1")
    set_unavailable(True)
    with pytest.raises(directory.DirectoryUnavailable):
        directory.staff(["P1"])
