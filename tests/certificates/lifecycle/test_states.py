"""Deleting, marking ready and forwarded, opening, printing (spec/lifecycle.md 3.3-3.5)."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.user import LaunchParameters
from certificates.access import Action
from certificates.events import DomainEvent, EventKind
from certificates.lifecycle.delete import delete_draft
from certificates.lifecycle.forward import mark_forwarded
from certificates.lifecycle.opening import open_certificate, reload_certificate
from certificates.lifecycle.printing import announce_printed, get_printable
from certificates.lifecycle.ready import mark_ready_for_sign
from certificates.lifecycle.recording import announce, record
from certificates.models import Certificate, CertificateEvent
from certificates.types import registry
from hsa.roles import Role
from tests.certificates.lifecycle.kinds import older
from tests.factories import (
    PATIENT,
    PROTECTED,
    VE02,
    VE22,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    AuthorizationProtected,
    ConcurrentModification,
    DataNotFound,
    InvalidState,
    PuProblem,
)

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Role.VARDADMINISTRATOR


@pytest.fixture(autouse=True)
def _patients() -> None:
    make_patient()
    make_patient(PROTECTED)


# --- delete -------------------------------------------------------------------------------------------------------
def test_a_deleted_draft_is_found_by_nobody_but_stays_as_a_row() -> None:
    draft = make_draft()
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    with pytest.raises(DataNotFound):
        open_certificate(make_user(), draft.pk)
    assert Certificate.objects.get(pk=draft.pk).state == "DELETED"


def test_deletion_is_in_the_history_and_heard(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    assert [event.kind for event in draft.events.all()] == ["RADERAT"]
    assert [event.kind for event in heard] == [EventKind.RADERAT]


def test_a_stale_version_is_not_deleted() -> None:
    draft = make_draft(version=2)
    with pytest.raises(ConcurrentModification, match="Leonie Koehl"):
        delete_draft(user=make_user(), certificate_id=draft.pk, version=1)
    assert Certificate.objects.get(pk=draft.pk).is_draft


def test_a_draft_is_deleted_once() -> None:
    draft = make_draft()
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    with pytest.raises(DataNotFound):
        delete_draft(user=make_user(), certificate_id=draft.pk, version=0)


def test_a_signed_certificate_is_never_deleted() -> None:
    with pytest.raises(InvalidState):
        delete_draft(user=make_user(), certificate_id=make_signed().pk, version=0)


# --- ready for sign -----------------------------------------------------------------------------------------------
def test_an_integrated_administrator_marks_a_draft_ready(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    marked = mark_ready_for_sign(user=make_integrated_user(ADMINISTRATOR), certificate_id=draft.pk)
    assert marked.ready_for_sign_at is not None
    assert [event.kind for event in draft.events.all()] == ["KFSIGN"]
    assert [event.kind for event in heard] == [EventKind.KFSIGN]


def test_a_second_mark_is_an_error_and_is_not_heard(heard: list[DomainEvent]) -> None:
    draft = make_draft(ready_for_sign_at=clock.now())
    with pytest.raises(InvalidState):
        mark_ready_for_sign(user=make_integrated_user(ADMINISTRATOR), certificate_id=draft.pk)
    assert heard == []


def test_the_older_engine_says_nothing_of_a_second_mark(heard: list[DomainEvent]) -> None:
    marked_at = clock.now()
    with registry.installed(older()):
        draft = make_draft(type_id="luse", type_version="1.0", ready_for_sign_at=marked_at)
        marked = mark_ready_for_sign(user=make_integrated_user(ADMINISTRATOR), certificate_id=draft.pk)
    assert marked.ready_for_sign_at == marked_at
    assert heard == []


def test_a_doctor_does_not_mark_drafts_ready() -> None:
    with pytest.raises(AuthorizationProblem):
        mark_ready_for_sign(user=make_integrated_user(), certificate_id=make_draft().pk)


def test_stand_alone_nobody_marks_drafts_ready() -> None:
    with pytest.raises(AuthorizationProblem):
        mark_ready_for_sign(user=make_user(ADMINISTRATOR), certificate_id=make_draft().pk)


def test_a_draft_of_another_provider_is_out_of_reach() -> None:
    draft = make_draft(make_user(unit=VE22))
    with pytest.raises(AuthorizationProblem) as raised:
        mark_ready_for_sign(user=make_integrated_user(ADMINISTRATOR), certificate_id=draft.pk)
    assert raised.value.reason == "AUTHORIZATION_DIFFERENT_UNIT"


def test_a_signed_certificate_is_not_marked_ready() -> None:
    with pytest.raises(InvalidState):
        mark_ready_for_sign(user=make_integrated_user(ADMINISTRATOR), certificate_id=make_signed().pk)


# --- forward ------------------------------------------------------------------------------------------------------
def test_the_forwarded_mark_is_set_without_a_new_version_or_event(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    marked = mark_forwarded(user=make_user(ADMINISTRATOR), certificate_id=draft.pk, version=0)
    assert (marked.is_forwarded, marked.version) == (True, 0)
    assert heard == []


def test_a_doctor_may_forward_from_the_list() -> None:
    assert mark_forwarded(user=make_user(), certificate_id=make_draft().pk, version=0).is_forwarded


def test_an_integrated_user_forwards_nothing() -> None:
    with pytest.raises(AuthorizationProblem):
        mark_forwarded(user=make_integrated_user(ADMINISTRATOR), certificate_id=make_draft().pk, version=0)


def test_a_stale_version_is_not_marked_forwarded() -> None:
    with pytest.raises(ConcurrentModification):
        mark_forwarded(user=make_user(), certificate_id=make_draft(version=3).pk, version=2)


# --- open ---------------------------------------------------------------------------------------------------------
def test_every_opening_is_heard_once(heard: list[DomainEvent]) -> None:
    draft = make_draft()
    opened = open_certificate(make_user(), draft.pk)
    assert opened.patient.person_id == PATIENT
    assert [(event.kind, event.certificate) for event in heard] == [(EventKind.OPENED, draft)]


def test_an_opening_leaves_no_trace_in_the_history() -> None:
    draft = make_draft()
    open_certificate(make_user(), draft.pk)
    assert not draft.events.exists()


def test_a_reload_after_an_action_is_not_logged_again(heard: list[DomainEvent]) -> None:
    reload_certificate(make_user(), make_draft().pk)
    assert heard == []


def test_an_opened_draft_says_what_may_be_done() -> None:
    opened = open_certificate(make_user(), make_draft().pk)
    assert opened.may(Action.UPDATE)
    assert not opened.may(Action.SEND)


def test_an_unknown_id_is_not_found() -> None:
    with pytest.raises(DataNotFound):
        open_certificate(make_user(), "de300000-0000-4000-8000-999999999999")


def test_another_unit_is_refused_and_nothing_is_logged(heard: list[DomainEvent]) -> None:
    with pytest.raises(AuthorizationProblem):
        open_certificate(make_user(unit=VE02), make_draft().pk)
    assert heard == []


def test_coherent_journaling_opens_another_providers_certificate() -> None:
    draft = make_draft(make_user(unit=VE22))
    user = make_integrated_user(launch=LaunchParameters(sjf=True))
    opened = open_certificate(user, draft.pk)
    assert not opened.may(Action.UPDATE)
    assert not opened.may(Action.PRINT)


def test_a_protected_patients_certificate_stays_closed_for_an_administrator(heard: list[DomainEvent]) -> None:
    with pytest.raises(AuthorizationProtected):
        open_certificate(make_user(ADMINISTRATOR), make_draft(person_id=PROTECTED).pk)
    assert heard == []


def test_without_an_answer_of_the_register_nothing_is_opened() -> None:
    draft = make_draft(person_id="196403219055")
    with pytest.raises(PuProblem):
        open_certificate(make_user(), draft.pk)


# --- print --------------------------------------------------------------------------------------------------------
def test_a_print_is_heard(heard: list[DomainEvent]) -> None:
    certificate = get_printable(make_user(), make_signed().pk).certificate
    announce_printed(make_user(), certificate)
    assert [(event.kind, event.certificate) for event in heard] == [(EventKind.PRINTED, certificate)]


def test_asking_whether_it_may_be_printed_is_not_a_print(heard: list[DomainEvent]) -> None:
    get_printable(make_user(), make_draft().pk)
    assert heard == []


def test_a_revoked_certificate_is_not_printed() -> None:
    with pytest.raises(InvalidState):
        get_printable(make_user(), make_signed(revoked_at=clock.now()).pk)


# --- recording ----------------------------------------------------------------------------------------------------
def test_what_belongs_in_the_history_is_not_merely_announced() -> None:
    with pytest.raises(ValueError, match="history"):
        announce(EventKind.SIGNAT, user=make_user(), certificate=make_draft())


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused_and_leaves_nothing() -> None:
    draft = make_draft()
    with pytest.raises(transaction.TransactionManagementError):
        announce(EventKind.OPENED, user=make_user(), certificate=draft)
    with pytest.raises(transaction.TransactionManagementError):
        record(EventKind.SKICKAT, draft, user=make_user())
    assert not CertificateEvent.objects.exists()
