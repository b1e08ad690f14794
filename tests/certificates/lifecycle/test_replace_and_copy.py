"""Replacing, and copying a locked draft (spec/lifecycle.md 5.3, 5.5)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from certificates.events import DomainEvent
from certificates.lifecycle.copy import continue_copy, copy_locked
from certificates.lifecycle.delete import delete_draft
from certificates.lifecycle.replace import continue_replacement, replace
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from tests.certificates.engine.world import COMPLETE, UNIT_CONTACT
from tests.certificates.lifecycle.kinds import answers_of, older
from tests.factories import make_diagnoses, make_draft, make_integrated_user, make_patient, make_signed, make_user
from tests.notifications.conftest import integrate
from webcert import clock
from webcert.errors import AuthorizationProblem, ComplementExists, InvalidState, InvalidStateReplaced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    make_patient()
    make_diagnoses()


@pytest.fixture
def older_type() -> Iterator[None]:
    with registry.installed(older(version="1.9")):
        yield


def locked(**changes: object) -> Certificate:
    values = {
        "type_id": "luse",
        "type_version": "1.9",
        "state": "LOCKED",
        "answers": answers_of(older(), q25="text", q26="mer"),
    }
    return make_draft(**(values | changes))


# --- replace ------------------------------------------------------------------------------------------------------
def test_a_replacement_has_every_answer_and_points_at_its_parent() -> None:
    parent = make_signed(answers=COMPLETE)
    draft = replace(user=make_user(), certificate_id=parent.pk)
    assert draft.answers == COMPLETE
    assert (draft.relation, draft.parent_id, draft.version) == ("ERSATT", parent.pk, 0)


def test_a_replacement_is_recorded_and_told_as_a_new_draft(heard: list[DomainEvent]) -> None:
    integrate()
    draft = replace(user=make_integrated_user(), certificate_id=make_signed().pk)
    assert [event.kind for event in draft.events.all()] == ["ERSATTER"]
    assert [event.kind for event in heard] == ["ERSATTER"]
    assert list(StatusUpdate.objects.values_list("code", "certificate_id")) == [("SKAPAT", draft.pk)]
    assert list(PdlRecord.objects.values_list("activity_level", flat=True)) == [draft.pk]


@pytest.mark.parametrize("state", ["DRAFT", "SIGNED"])
def test_a_certificate_is_replaced_once(state: str) -> None:
    parent = make_signed()
    make_draft(parent=parent, relation="ERSATT", state=state, signed_at=clock.now() if state == "SIGNED" else None)
    with pytest.raises(InvalidStateReplaced):
        replace(user=make_user(), certificate_id=parent.pk)


def test_deleting_the_replacement_frees_the_parent() -> None:
    parent = make_signed()
    draft = replace(user=make_user(), certificate_id=parent.pk)
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    assert replace(user=make_user(), certificate_id=parent.pk).parent_id == parent.pk


def test_a_revoked_replacement_frees_the_parent() -> None:
    parent = make_signed()
    make_signed(parent=parent, relation="ERSATT", revoked_at=clock.now())
    assert replace(user=make_user(), certificate_id=parent.pk).parent_id == parent.pk


def test_a_complemented_certificate_is_not_replaced() -> None:
    parent = make_signed()
    make_signed(parent=parent, relation="KOMPLT")
    with pytest.raises(ComplementExists):
        replace(user=make_user(), certificate_id=parent.pk)


def test_an_open_request_for_a_complement_stops_a_replacement() -> None:
    with pytest.raises(InvalidState):
        replace(user=make_user(), certificate_id=make_signed(complement_requested_at=clock.now()).pk)


def test_an_administrator_replaces_nothing() -> None:
    with pytest.raises(AuthorizationProblem):
        replace(user=make_user(Role.VARDADMINISTRATOR), certificate_id=make_signed().pk)


def test_a_begun_replacement_is_continued() -> None:
    parent = make_signed()
    draft = replace(user=make_user(), certificate_id=parent.pk)
    assert continue_replacement(user=make_user(), certificate_id=parent.pk) == draft


@pytest.mark.django_db(transaction=True)
def test_of_two_who_replace_at_once_one_wins() -> None:
    parent = make_signed()
    start = threading.Barrier(2)

    def run(_number: int) -> str:
        try:
            start.wait()
            return replace(user=make_user(), certificate_id=parent.pk).relation
        except InvalidStateReplaced as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == ["ERSATT", "INVALID_STATE_REPLACED"]
    assert parent.children.count() == 1


def test_without_a_draft_there_is_nothing_to_continue() -> None:
    parent = make_signed()
    make_signed(parent=parent, relation="ERSATT")
    with pytest.raises(InvalidState):
        continue_replacement(user=make_user(), certificate_id=parent.pk)


# --- copy ---------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("older_type")
def test_a_copy_has_every_answer_and_contact_details_of_hsa() -> None:
    source = locked()
    draft = copy_locked(user=make_user(), certificate_id=source.pk)
    assert (draft.answers["25"], draft.answers["26"]) == ("text", "mer")
    assert draft.answers[UNIT_CONTACT]["address"] == "Storgatan 1"
    assert (draft.relation, draft.parent_id) == ("KOPIA", source.pk)


@pytest.mark.usefixtures("older_type")
def test_a_copy_is_recorded_as_one_and_the_locked_draft_stays() -> None:
    source = locked()
    draft = copy_locked(user=make_user(), certificate_id=source.pk)
    assert [event.kind for event in draft.events.all()] == ["KOPIERATFRAN"]
    source.refresh_from_db()
    assert source.state == "LOCKED"
    assert not source.events.exists()


@pytest.mark.usefixtures("older_type")
def test_an_unsigned_copy_is_continued_instead_of_copying_again() -> None:
    source = locked()
    draft = copy_locked(user=make_user(), certificate_id=source.pk)
    with pytest.raises(InvalidState):
        copy_locked(user=make_user(), certificate_id=source.pk)
    assert continue_copy(user=make_user(), certificate_id=source.pk) == draft


@pytest.mark.usefixtures("older_type")
def test_a_signed_copy_leaves_room_for_another() -> None:
    source = locked()
    make_signed(type_id="luse", type_version="1.9", parent=source, relation="KOPIA")
    assert copy_locked(user=make_user(), certificate_id=source.pk).is_draft


@pytest.mark.usefixtures("older_type")
@pytest.mark.parametrize("changes", [{"state": "DRAFT"}, {"revoked_at": clock.now()}], ids=["draft", "revoked"])
def test_only_a_locked_draft_is_copied(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidState):
        copy_locked(user=make_user(), certificate_id=locked(**changes).pk)


def test_a_newer_type_has_no_copying() -> None:
    with pytest.raises(AuthorizationProblem):
        copy_locked(user=make_user(), certificate_id=make_draft(state="LOCKED").pk)
