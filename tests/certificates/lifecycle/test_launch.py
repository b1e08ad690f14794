"""What a launch may change in a draft (spec/integration.md 3.4, 3.5; spec/roles-and-access.md 7.7)."""

from __future__ import annotations

import pytest

from certificates.events import DomainEvent, EventKind
from certificates.lifecycle.launch import change_patient, keep_reference
from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import (
    OTHER_PATIENT,
    PATIENT,
    PROTECTED,
    REGISTER_ERROR,
    UNKNOWN_PERSON,
    VE01,
    VE02,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
    tree,
)
from webcert.errors import AuthorizationProblem, AuthorizationProtected, PuProblem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patients() -> None:
    make_patient()
    make_patient(OTHER_PATIENT, first_name="Moa", last_name="Stjärnfeldt")


def keep(certificate: Certificate, reference: str) -> str:
    keep_reference(user=make_integrated_user(), certificate_id=certificate.pk, reference=reference)
    certificate.refresh_from_db()
    return certificate.reference


def test_a_draft_without_reference_gets_the_launchs() -> None:
    assert keep(make_draft(), " REF-1 ") == "REF-1"


def test_a_reference_is_never_overwritten() -> None:
    assert keep(make_draft(reference="REF-1"), "REF-2") == "REF-1"


def test_a_signed_certificate_gets_no_reference() -> None:
    assert keep(make_signed(), "REF-1") == ""


def test_a_reference_that_does_not_fit_is_left_out() -> None:
    assert keep(make_draft(), "r" * 256) == ""


def change(certificate: Certificate, number: str, **user: object) -> str:
    former = change_patient(user=make_integrated_user(**user), certificate_id=certificate.pk, person_id=number)
    certificate.refresh_from_db()
    return former


def test_a_new_number_moves_the_draft_and_tells_the_former(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    assert change(draft, "19910317-2608") == PATIENT
    assert (draft.person_id, draft.patient_name, draft.version) == (OTHER_PATIENT, "Moa Stjärnfeldt", 1)
    assert [event.kind for event in heard] == [EventKind.ANDRAT]


@pytest.mark.parametrize("number", ["", PATIENT, "R1912121212", "199103172609", UNKNOWN_PERSON])
def test_no_usable_new_number_changes_nothing(number: str, heard: list[DomainEvent]) -> None:
    draft = make_draft()
    assert change(draft, number) == ""
    assert (draft.person_id, draft.version) == (PATIENT, 0)
    assert heard == []


def test_a_signed_certificate_keeps_its_number() -> None:
    certificate = make_signed()
    assert change(certificate, OTHER_PATIENT) == ""
    assert certificate.person_id == PATIENT


def test_a_draft_on_a_unit_that_the_user_lacks_is_refused() -> None:
    region_without_ve02 = tree()[:1]
    [region] = region_without_ve02
    only_ve01 = (type(region)(region.hsa_id, region.name, care_units=region.care_units[:1]),)
    with pytest.raises(AuthorizationProblem):
        change(make_draft(make_user(unit=VE02)), OTHER_PATIENT, unit=VE01, providers=only_ve01)


def test_a_draft_of_another_unit_is_read_only_and_stays() -> None:
    draft = make_draft(make_user(unit=VE02))
    assert change(draft, OTHER_PATIENT) == ""
    assert draft.person_id == PATIENT


def test_a_draft_is_not_moved_to_a_protected_person_by_an_administrator() -> None:
    make_patient(PROTECTED)
    with pytest.raises(AuthorizationProtected):
        change(make_draft(), PROTECTED, role=Role.VARDADMINISTRATOR)


def test_without_an_answer_of_the_register_nothing_is_moved() -> None:
    make_patient(REGISTER_ERROR)
    with pytest.raises(PuProblem):
        change(make_draft(), REGISTER_ERROR)
