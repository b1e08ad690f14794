"""What the directory has answered is kept until the directory changes, and a minute at most (docs/adr/0012)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction

from hsa import directory, triggers
from hsa.models import Commission, CredentialRecord, DirectoryVersion, EmployeeRecord, Membership, Person, Unit
from hsa.services import set_unavailable
from hsa.tables import LIFETIME_S, current
from tests.hsa.factories import care_unit, connect, credential, person, provider, sub_unit
from webcert import clock

pytestmark = pytest.mark.django_db

Queries = Callable[[int], object]


def world() -> Person:
    provider("VG1", org_number="232100-0016")
    care_unit("VE1", members=(sub_unit("ME1"),))
    row = person(units=("VE1",))
    credential(row, pa_title_codes="204010")
    return row


def shown() -> list[str]:
    """The units that the person may work on."""
    return [
        unit.hsa_id
        for node in directory.unit_tree("P1").providers
        for care_unit in node.care_units
        for unit in (care_unit, *care_unit.sub_units)
    ]


def test_a_second_look_up_asks_only_for_the_version(django_assert_num_queries: Queries) -> None:
    world()
    directory.person_with_tree("P1")
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        directory.person_with_tree("P1")


def test_units_and_what_stands_above_them_are_kept_too(django_assert_num_queries: Queries) -> None:
    world()
    for call in (directory.unit, directory.parents, directory.notification_mail):
        first = call("ME1")
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            assert call("ME1") == first


def test_a_unit_that_is_not_there_is_found_as_soon_as_it_is() -> None:
    with pytest.raises(directory.UnitNotFound):
        directory.unit("VE1")
    care_unit("VE1")
    assert directory.unit("VE1").hsa_id == "VE1"


def test_what_an_answer_means_is_worked_out_at_each_moment() -> None:
    world()
    Unit.objects.filter(hsa_id="ME1").update(end=clock.now() + dt.timedelta(days=1))
    assert shown() == ["VE1", "ME1"]
    with clock.moved(dt.timedelta(days=2)):
        assert shown() == ["VE1"]


def by_queryset() -> None:
    Unit.objects.filter(hsa_id="VE1").update(end=clock.now())


def by_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM hsa_commission")


def by_instance() -> None:
    Commission.objects.get().delete()


def by_bulk() -> None:
    row = Unit.objects.get(hsa_id="VE1")
    row.end = clock.now()
    Unit.objects.bulk_update([row], ["end"])


@pytest.mark.parametrize("take_away", [by_queryset, by_sql, by_instance, by_bulk])
def test_authority_that_is_taken_away_is_gone_at_the_next_look_up(take_away: Callable[[], None]) -> None:
    world()
    assert shown() == ["VE1", "ME1"]
    take_away()
    assert shown() == []


CHANGES: dict[str, Callable[[Person], object]] = {
    "unit made": lambda _row: sub_unit("ME2"),
    "unit changed": lambda _row: Unit.objects.filter(hsa_id="ME1").update(name="Ny"),
    "unit removed": lambda _row: Unit.objects.filter(hsa_id="ME1").delete(),
    "connection made": lambda _row: connect(Unit.objects.get(hsa_id="VE1"), Unit.objects.get(hsa_id="VG1")),
    "connection removed": lambda _row: Membership.objects.all().delete(),
    "person made": lambda _row: person("P2"),
    "person changed": lambda _row: Person.objects.update(person_id="191212121212"),
    "employment made": lambda row: EmployeeRecord.objects.create(person=row),
    "employment changed": lambda _row: EmployeeRecord.objects.update(is_protected=True),
    "employment removed": lambda _row: EmployeeRecord.objects.all().delete(),
    "credential made": lambda row: credential(row),
    "credential changed": lambda _row: CredentialRecord.objects.update(pa_title_codes=""),
    "credential removed": lambda _row: CredentialRecord.objects.all().delete(),
    "commission made": lambda row: Commission.objects.bulk_create([Commission(person=row, care_unit_id="VE1")]),
    "commission changed": lambda _row: Commission.objects.update(purpose="Forskning"),
    "directory switched off": lambda _row: set_unavailable(True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_gives_the_directory_a_new_version(change: Callable[[Person], object]) -> None:
    row = world()
    before = DirectoryVersion.objects.get().token
    change(row)
    assert DirectoryVersion.objects.get().token != before


def test_every_table_of_the_directory_is_watched() -> None:
    tables = {model._meta.db_table for model in apps.get_app_config("hsa").get_models()}
    assert set(triggers.WATCHED) == tables - {DirectoryVersion._meta.db_table}


def test_what_was_read_of_a_change_that_is_undone_is_never_answered_again() -> None:
    world()
    with transaction.atomic():
        Unit.objects.filter(hsa_id="ME1").update(name="Ångrat")
        assert directory.unit("ME1").name == "Ångrat"
        transaction.set_rollback(True)
    assert directory.unit("ME1").name == "ME1"
    Unit.objects.filter(hsa_id="ME1").update(name="Nytt")
    assert directory.unit("ME1").name == "Nytt"


def test_an_answer_is_asked_for_again_when_its_minute_is_over(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Queries
) -> None:
    world()
    directory.unit("VE1")
    later = clock.wall_now() + dt.timedelta(seconds=LIFETIME_S)
    monkeypatch.setattr(clock, "wall_now", lambda: later)
    with django_assert_max_num_queries(10) as asked:  # type: ignore[attr-defined]
        directory.unit("VE1")
    assert len(asked) > 1


def test_without_a_version_nothing_is_kept() -> None:
    world()
    DirectoryVersion.objects.all().delete()
    assert current().version != current().version
    assert shown() == ["VE1", "ME1"]


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_connection_is_seen_at_once() -> None:
    world()
    assert shown() == ["VE1", "ME1"]

    def close() -> None:
        by_queryset()
        connection.close()

    other = threading.Thread(target=close)
    other.start()
    other.join()
    assert shown() == []


def test_the_number_of_questions_does_not_grow_with_the_units(django_assert_num_queries: Queries) -> None:
    provider("VG1")
    for number in range(12):
        care_unit(f"VE{number}", members=(sub_unit(f"ME{number}"),))
    person(units=tuple(f"VE{number}" for number in range(12)))
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        directory.unit_tree("P1")


@pytest.mark.parametrize("number", [1, 25])
def test_many_persons_cost_as_many_questions_as_one(django_assert_num_queries: Queries, number: int) -> None:
    provider("VG1")
    for n in range(number):
        care_unit(f"VE{n}", members=(sub_unit(f"ME{n}"),))
        person(f"P{n}", units=(f"VE{n}",))
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        members = directory.staff([f"P{n}" for n in range(number)])
    assert len(members) == number
    assert all(member.tree.providers[0].care_units[0].sub_units for member in members)
