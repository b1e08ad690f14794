"""Renewing (spec/lifecycle.md 5.1, 5.2; spec/certificate-types/README.md 1, 3, 8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from accounts.user import LaunchParameters
from certificates import queries
from certificates.events import DomainEvent
from certificates.lifecycle.renew import renew
from certificates.models import Certificate
from certificates.questions.base import PeriodEnd
from certificates.types import registry
from certificates.types.base import Engine
from certificates.types.fk7804 import FK7804
from hsa.roles import Role
from notifications.models import IntegratedUnit, StatusUpdate
from pdllog.models import PdlRecord
from tests.certificates.engine.world import COMPLETE, UNIT_CONTACT
from tests.certificates.lifecycle.kinds import CONTACT, LONG_AGO, answers_of, older
from tests.factories import (
    DECEASED,
    OTHER_PATIENT,
    PATIENT,
    PROTECTED,
    REGISTER_ERROR,
    TEST_PERSON,
    UNKNOWN_PERSON,
    VE01,
    VE02,
    VE22,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.notifications.conftest import integrate
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    AuthorizationProtected,
    ComplementExists,
    DataNotFound,
    InvalidState,
    InvalidStateReplaced,
    PuProblem,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    make_patient()
    make_diagnoses()


def test_a_renewal_is_a_new_draft_of_the_user_that_points_at_its_parent() -> None:
    parent = make_signed(answers=COMPLETE)
    draft = renew(user=make_user(), certificate_id=parent.pk)
    assert (draft.state, draft.version, draft.relation, draft.parent_id) == ("DRAFT", 0, "FRLANG", parent.pk)
    assert (draft.unit_id, draft.saved_by_hsa_id, draft.way_in) == (VE01, make_user().hsa_id, "RELATION")
    assert (draft.signed_at, draft.sent_at) == (None, None)


def test_what_the_type_clears_is_gone_and_the_rest_is_carried() -> None:
    draft = renew(user=make_user(), certificate_id=make_signed(answers=COMPLETE).pk)
    assert set(COMPLETE) - set(draft.answers) == {"1", "1.3", "32", "39", "39.4", "26", "26.2"}
    assert draft.answers["33.2"] == COMPLETE["33.2"]


def test_the_draft_is_validated_anew() -> None:
    assert not renew(user=make_user(), certificate_id=make_signed(answers=COMPLETE).pk).is_complete


def test_the_parent_is_not_touched() -> None:
    parent = make_signed(answers=COMPLETE)
    before = Certificate.objects.values().get(pk=parent.pk)
    renew(user=make_user(), certificate_id=parent.pk)
    assert Certificate.objects.values().get(pk=parent.pk) == before


def test_edited_contact_details_go_along_on_the_same_unit() -> None:
    draft = renew(user=make_user(), certificate_id=make_signed(answers=COMPLETE | {UNIT_CONTACT: CONTACT}).pk)
    assert draft.answers[UNIT_CONTACT] == CONTACT


def test_contact_details_come_from_hsa_on_another_unit() -> None:
    parent = make_signed(make_user(unit=VE02), answers=COMPLETE | {UNIT_CONTACT: CONTACT})
    draft = renew(user=make_integrated_user(), certificate_id=parent.pk)
    assert draft.answers[UNIT_CONTACT]["address"] == "Storgatan 1"


def test_the_history_has_the_relation_and_no_creation(heard: list[DomainEvent]) -> None:
    draft = renew(user=make_user(), certificate_id=make_signed().pk)
    assert [event.kind for event in draft.events.all()] == ["FORLANGER"]
    assert [event.kind for event in heard] == ["FORLANGER"]


def test_the_journal_system_hears_of_a_created_draft() -> None:
    integrate()
    draft = renew(user=make_integrated_user(), certificate_id=make_signed().pk)
    [update] = StatusUpdate.objects.all()
    assert (update.code, update.certificate_id, update.handled_by) == ("SKAPAT", draft.pk, make_user().hsa_id)


def test_the_pdl_log_has_one_writing_on_the_new_draft() -> None:
    draft = renew(user=make_user(), certificate_id=make_signed().pk)
    [record] = PdlRecord.objects.all()
    assert (record.activity_type, record.activity_level) == (PdlRecord.ActivityType.WRITE, draft.pk)


def test_the_launchs_reference_goes_along() -> None:
    user = make_integrated_user(launch=LaunchParameters(ref="journal-17"))
    assert renew(user=user, certificate_id=make_signed(reference="old").pk).reference == "journal-17"


def test_a_new_unit_of_the_care_provider_becomes_integrated_as_the_old_one() -> None:
    integrate(VE02)
    parent = make_signed(make_user(unit=VE02))
    renew(user=make_integrated_user(), certificate_id=parent.pk)
    assert IntegratedUnit.objects.filter(unit_id=VE01).exists()


def test_a_stand_alone_user_makes_no_unit_integrated() -> None:
    integrate(VE02)
    renew(user=make_user(), certificate_id=make_signed().pk)
    assert not IntegratedUnit.objects.filter(unit_id=VE01).exists()


def test_coherent_journaling_renews_from_another_care_provider() -> None:
    parent = make_signed(make_user(unit=VE22))
    user = make_integrated_user(launch=LaunchParameters(sjf=True))
    assert renew(user=user, certificate_id=parent.pk).unit_id == VE01


def test_another_care_provider_is_out_of_reach_without_it() -> None:
    with pytest.raises(AuthorizationProblem):
        renew(user=make_integrated_user(), certificate_id=make_signed(make_user(unit=VE22)).pk)


def test_an_administrator_may_renew() -> None:
    assert renew(user=make_user(Role.VARDADMINISTRATOR), certificate_id=make_signed().pk).is_draft


def test_several_renewals_stand_together() -> None:
    parent = make_signed()
    drafts = {renew(user=make_user(), certificate_id=parent.pk).pk for _ in range(2)}
    assert set(parent.children.values_list("pk", flat=True)) == drafts


def test_kopiering_ok_false_stops_a_renewal() -> None:
    user = make_integrated_user(launch=LaunchParameters(kopiering_ok=False))
    with pytest.raises(AuthorizationProblem):
        renew(user=user, certificate_id=make_signed().pk)


def test_a_deceased_patients_certificate_is_not_renewed() -> None:
    make_patient(DECEASED)
    with pytest.raises(AuthorizationProblem):
        renew(user=make_user(), certificate_id=make_signed(person_id=DECEASED).pk)


@pytest.mark.parametrize(("relation", "error"), [("ERSATT", InvalidStateReplaced), ("KOMPLT", ComplementExists)])
def test_a_replaced_or_complemented_certificate_is_not_renewed(relation: str, error: type[Exception]) -> None:
    parent = make_signed()
    make_signed(parent=parent, relation=relation)
    with pytest.raises(error):
        renew(user=make_user(), certificate_id=parent.pk)
    assert parent.children.count() == 1


def test_a_revoked_certificate_is_not_renewed() -> None:
    with pytest.raises(InvalidState):
        renew(user=make_user(), certificate_id=make_signed(revoked_at=clock.now()).pk)


def test_a_test_certificates_renewal_is_one_too() -> None:
    assert renew(user=make_user(), certificate_id=make_signed(is_test_certificate=True).pk).is_test_certificate


def test_a_test_persons_renewal_is_a_test_certificate() -> None:
    make_patient(TEST_PERSON)
    assert renew(user=make_user(), certificate_id=make_signed(person_id=TEST_PERSON).pk).is_test_certificate


def test_names_are_read_anew_from_the_register() -> None:
    make_patient(OTHER_PATIENT, first_name="Nytt", last_name="Namn")
    draft = renew(user=make_user(), certificate_id=make_signed(person_id=OTHER_PATIENT).pk)
    assert draft.patient_name == "Nytt Namn"


def test_the_new_number_of_the_launch_is_used() -> None:
    make_patient(OTHER_PATIENT)
    user = make_integrated_user(launch=LaunchParameters(alternate_patient_ssn="19910317-2608"))
    assert renew(user=user, certificate_id=make_signed().pk).person_id == OTHER_PATIENT


@pytest.mark.parametrize("given", ["19910317-260X", "199103172608"], ids=["reserve number", "unknown"])
def test_a_number_that_nobody_has_leaves_the_old_one(given: str) -> None:
    user = make_integrated_user(launch=LaunchParameters(alternate_patient_ssn=given))
    assert renew(user=user, certificate_id=make_signed().pk).person_id == PATIENT


def test_a_patient_whom_the_register_does_not_know_is_not_found() -> None:
    with pytest.raises(DataNotFound):
        renew(user=make_user(), certificate_id=make_signed(person_id=UNKNOWN_PERSON).pk)


def test_without_an_answer_of_the_register_nothing_is_renewed() -> None:
    make_patient(REGISTER_ERROR)
    with pytest.raises(PuProblem):
        renew(user=make_user(), certificate_id=make_signed(person_id=REGISTER_ERROR).pk)


def test_a_new_number_of_a_protected_person_is_for_those_who_handle_them() -> None:
    make_patient(PROTECTED)
    launch = LaunchParameters(alternate_patient_ssn=PROTECTED)
    parent = make_signed()
    with pytest.raises(AuthorizationProtected):
        renew(user=make_integrated_user(Role.VARDADMINISTRATOR, launch=launch), certificate_id=parent.pk)
    assert renew(user=make_integrated_user(launch=launch), certificate_id=parent.pk).person_id == PROTECTED


def test_the_older_engine_takes_the_newest_text_of_the_same_major_version() -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    versions = [older(version="1.0"), older(version="1.2"), older(version="1.3", active_from=tomorrow)]
    with registry.installed(*versions, older(version="2.0")):
        draft = renew(user=make_user(), certificate_id=make_signed(type_id="luse", type_version="1.0").pk)
    assert draft.type_version == "1.2"


def test_the_older_engine_takes_contact_details_from_hsa() -> None:
    ctype = older(version="1.9")
    with registry.installed(ctype):
        parent = make_signed(type_id="luse", type_version="1.9", answers=answers_of(ctype, q25="kvar", q26="bort"))
        draft = renew(user=make_user(), certificate_id=parent.pk)
    assert draft.answers["25"] == "kvar"
    assert "26" not in draft.answers
    assert draft.answers[UNIT_CONTACT]["address"] == "Storgatan 1"


def test_a_type_that_lives_on_as_a_model_is_renewed_into_it() -> None:
    """As lisjp into fk7804: through svar, then what the model clears is dropped."""
    lisjp = replace(FK7804, type_id="lisjp", version="1.3", engine=Engine.LEGACY, active_from=LONG_AGO)
    with registry.installed(lisjp):
        parent = make_signed(type_id="lisjp", type_version="1.3", answers=COMPLETE)
        draft = renew(user=make_user(), certificate_id=parent.pk)
    assert (draft.type_id, draft.type_version, draft.parent_id) == ("fk7804", "2.0", parent.pk)
    assert draft.answers["19"] == COMPLETE["19"]
    assert draft.answers["35"]["text"].endswith("Uttalad trötthet.")
    assert "32" not in draft.answers


def test_a_model_that_is_not_active_yet_renews_nothing() -> None:
    lisjp = replace(FK7804, type_id="lisjp", version="1.3", engine=Engine.LEGACY, code="X", active_from=LONG_AGO)
    later = replace(FK7804, type_id="lisjp2", code="X", active_from=clock.today() + dt.timedelta(days=1))
    with registry.installed(lisjp, later):
        draft = renew(user=make_user(), certificate_id=make_signed(type_id="lisjp", type_version="1.3").pk)
    assert draft.type_id == "lisjp"


def test_a_renewal_tells_how_the_last_period_of_the_list_ended() -> None:
    draft = renew(user=make_user(), certificate_id=make_signed(answers=COMPLETE).pk)
    end = queries.period_of_parent(draft)
    assert end is not None
    assert (str(end.day), end.level) == ("2026-01-28", FK7804.question("32").degrees[-1].label)


def test_the_older_engine_tells_the_period_that_ended_last_and_the_day_when_there_is_none() -> None:
    lisjp = replace(FK7804, type_id="lisjp", version="1.3", engine=Engine.LEGACY, code="X", active_from=LONG_AGO)
    with registry.installed(lisjp):
        values = {"type_id": "lisjp", "type_version": "1.3"}
        later = renew(user=make_user(), certificate_id=make_signed(answers=COMPLETE, **values).pk)
        none = renew(user=make_user(), certificate_id=make_signed(**values).pk)
        assert str(queries.period_of_parent(later).day) == "2026-02-11"
        assert queries.period_of_parent(none) == PeriodEnd(clock.today(), "")


def test_only_a_renewal_tells_of_its_parents_period() -> None:
    assert queries.period_of_parent(make_draft(parent=make_signed(answers=COMPLETE), relation="ERSATT")) is None


@pytest.mark.usefixtures("failing_receiver")
def test_a_receiver_that_fails_leaves_no_draft() -> None:
    parent = make_signed()
    with pytest.raises(RuntimeError):
        renew(user=make_user(), certificate_id=parent.pk)
    assert not parent.children.exists()
