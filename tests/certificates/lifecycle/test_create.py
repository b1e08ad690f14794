"""New drafts (spec/lifecycle.md 2.2; the SOAP way has its own tests)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates import engine
from certificates.events import DomainEvent, EventKind
from certificates.lifecycle.create import create_draft
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from patients.register import PatientRecord
from tests.factories import (
    ME01,
    PATIENT,
    REGION,
    VE01,
    complete_answers,
    make_diagnoses,
    make_user,
)
from webcert.errors import AuthorizationProblem, AuthorizationProtected

pytestmark = pytest.mark.django_db
PERSON = PatientRecord(PATIENT, first_name="Tolvan", middle_name="Mitt", last_name="Tolvansson")
FK7804 = registry.get("fk7804", "2.0")


def create(**changes: Any) -> Certificate:
    arguments = {
        "user": make_user(),
        "certificate_type": FK7804,
        "patient": PERSON,
        "way_in": Certificate.WayIn.BROWSER,
    }
    return create_draft(**(arguments | changes))


def test_a_draft_belongs_to_the_users_unit() -> None:
    draft = create(user=make_user(unit=ME01))
    assert (draft.unit_id, draft.care_unit_id, draft.care_provider_id) == (ME01, VE01, REGION)
    assert (draft.workplace_code, draft.unit_mail) == ("1000001", "enhet@exempel.test")


def test_a_draft_begins_at_version_0_and_incomplete() -> None:
    draft = create()
    assert (draft.state, draft.version, draft.is_complete) == ("DRAFT", 0, False)
    assert (draft.type_id, draft.type_version) == ("fk7804", "2.0")


def test_the_patients_names_are_kept_for_the_lists() -> None:
    assert create().patient_name == "Tolvan Mitt Tolvansson"


def test_issuer_and_saver_are_the_user() -> None:
    draft = create()
    assert (draft.issuer_hsa_id, draft.saved_by_hsa_id) == (make_user().hsa_id, make_user().hsa_id)
    assert draft.issuer_positions == [{"code": "201010", "name": "Överläkare"}]


def test_a_name_given_by_the_caller_wins_over_the_directorys() -> None:
    draft = create(issuer_name="Annat Namn")
    assert (draft.issuer_name, draft.saved_by_name) == ("Annat Namn", "Annat Namn")


def test_prefilled_answers_are_validated() -> None:
    make_diagnoses()
    draft = create(prefill=engine.PrefillResult(complete_answers(), ()))
    assert draft.is_complete
    assert draft.answers["27"] is True


def test_the_units_contact_details_win_over_prefill() -> None:
    given = {"UNIT_CONTACT_INFORMATION": {"address": "Fel", "postal_code": "1", "city": "Fel", "phone": "1"}}
    draft = create(prefill=engine.PrefillResult(given, ()))
    assert draft.answers["UNIT_CONTACT_INFORMATION"]["city"] == "Exempelby"


def test_the_creation_is_in_the_history_and_heard(heard: list[DomainEvent]) -> None:
    draft = create()
    assert [(e.kind, e.user_hsa_id) for e in draft.events.all()] == [("SKAPAT", make_user().hsa_id)]
    assert [(e.kind, e.certificate, e.person_id) for e in heard] == [(EventKind.SKAPAT, draft, PATIENT)]


def test_a_complete_draft_of_a_journal_system_is_also_ready_in_the_history(heard: list[DomainEvent]) -> None:
    make_diagnoses()
    draft = create(
        way_in=Certificate.WayIn.CREATE_DRAFT_CERTIFICATE, prefill=engine.PrefillResult(complete_answers(), ())
    )
    assert [event.kind for event in draft.events.all()] == ["SKAPAT", "KFSIGN"]
    assert [event.kind for event in heard] == [EventKind.SKAPAT]
    assert draft.ready_for_sign_at is None


def test_a_denied_creation_stores_nothing(heard: list[DomainEvent]) -> None:
    with pytest.raises(AuthorizationProtected):
        create(user=make_user(Role.SJUKSKOTERSKA), patient=PatientRecord(PATIENT, is_protected=True))
    assert not Certificate.objects.exists()
    assert heard == []


def test_without_a_chosen_unit_no_draft_is_made() -> None:
    with pytest.raises(AuthorizationProblem):
        create(user=make_user(unit=""))


@pytest.mark.usefixtures("failing_receiver")
def test_a_receiver_that_fails_undoes_the_creation() -> None:
    with pytest.raises(RuntimeError):
        create()
    assert not Certificate.objects.exists()
