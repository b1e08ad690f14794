"""Saving drafts (spec/lifecycle.md 3.1, 3.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict

from accounts.user import CareUser
from certificates.events import DomainEvent, EventKind
from certificates.lifecycle.edit import SaveResult, SendingPage, save_element, save_form
from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import (
    ADMIN_ID,
    ME01,
    REGION,
    VE02,
    complete_answers,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from webcert.errors import (
    AuthorizationProblem,
    ConcurrentModification,
    DataNotFound,
    InvalidInput,
    InvalidState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient() -> None:
    make_patient()


def save(draft: Certificate, text: str = "Snickare", *, user: CareUser | None = None, **changes: Any) -> SaveResult:
    """Question 29, as the browser posts it."""
    arguments = {
        "user": user or make_user(),
        "certificate_id": draft.pk,
        "version": draft.version,
        "question_id": "29",
        "post": QueryDict(f"e.29.text={text}"),
        "first_save_in_session": True,
    }
    return save_element(**(arguments | changes))


def test_a_save_stores_the_answer_and_raises_the_version() -> None:
    draft = make_draft()
    result = save(draft, "Snickare")
    draft.refresh_from_db()
    assert (draft.answers["29"], draft.version) == ("Snickare", 1)
    assert result.changed == {"29"}
    assert result.certificate.version == 1


def test_the_other_answers_stay() -> None:
    draft = make_draft(answers={"25": "Övrigt"})
    save(draft)
    draft.refresh_from_db()
    assert draft.answers == {"25": "Övrigt", "29": "Snickare"}


def test_an_emptied_answer_leaves_no_key_behind() -> None:
    draft = make_draft(answers={"29": "Snickare"})
    assert save(draft, "").changed == {"29"}
    draft.refresh_from_db()
    assert "29" not in draft.answers


def test_the_saver_and_the_time_are_noted() -> None:
    draft = make_draft()
    before = draft.saved_at
    save(draft, user=make_user(Role.VARDADMINISTRATOR))
    draft.refresh_from_db()
    assert (draft.saved_by_hsa_id, draft.saved_by_name) == (ADMIN_ID, "Vera Sund")
    assert draft.saved_at > before


def test_the_issuer_becomes_the_saver_on_the_drafts_own_unit() -> None:
    draft = make_draft(make_user(unit=ME01))
    save(draft, user=make_integrated_user(Role.VARDADMINISTRATOR, unit="SE2321000016-ME02"))
    draft.refresh_from_db()
    assert (draft.issuer_hsa_id, draft.issuer_licences) == (ADMIN_ID, [])
    assert draft.unit_id == ME01


def test_completeness_is_worked_out_again() -> None:
    make_diagnoses()
    draft = make_draft(answers={k: v for k, v in complete_answers().items() if k != "27"})
    result = save(draft, question_id="27", post=QueryDict("e.27.value=true"))
    draft.refresh_from_db()
    assert draft.is_complete
    assert result.validation.is_complete


def test_a_complete_draft_becomes_incomplete_again() -> None:
    make_diagnoses()
    draft = make_draft(answers=complete_answers(), is_complete=True)
    save(draft, question_id="27", post=QueryDict("e.27.value="))
    draft.refresh_from_db()
    assert not draft.is_complete


def test_errors_never_stop_a_save() -> None:
    draft = make_draft()
    result = save(draft, question_id="39.4", post=QueryDict("e.39.4.value=många"))
    assert result.changed == {"39.4"}
    assert not result.validation.is_complete


def test_the_rooms_above_hear_one_change(heard: list[DomainEvent]) -> None:
    save(make_draft())
    [event] = heard
    assert (event.kind, event.first_save_in_session) == (EventKind.ANDRAT, True)
    assert event.certificate is not None
    assert event.certificate.answers["29"] == "Snickare"


def test_a_repeated_save_of_the_session_says_so(heard: list[DomainEvent]) -> None:
    save(make_draft(), first_save_in_session=False)
    assert heard[0].first_save_in_session is False


def test_a_save_leaves_no_trace_in_the_history() -> None:
    draft = make_draft()
    save(draft)
    assert not draft.events.exists()


def test_a_save_that_changes_nothing_is_none(heard: list[DomainEvent]) -> None:
    draft = make_draft(answers={"29": "Snickare"})
    result = save(draft, "Snickare", user=make_user(Role.VARDADMINISTRATOR))
    draft.refresh_from_db()
    assert (draft.version, draft.saved_by_name, result.changed) == (0, "Leonie Koehl", frozenset())
    assert heard == []


def test_a_stale_version_names_the_last_saver() -> None:
    draft = make_draft()
    save(draft, "Målare", user=make_user(Role.VARDADMINISTRATOR))
    with pytest.raises(ConcurrentModification) as raised:
        save(draft, "Snickare", version=0)
    assert raised.value.saved_by == "Vera Sund"
    assert raised.value.saved_at is not None
    draft.refresh_from_db()
    assert draft.answers["29"] == "Målare"


def test_a_stale_version_is_told_even_when_nothing_would_change() -> None:
    draft = make_draft(answers={"29": "Snickare"}, version=4)
    with pytest.raises(ConcurrentModification):
        save(draft, "Snickare", version=3)


PAGE = SendingPage(name="a" * 32, post="1")


def test_a_page_whose_answer_was_lost_goes_on_from_what_it_saved_itself(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    save(draft, "Snick", page=PAGE)
    save(draft, "Snickare", version=0, page=replace(PAGE, post="2"))
    draft.refresh_from_db()
    assert (draft.answers["29"], draft.version) == ("Snickare", 2)


def test_the_same_save_once_more_changes_nothing(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    save(draft, "Snickare", page=PAGE)
    result = save(draft, "Snickare", version=0, page=PAGE)
    assert (result.changed, result.certificate.version) == (frozenset(), 1)
    assert result.certificate.answers["29"] == "Snickare"
    assert len(heard) == 1


def test_a_page_after_which_another_one_has_saved_is_stale() -> None:
    draft = make_draft()
    save(draft, "Snick", page=PAGE)
    save(draft, "Målare", version=1, page=SendingPage(name="b" * 32, post="3"), user=make_user(Role.VARDADMINISTRATOR))
    with pytest.raises(ConcurrentModification, match="Vera Sund"):
        save(draft, "Snickare", version=0, page=PAGE)


def test_of_two_savers_at_once_the_second_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read version 0 before either has written."""
    from certificates.lifecycle import edit

    draft = make_draft()
    validate = edit.engine.validate

    def other_saves_meanwhile(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(edit.engine, "validate", validate)
        save(draft, "Målare", user=make_user(Role.VARDADMINISTRATOR))
        return validate(*arguments, **named)

    monkeypatch.setattr(edit.engine, "validate", other_saves_meanwhile)
    with pytest.raises(ConcurrentModification, match="Vera Sund"):
        save(draft, "Snickare")
    draft.refresh_from_db()
    assert (draft.answers["29"], draft.version) == ("Målare", 1)


def test_a_draft_signed_meanwhile_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    from certificates.lifecycle import edit

    draft = make_draft()
    validate = edit.engine.validate

    def signed_meanwhile(*arguments: Any, **named: Any) -> Any:
        Certificate.objects.filter(pk=draft.pk).update(state="SIGNED", signed_at=draft.created_at)
        return validate(*arguments, **named)

    monkeypatch.setattr(edit.engine, "validate", signed_meanwhile)
    with pytest.raises(InvalidState):
        save(draft)


@pytest.mark.parametrize("state", ["LOCKED", "DELETED"])
def test_only_a_draft_can_be_saved(state: str) -> None:
    draft = make_draft(state=state)
    with pytest.raises((InvalidState, DataNotFound)):
        save(draft)


def test_a_signed_certificate_is_never_saved() -> None:
    with pytest.raises(InvalidState):
        save(make_signed())


def test_a_draft_of_another_care_unit_is_not_saved() -> None:
    with pytest.raises(AuthorizationProblem):
        save(make_draft(), user=make_integrated_user(unit=VE02))


def test_without_subscription_nothing_is_saved() -> None:
    with pytest.raises(AuthorizationProblem) as raised:
        save(make_draft(), user=make_user(missing_subscription=(REGION,)))
    assert raised.value.reason == "MISSING_SUBSCRIPTION"


def test_an_unknown_question_is_bad_input() -> None:
    with pytest.raises(InvalidInput):
        save(make_draft(), question_id="9999")


@pytest.mark.usefixtures("failing_receiver")
def test_a_receiver_that_fails_undoes_the_save() -> None:
    draft = make_draft()
    with pytest.raises(RuntimeError):
        save(draft)
    draft.refresh_from_db()
    assert (draft.version, "29" in draft.answers) == (0, False)


def test_characters_that_cannot_be_sent_are_told() -> None:
    result = save(make_draft(), "Snickare \U0001f528")
    assert "29" in result.removed


def test_the_whole_form_is_saved_at_once() -> None:
    draft = make_draft(answers={"28": ["NUVARANDE_ARBETE"]})
    post = QueryDict("e.28.value=NUVARANDE_ARBETE&e.29.text=Snickare&e.25.text=Inget mer")
    result = save_form(user=make_user(), certificate_id=draft.pk, version=0, post=post, first_save_in_session=True)
    draft.refresh_from_db()
    assert (draft.answers["29"], draft.answers["25"], draft.version) == ("Snickare", "Inget mer", 1)
    assert result.changed == {"29", "25"}
