"""The built-in register as a table: what it costs to ask, and what can be stored (spec/roles-and-access.md 7.2)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from patients.models import Patient
from patients.queries import look_up, look_up_many
from patients.register import BATCH_SIZE, LookupStatus, PatientRecord

pytestmark = pytest.mark.django_db


def test_many_are_asked_in_batches_and_answered_by_the_text_asked_for(django_assert_num_queries: object) -> None:
    numbers = [f"19{n:010}" for n in range(BATCH_SIZE + 1)]
    Patient.objects.bulk_create(Patient(person_id=number) for number in numbers[:-1])
    asked = [*numbers[1:], "19000000-0000"]
    with django_assert_num_queries(2):  # type: ignore[operator]
        answers = look_up_many(asked)
    assert answers["19000000-0000"].patient == PatientRecord(person_id="190000000000")
    assert answers[numbers[-1]].status is LookupStatus.NOT_FOUND
    assert len(answers) == len(asked)


def test_a_person_and_the_state_of_the_register_are_one_question(django_assert_num_queries: object) -> None:
    Patient.objects.create(person_id="191212121212")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert look_up("191212121212").status is LookupStatus.FOUND


def test_nobody_asked_for_means_no_question(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert look_up_many([]) == {}


@pytest.mark.parametrize("person_id", ["19121212-121", "181212121212", "1212121212"])
def test_only_twelve_digits_can_be_stored(person_id: str) -> None:
    with pytest.raises(IntegrityError):
        Patient.objects.create(person_id=person_id)


def test_the_text_of_a_row_does_not_tell_the_number() -> None:
    row = Patient.objects.create(person_id="191212121212", first_name="Tolvan", last_name="Tolvansson")
    assert str(row) == f"Person {row.pk}"
