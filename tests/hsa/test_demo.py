"""The directory of the demo world (spec/demo-world.md)."""

from __future__ import annotations

import pytest

from hsa import control, demo, directory
from hsa.roles import Role
from hsa.tree import units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_directory")]

R, E, L, B = demo.REGION, demo.EKEN, demo.LINDEN, demo.BROKEN


@pytest.fixture(autouse=True)
def _demo_world() -> None:
    demo.load()


@pytest.mark.parametrize(
    ("person", "role", "role_type", "care_units"),
    [
        (R + "P001", Role.LAKARE, "Läkare", {R + "VE01"}),
        (R + "P002", Role.LAKARE, "Läkare - AT", {R + "VE01"}),
        (R + "P003", Role.LAKARE, "Läkare - inom EU", {R + "VE01", R + "VE02"}),
        (R + "P004", Role.TANDLAKARE, "Tandläkare", {R + "VE02"}),
        (R + "P005", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", {R + "VE01"}),
        (R + "P006", Role.SJUKSKOTERSKA, "Sjuksköterska", {R + "VE01"}),
        (R + "P007", Role.BARNMORSKA, "Barnmorska", {R + "VE01"}),
        (R + "P008", Role.LAKARE, "Läkare", set()),
        (E + "P009", Role.LAKARE, "Läkare", {E + "VE21", E + "VE22"}),
        (L + "P010", Role.LAKARE, "Läkare", {L + "VE31"}),
        (R + "P011", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", set()),
        (R + "P012", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", {R + "VE01"}),
        (R + "P013", Role.LAKARE, "Läkare", {R + "VE01", R + "VE02", E + "VE21"}),
        (R + "P014", Role.LAKARE, "Läkare - BT", {R + "VE01"}),
        (R + "P015", Role.LAKARE, "Läkare - utom EU", {R + "VE01"}),
        (R + "P016", Role.LAKARE, "Läkare - Vikariat", {R + "VE01"}),
        (R + "P017", Role.LAKARE, "Läkare - Student", {R + "VE01"}),
        (R + "P018", Role.LAKARE, "Läkare", {R + "VE01"}),
        (R + "P019", Role.LAKARE, "Läkare", set()),
        (R + "P020", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", {R + "VE01"}),
        (R + "P021", Role.LAKARE, "Läkare - AT", {R + "VE01"}),
        (R + "P022", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", {R + "VE01"}),
    ],
)
def test_each_person_has_the_role_and_the_care_units_of_the_table(
    person: str, role: Role, role_type: str, care_units: set[str]
) -> None:
    resolution = directory.person(person).resolve_role()
    tree = directory.unit_tree(person).providers
    assert (resolution.role, resolution.role_type) == (role, role_type)
    assert {unit.hsa_id for unit in units(tree) if unit.is_care_unit} == care_units


def test_only_p018_is_protected_and_only_p011_a_log_administrator() -> None:
    people = [directory.person(seed.number) for seed in demo.PERSONS]
    assert [p.hsa_id for p in people if p.is_protected] == [R + "P018"]
    assert [p.hsa_id for p in people if "BIF;Loggadministratör" in p.system_roles] == [R + "P011"]


def test_administrators_are_not_in_hsa() -> None:
    with pytest.raises(directory.PersonNotFound):
        directory.person(R + "A001")


def test_the_first_sub_unit_has_its_own_code_and_mail_and_the_second_neither() -> None:
    first, second = directory.unit(R + "ME01"), directory.unit(R + "ME02")
    assert (first.workplace_code, bool(first.mail)) == ("1000011", True)
    assert (second.workplace_code, second.mail) == ("0000000", "")
    assert directory.notification_mail(R + "ME02") == directory.unit(R + "VE01").mail
    assert directory.parents(R + "ME01") == (R + "VE01", R + "VG01")


@pytest.mark.parametrize(("unit", "code"), [("VE01", "1000001"), ("VE02", "1000002")])
def test_the_care_units_of_the_region_are_complete(unit: str, code: str) -> None:
    node = directory.unit(R + unit)
    assert node.workplace_code == code
    assert all([node.mail, node.phone, node.address, node.postal_code, node.city])


def test_the_unit_without_subscription_lacks_mail_and_workplace_code() -> None:
    node = directory.unit(L + "VE31")
    assert (node.mail, node.workplace_code) == ("", "0000000")


@pytest.mark.parametrize(
    ("person", "org_number", "ownership"),
    [(R + "P001", "232100-0016", "OFFENTLIG"), (E + "P009", "556500-0001", "PRIVAT")],
)
def test_organisation_numbers_are_the_ten_digits_of_the_id(person: str, org_number: str, ownership: str) -> None:
    (node,) = directory.unit_tree(person).providers
    assert (node.org_number, node.ownership) == (org_number, ownership)


def test_the_broken_tree_breaks_each_rule_once_and_the_rest_is_clean() -> None:
    assert [(v.rule, v.ids) for v in control.run()] == [
        (1, (B + "VE42", B + "VE41")),
        (2, (B + "VE43", B + "ENH1")),
        (3, (B + "ME41", B + "VE41", B + "VE44")),
        (4, (B + "VG05", B + "VE44")),
        (5, (B + "VG06", B + "VG04")),
        (6, (B + "VE46",)),
    ]


def test_the_region_alone_is_approved() -> None:
    assert control.run(care_provider=R + "VG01") == []
    assert len(control.run(care_provider=B + "VG04")) == 6


def test_numbers_are_of_series_that_are_never_given_out_and_mail_ends_in_test() -> None:
    assert all(seed.phone.startswith(("08-465 004", "031-390 06", "040-628 04")) for seed in demo.UNITS if seed.phone)
    assert all(seed.mail.endswith(".test") for seed in demo.UNITS if seed.mail)
