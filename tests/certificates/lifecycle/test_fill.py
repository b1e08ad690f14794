"""Template and candidate (spec/lifecycle.md 5.6; spec/death-certificates.md 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from certificates.events import DomainEvent
from certificates.lifecycle.fill import create_from_template, fill_from_candidate, offered_candidate
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from certificates.types.fk7804 import FK7804
from hsa.roles import Role
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from tests.certificates.engine.world import COMPLETE, UNIT_CONTACT
from tests.certificates.lifecycle.kinds import LONG_AGO, answers_of, cause, death, employer
from tests.factories import (
    DECEASED,
    PROTECTED,
    VE02,
    VE21,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.notifications.conftest import integrate
from webcert import clock
from webcert.errors import AuthorizationProblem, ConcurrentModification, InvalidState, InvalidStateReplaced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    make_patient()
    make_patient(DECEASED)
    make_patient(PROTECTED)
    make_diagnoses()
    with registry.installed(employer(), death(), cause()):
        yield


def death_certificate(**changes: object) -> Certificate:
    user = changes.pop("user", None)
    values = {"type_id": "db", "type_version": "1.0", "answers": answers_of(death(), q1="id-kort")}
    return make_signed(user, **(values | changes))


def cause_draft(**changes: object) -> Certificate:
    return make_draft(**({"type_id": "doi", "type_version": "1.0"} | changes))


def employer_draft(**changes: object) -> Certificate:
    return make_draft(
        **({"type_id": "ag7804", "type_version": "2.0", "answers": {UNIT_CONTACT: {"city": "Här"}}} | changes)
    )


def from_template(source: Certificate, type_id: str = "ag7804", **changes: object) -> Certificate:
    return create_from_template(**({"user": make_user(), "certificate_id": source.pk, "type_id": type_id} | changes))


# --- template -----------------------------------------------------------------------------------------------------
def test_a_draft_from_a_template_has_the_shared_answers_and_no_relation() -> None:
    draft = from_template(make_signed(answers=COMPLETE))
    assert (draft.type_id, draft.type_version, draft.version) == ("ag7804", "2.0", 1)
    assert (draft.relation, draft.parent_id) == ("", None)
    assert set(draft.answers) == {"35", "6", "32", UNIT_CONTACT}
    assert draft.answers["32"] == COMPLETE["32"]


def test_chosen_icf_terms_become_text() -> None:
    draft = from_template(make_signed(answers=COMPLETE))
    assert draft.answers["35"] == "Nedsatta funktioner:\nSömnfunktioner - Uppmärksamhet\n\nUttalad trötthet."


def test_answers_of_hidden_questions_stay_behind() -> None:
    draft = from_template(make_signed(answers=COMPLETE | {"27": True}))
    assert draft.answers["27"] is True
    assert "35" not in draft.answers


def test_it_is_told_as_created_from(heard: list[DomainEvent]) -> None:
    draft = from_template(make_signed(answers=COMPLETE))
    assert [event.kind for event in draft.events.all()] == ["SKAPATFRAN"]
    assert [event.kind for event in heard] == ["SKAPATFRAN"]


def test_the_journal_system_and_the_pdl_log_hear_of_a_new_draft() -> None:
    integrate()
    draft = from_template(make_signed(answers=COMPLETE))
    assert list(StatusUpdate.objects.values_list("code", "certificate_id")) == [("SKAPAT", draft.pk)]
    assert list(PdlRecord.objects.values_list("activity_level", flat=True)) == [draft.pk]


def test_an_integrated_user_has_no_templates() -> None:
    with pytest.raises(AuthorizationProblem):
        from_template(make_signed(), user=make_integrated_user())


def test_a_replaced_certificate_is_no_template() -> None:
    source = make_signed()
    make_signed(parent=source, relation="ERSATT")
    with pytest.raises(InvalidStateReplaced):
        from_template(source)


def test_only_declared_types_are_made_of_a_certificate() -> None:
    with pytest.raises(InvalidState):
        from_template(make_signed(), "doi")


def test_what_comes_after_a_death_is_made_for_the_deceased() -> None:
    draft = from_template(death_certificate(person_id=DECEASED), "doi")
    assert draft.answers["1"] == "id-kort"


def test_one_draft_in_the_care_provider_stands_in_the_way() -> None:
    cause_draft()
    with pytest.raises(AuthorizationProblem) as raised:
        from_template(death_certificate(), "doi")
    assert raised.value.reason == "UNIQUE_DRAFT"


def test_an_older_type_is_read_as_the_one_that_replaced_it() -> None:
    """lisjp into ag7804 2.0."""
    lisjp = replace(FK7804, type_id="lisjp", version="1.3", engine=Engine.LEGACY, active_from=LONG_AGO)
    with registry.installed(lisjp):
        draft = from_template(make_signed(type_id="lisjp", type_version="1.3", answers=COMPLETE))
    assert draft.answers["35"].endswith("Uttalad trötthet.")


# --- candidate ----------------------------------------------------------------------------------------------------
def test_the_newest_signed_certificate_is_the_candidate() -> None:
    make_signed(signed_at=clock.now() - dt.timedelta(days=3))
    newest = make_signed()
    make_signed(revoked_at=clock.now())
    found = offered_candidate(user=make_integrated_user(), draft=employer_draft())
    assert found is not None
    assert (found.certificate, found.can_be_copied) == (newest, True)


def test_a_replaced_certificate_is_no_candidate() -> None:
    old = death_certificate(signed_at=clock.now() - dt.timedelta(days=1))
    new = death_certificate(parent=old, relation="ERSATT")
    assert offered_candidate(user=make_user(), draft=cause_draft()).certificate == new


def test_another_major_version_is_no_candidate() -> None:
    make_signed(type_version="3.0")
    assert offered_candidate(user=make_integrated_user(), draft=employer_draft()) is None


@pytest.mark.parametrize("changes", [{"version": 1}, {"state": "LOCKED"}], ids=["saved", "locked"])
def test_only_an_untouched_draft_is_offered_a_candidate(changes: dict[str, object]) -> None:
    make_signed()
    assert offered_candidate(user=make_integrated_user(), draft=employer_draft(**changes)) is None


def test_a_draft_with_a_parent_is_offered_none() -> None:
    make_signed()
    draft = employer_draft(parent=make_signed(), relation="FRLANG")
    assert offered_candidate(user=make_integrated_user(), draft=draft) is None


def test_a_stand_alone_user_is_offered_one_only_where_the_type_says_so() -> None:
    make_signed()
    death_certificate()
    assert offered_candidate(user=make_user(), draft=employer_draft()) is None
    assert offered_candidate(user=make_user(), draft=cause_draft()) is not None


def test_from_another_care_unit_only_the_unit_is_told_of() -> None:
    source = death_certificate(user=make_user(unit=VE02))
    draft = cause_draft()
    found = offered_candidate(user=make_user(), draft=draft)
    assert (found.certificate, found.can_be_copied) == (source, False)
    with pytest.raises(InvalidState):
        fill_from_candidate(user=make_user(), certificate_id=draft.pk, version=0)


def test_another_care_providers_certificate_is_no_candidate() -> None:
    death_certificate(user=make_user(unit=VE21))
    assert offered_candidate(user=make_user(), draft=cause_draft()) is None


def test_an_administrator_is_offered_nothing_about_a_protected_patient() -> None:
    make_signed(person_id=PROTECTED)
    user = make_integrated_user(Role.VARDADMINISTRATOR)
    assert offered_candidate(user=user, draft=employer_draft(person_id=PROTECTED)) is None


def test_the_newer_engine_logs_the_offer_about_the_patient() -> None:
    make_signed()
    offered_candidate(user=make_integrated_user(), draft=employer_draft())
    [record] = PdlRecord.objects.all()
    assert (record.activity_type, record.activity_level) == (PdlRecord.ActivityType.READ, "2")


def test_the_older_engine_logs_the_offer_as_a_reading_of_the_candidate() -> None:
    source = death_certificate()
    offered_candidate(user=make_user(), draft=cause_draft())
    [record] = PdlRecord.objects.all()
    assert (record.activity_type, record.activity_level) == (PdlRecord.ActivityType.READ, source.pk)


def test_filling_is_a_save_that_keeps_the_drafts_other_answers() -> None:
    make_signed(answers=COMPLETE)
    draft = employer_draft()
    filled = fill_from_candidate(user=make_integrated_user(), certificate_id=draft.pk, version=0)
    filled.refresh_from_db()
    assert (filled.version, filled.parent_id) == (1, None)
    assert filled.answers["6"] == COMPLETE["6"]
    assert filled.answers[UNIT_CONTACT]["city"] == "Här"


def test_filling_is_told_as_a_change_and_logged_as_reading_and_writing() -> None:
    integrate()
    source, draft = make_signed(answers=COMPLETE), employer_draft()
    fill_from_candidate(user=make_integrated_user(), certificate_id=draft.pk, version=0)
    assert list(StatusUpdate.objects.values_list("code", "certificate_id")) == [("ANDRAT", draft.pk)]
    records = PdlRecord.objects.order_by("pk").values_list("activity_type", "activity_level")
    assert list(records) == [(PdlRecord.ActivityType.READ, source.pk), (PdlRecord.ActivityType.WRITE, draft.pk)]


def test_a_filled_draft_is_not_filled_again() -> None:
    make_signed(answers=COMPLETE)
    draft = employer_draft()
    fill_from_candidate(user=make_integrated_user(), certificate_id=draft.pk, version=0)
    with pytest.raises(InvalidState):
        fill_from_candidate(user=make_integrated_user(), certificate_id=draft.pk, version=1)


def test_a_stale_version_is_not_filled() -> None:
    make_signed(answers=COMPLETE)
    with pytest.raises(ConcurrentModification):
        fill_from_candidate(user=make_integrated_user(), certificate_id=employer_draft(version=2).pk, version=1)


def test_an_incomplete_draft_of_the_older_engine_is_filled_after_a_save_too() -> None:
    death_certificate()
    draft = cause_draft(version=3)
    assert fill_from_candidate(user=make_user(), certificate_id=draft.pk, version=3).answers["1"] == "id-kort"


def test_without_a_candidate_nothing_is_filled() -> None:
    with pytest.raises(InvalidState):
        fill_from_candidate(user=make_integrated_user(), certificate_id=employer_draft().pk, version=0)
