"""The merged person record (spec/roles-and-access.md 1.1, 1.2)."""

from __future__ import annotations

import pytest

from hsa import directory
from hsa.records import PaTitle
from hsa.roles import Role
from hsa.services import set_unavailable
from tests.hsa.factories import credential, employee, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_directory")]


def test_the_name_is_that_of_the_first_record() -> None:
    row = person(employed=False)
    employee(row, position=2, given_name="Ada", middle_and_surname="Gift")
    employee(row, position=1, given_name="Ada", middle_and_surname="Född")
    assert directory.person("P1").name == "Ada Född"


def test_empty_parts_of_the_name_are_skipped() -> None:
    employee(person(employed=False), given_name="", middle_and_surname="Ek")
    assert directory.person("P1").name == "Ek"


def test_licences_and_specialities_are_sorted_unions() -> None:
    row = person(employed=False)
    employee(row, licences="Sjuksköterska\nBarnmorska", specialities="Ögonsjukdomar")
    employee(row, licences="Barnmorska\n\n Läkare ", specialities="Geriatrik\nGeriatrik")
    record = directory.person("P1")
    assert record.licences == ("Barnmorska", "Läkare", "Sjuksköterska")
    assert record.specialities == ("Geriatrik", "Ögonsjukdomar")


def test_titles_are_distinct_sorted_and_joined() -> None:
    row = person(employed=False)
    for title in ("Överläkare", "Chef", " ", "Chef"):
        employee(row, title=title)
    assert directory.person("P1").title == "Chef, Överläkare"


def test_pa_titles_are_sorted_by_code_and_those_without_code_dropped() -> None:
    row = person(employed=False)
    employee(row, pa_titles="204010 AT-läkare\nUtan kod")
    employee(row, pa_titles="203020\n204010 Annat namn")
    record = directory.person("P1")
    assert record.pa_titles == (PaTitle("203020", ""), PaTitle("204010", "AT-läkare"))
    assert record.title_codes == ("203020", "204010")


def test_one_protected_record_makes_a_protected_person() -> None:
    row = person()
    employee(row, is_protected=True)
    assert directory.person("P1").is_protected


def test_feigned_records_are_never_given_out() -> None:
    row = person()
    employee(row, is_feigned=True, licences="Läkare")
    assert directory.person("P1").licences == ()


def test_the_personal_prescription_code_is_that_of_the_last_credential_record() -> None:
    row = person()
    credential(row, position=1, personal_prescription_code="1111111", group_prescription_codes="9300005")
    credential(row, position=2, personal_prescription_code="2222222", group_prescription_codes="9100009\n9200007")
    record = directory.person("P1")
    assert record.prescription_codes == ("2222222", "9300005", "9100009", "9200007")


def test_a_last_credential_record_without_code_leaves_the_group_codes() -> None:
    row = person()
    credential(row, position=1, personal_prescription_code="1111111")
    credential(row, position=2, group_prescription_codes="9300005")
    assert directory.person("P1").prescription_codes == ("9300005",)


def test_title_codes_of_credentials_keep_their_order() -> None:
    row = person()
    credential(row, position=1, pa_title_codes="204090\n203090")
    credential(row, position=2, pa_title_codes="101010")
    assert directory.person("P1").credential_title_codes == ("204090", "203090", "101010")


@pytest.mark.parametrize(
    ("stored", "kept"),
    [
        ("BIF;Loggadministratör", "BIF;Loggadministratör"),
        (";Loggadministratör", "Loggadministratör"),
        ("Loggadministratör", "Loggadministratör"),
        (" INTYG ; Rehab-VE1 ", "INTYG;Rehab-VE1"),
    ],
)
def test_system_roles_are_system_and_role_or_the_role_alone(stored: str, kept: str) -> None:
    credential(person(), system_roles=stored)
    assert directory.person("P1").system_roles == (kept,)


def test_the_role_is_resolved_from_both_kinds_of_records() -> None:
    row = person(employed=False)
    employee(row, licences="Sjuksköterska", pa_titles="204090 Läkare")
    credential(row, personal_prescription_code="9200007")
    assert directory.person("P1").resolve_role().role is Role.LAKARE


@pytest.mark.parametrize("asked", ["p1", " P 1 "])
def test_hsa_ids_are_compared_without_case_and_blanks(asked: str) -> None:
    person("P1")
    assert directory.person(asked).hsa_id == "P1"


def test_an_unknown_person_is_not_found() -> None:
    with pytest.raises(directory.PersonNotFound):
        directory.person("P1")


def test_a_person_without_employee_record_is_not_found() -> None:
    person(employed=False)
    with pytest.raises(directory.PersonNotFound):
        directory.person("P1")


def test_a_directory_that_is_switched_off_answers_nobody() -> None:
    person("P1")
    set_unavailable(True)
    for call in (directory.person, directory.unit_tree, directory.unit, directory.parents):
        with pytest.raises(directory.DirectoryUnavailable):
            call("P1")  # type: ignore[operator]
    set_unavailable(False)
    assert directory.person("P1").name == "Ada Ek"
