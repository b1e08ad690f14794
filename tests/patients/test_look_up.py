"""The population register (spec/roles-and-access.md 7.2, spec/demo-world.md Patients)."""

from __future__ import annotations

import logging

import pytest

from patients import demo
from patients.models import Patient
from patients.person_id import PersonId
from patients.queries import asking_once, look_up, look_up_many
from patients.register import LookupStatus, PatientRecord
from patients.services import set_unavailable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_register")]


def record(person_id: str) -> PatientRecord:
    patient = look_up(person_id).patient
    assert patient is not None
    return patient


def test_a_known_person_is_found_with_name_and_address() -> None:
    Patient.objects.create(
        person_id="191212121212",
        first_name="Tolvan",
        middle_name="Tolv",
        last_name="Tolvansson",
        care_of="c/o Ek",
        address_line_1="Gatan 1",
        address_line_2="Lgh 2",
        postal_code="99001",
        city="Norrvik",
    )
    patient = record("191212121212")
    assert patient.full_name == "Tolvan Tolv Tolvansson"
    assert (patient.address, patient.postal_code, patient.city) == ("c/o Ek, Gatan 1, Lgh 2", "99001", "Norrvik")


@pytest.mark.parametrize("form", ["19121212-1212", "121212+1212"])
def test_any_form_of_the_number_finds_the_person(form: str) -> None:
    Patient.objects.create(person_id="191212121212")
    assert look_up(form).status is LookupStatus.FOUND


@pytest.mark.parametrize("person_id", ["191212121212", "ABC", ""])
def test_an_unknown_number_or_text_is_not_found(person_id: str) -> None:
    assert look_up(person_id).status is LookupStatus.NOT_FOUND


def test_postal_code_zero_counts_as_none() -> None:
    Patient.objects.create(person_id="191212121212", postal_code="00000")
    assert record("191212121212").postal_code == ""


def test_a_person_may_always_give_an_error() -> None:
    Patient.objects.create(person_id="197201010118", answers_error=True)
    answer = look_up("197201010118")
    assert (answer.status, answer.patient) == (LookupStatus.ERROR, None)


def test_a_register_that_is_switched_off_gives_errors_for_everybody() -> None:
    Patient.objects.create(person_id="191212121212")
    set_unavailable(True)
    assert look_up("191212121212").status is LookupStatus.ERROR
    assert look_up("196403219055").status is LookupStatus.ERROR
    set_unavailable(False)
    assert look_up("191212121212").status is LookupStatus.FOUND


def test_a_configured_list_replaces_the_test_indicator(settings: object) -> None:
    Patient.objects.create(person_id="191212121212")
    Patient.objects.create(person_id="196507081237", is_test_person=True)
    settings.PU_TEST_PERSONS = ["191212121212"]  # type: ignore[attr-defined]
    assert record("191212121212").is_test_person
    assert not record("196507081237").is_test_person


def test_look_ups_are_logged_without_the_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="patients.queries"):
        look_up("191212121212")
    assert "NOT_FOUND" in caplog.text
    assert "121212" not in caplog.text


FLAGS = {
    "194712180100": "is_protected",
    "193502289014": "is_deceased",
    "194605291535": "is_deceased",
    "196507081237": "is_test_person",
}
ORDINARY = [
    "191212121212",
    "195401232540",
    "192703104329",
    "198706160291",
    "199103172608",
    "199507038181",
    "197902289342",
    "201803022381",
    "201004132385",
    "198001919011",
    "198001319014",
    "192703104321",
    "198001910002",
    "195401875769",
    "197705232382",
    "196203052391",
    "199911042381",
    "196802245123",
    "198309058710",
]


@pytest.mark.parametrize("person_id", ORDINARY)
def test_ordinary_persons_of_the_demo_world_have_a_name_and_no_flag(person_id: str) -> None:
    demo.load()
    patient = record(person_id)
    assert patient.has_name
    assert not (patient.is_protected or patient.is_deceased or patient.is_test_person)


@pytest.mark.parametrize(("person_id", "flag"), FLAGS.items())
def test_flagged_persons_of_the_demo_world_have_exactly_their_flag(person_id: str, flag: str) -> None:
    demo.load()
    patient = record(person_id)
    assert [name for name in sorted(set(FLAGS.values())) if getattr(patient, name)] == [flag]


def test_the_special_persons_of_the_demo_world() -> None:
    demo.load()
    assert not record("196209103412").has_name
    assert look_up("197201010118").status is LookupStatus.ERROR
    assert look_up("196403219055").status is LookupStatus.NOT_FOUND


def test_only_one_number_of_the_demo_world_has_a_wrong_check_digit() -> None:
    demo.load()
    numbers = Patient.objects.values_list("person_id", flat=True)
    assert [n for n in numbers if not PersonId(n).is_check_digit_valid] == ["192703104321"]
    assert len(numbers) == 25


# --- asked once -------------------------------------------------------------------------------------------------------
def test_in_a_block_what_the_register_answered_stands() -> None:
    with asking_once():
        assert look_up("191212121212").status is LookupStatus.NOT_FOUND
        Patient.objects.create(person_id="191212121212")
        assert look_up("191212121212").status is LookupStatus.NOT_FOUND
    assert look_up("191212121212").status is LookupStatus.FOUND


def test_in_a_block_only_those_are_asked_for_who_are_not_known(caplog: pytest.LogCaptureFixture) -> None:
    Patient.objects.create(person_id="191212121212")
    with asking_once(), caplog.at_level(logging.INFO, logger="patients.queries"):
        look_up("191212121212")
        found = look_up_many(["19121212-1212", "197902289342"])
    assert [answer.status for answer in found.values()] == [LookupStatus.FOUND, LookupStatus.NOT_FOUND]
    asked = [record for record in caplog.records if record.name == "patients.queries"]
    assert [record.args for record in asked] == [{"FOUND": 1}, {"NOT_FOUND": 1}]
