"""Requests for a complement and their answers (spec/lifecycle.md 4, 5.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from certificates.events import DomainEvent
from certificates.lifecycle.complement import (
    answered_request,
    close_complement_requests,
    complement,
    reopen_complement_requests,
    request_complement,
)
from certificates.models import Certificate
from certificates.types import registry
from delivery.models import Delivery
from hsa.roles import Role
from notifications.models import StatusUpdate
from tests.certificates.engine.world import COMPLETE
from tests.certificates.lifecycle.kinds import answers_of, older
from tests.certificates.lifecycle.signed import complete_draft, sign
from tests.certificates.types.examples import fk3221
from tests.factories import VE02, make_draft, make_integrated_user, make_patient, make_signed, make_user
from tests.notifications.conftest import integrate
from webcert import clock
from webcert.errors import AuthorizationProblem, InvalidState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient() -> None:
    make_patient()


def asked_about(**changes: object) -> Certificate:
    """A sent certificate with an open request."""
    certificate = make_signed(**({"sent_at": clock.now(), "sent_to": "FKASSA", "answers": COMPLETE} | changes))
    return request_complement(
        certificate_id=certificate.pk, message_id="m-1", requested_at=clock.now(), reference="FK-1"
    )


def test_a_request_stands_on_the_certificate_with_its_ids() -> None:
    certificate = asked_about()
    certificate.refresh_from_db()
    assert certificate.complement_requested_at is not None
    assert (certificate.complement_message_id, certificate.complement_reference) == ("m-1", "FK-1")
    assert [event.kind for event in certificate.events.all()] == ["KOMPLBEGARAN"]


def test_the_latest_request_counts() -> None:
    certificate = asked_about()
    request_complement(certificate_id=certificate.pk, message_id="m-2", requested_at=clock.now())
    certificate.refresh_from_db()
    assert (certificate.complement_message_id, certificate.complement_reference) == ("m-2", "")


@pytest.mark.parametrize(
    "fields", [{"state": "DRAFT", "signed_at": None}, {"revoked_at": clock.now()}], ids=["draft", "revoked"]
)
def test_only_a_signed_certificate_is_asked_about(fields: dict[str, object]) -> None:
    certificate = make_draft(**({"state": "SIGNED", "signed_at": clock.now()} | fields))
    with pytest.raises(InvalidState):
        request_complement(certificate_id=certificate.pk, message_id="m-1", requested_at=clock.now())


def test_a_closed_request_can_be_opened_again() -> None:
    certificate = asked_about()
    asked_at = certificate.complement_requested_at
    assert close_complement_requests(certificate_id=certificate.pk).complement_requested_at is None
    assert reopen_complement_requests(certificate_id=certificate.pk).complement_requested_at == asked_at


def test_without_a_request_nothing_is_opened() -> None:
    assert reopen_complement_requests(certificate_id=make_signed().pk).complement_requested_at is None


def test_a_complement_has_every_answer_and_points_at_its_parent(heard: list[DomainEvent]) -> None:
    parent = asked_about()
    draft = complement(user=make_user(), certificate_id=parent.pk)
    assert draft.answers == COMPLETE
    assert (draft.relation, draft.parent_id) == ("KOMPLT", parent.pk)
    assert [event.kind for event in heard] == ["KOMPLBEGARAN", "KOMPLETTERAR"]


def test_a_text_that_is_asked_about_is_opened_in_the_draft() -> None:
    parent = asked_about(type_id="fk3221", type_version="1.0", answers=fk3221.SHORT)
    draft = complement(user=make_user(), certificate_id=parent.pk, asked=("8",))
    assert draft.answers == {**fk3221.SHORT, "funktionsnedsattning": ["INTELLEKTUELL_FUNKTION", "Sinnesfunktion"]}


def test_a_question_that_is_always_shown_changes_nothing_when_it_is_asked_about() -> None:
    parent = asked_about(type_id="fk3221", type_version="1.0", answers=fk3221.SHORT)
    assert complement(user=make_user(), certificate_id=parent.pk, asked=("5", "12")).answers == fk3221.SHORT


def test_the_journal_system_hears_of_a_created_draft() -> None:
    integrate()
    parent = asked_about()
    draft = complement(user=make_integrated_user(), certificate_id=parent.pk)
    told = StatusUpdate.objects.order_by("pk").values_list("code", "certificate_id")
    assert list(told) == [("NYFRFM", parent.pk), ("SKAPAT", draft.pk)]


@pytest.mark.parametrize("role", [Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA])
def test_roles_that_do_not_sign_may_complement(role: Role) -> None:
    assert complement(user=make_user(role), certificate_id=asked_about().pk).is_draft


def test_a_comment_comes_after_the_free_text() -> None:
    draft = complement(user=make_user(), certificate_id=asked_about().pk, comment="Inget mer finns.")
    assert draft.answers["25"] == "Inget mer.\n\nInget mer finns."


def test_a_comment_alone_is_the_free_text() -> None:
    with registry.installed(older()):
        parent = asked_about(type_id="luse", type_version="1.0", answers=answers_of(older(), q26="x"))
        draft = complement(user=make_user(), certificate_id=parent.pk, comment=" Inget mer. ")
    assert draft.answers["25"] == "Inget mer."


def test_without_a_request_nothing_is_complemented() -> None:
    with pytest.raises(InvalidState):
        complement(user=make_user(), certificate_id=make_signed(sent_at=clock.now(), sent_to="FKASSA").pk)


@pytest.mark.parametrize("comment", ["", "Inget mer."])
def test_a_begun_complement_stands_in_the_way_of_the_next(comment: str) -> None:
    parent = asked_about()
    complement(user=make_user(), certificate_id=parent.pk)
    with pytest.raises(InvalidState):
        complement(user=make_user(), certificate_id=parent.pk, comment=comment)


def test_another_care_unit_does_not_complement() -> None:
    with pytest.raises(AuthorizationProblem):
        complement(user=make_integrated_user(unit=VE02), certificate_id=asked_about().pk)


def test_the_draft_answers_the_latest_request_about_its_parent() -> None:
    draft = complement(user=make_user(), certificate_id=asked_about().pk)
    assert answered_request(draft) == ("m-1", "FK-1")
    assert answered_request(make_draft()) == ("", "")


@pytest.mark.parametrize("relation", ["KOMPLT", "ERSATT", "FRLANG"])
def test_signing_a_child_closes_the_requests_about_its_parent(relation: str, heard: list[DomainEvent]) -> None:
    parent = asked_about()
    sign(complete_draft(parent=parent, relation=relation))
    parent.refresh_from_db()
    assert parent.complement_requested_at is None
    assert ("COMPLEMENT_CLOSED", parent) in [(event.kind, event.certificate) for event in heard]


def test_signing_a_copy_closes_nothing() -> None:
    parent = asked_about()
    sign(complete_draft(parent=parent, relation="KOPIA"))
    parent.refresh_from_db()
    assert parent.complement_requested_at is not None


def test_the_newer_engine_closes_before_it_sends(heard: list[DomainEvent]) -> None:
    sign(complete_draft(parent=asked_about(), relation="KOMPLT"))
    assert [event.kind for event in heard] == ["KOMPLBEGARAN", "SIGNAT", "HANFRFM", "COMPLEMENT_CLOSED", "SKICKAT"]


def test_a_signed_complement_is_sent_by_itself() -> None:
    signed = sign(complete_draft(parent=asked_about(), relation="KOMPLT"))
    assert signed.sent_to == "FKASSA"
    messages = Delivery.objects.filter(owner_id=signed.pk).order_by("pk").values_list("metadata__message", flat=True)
    assert list(messages) == ["REGISTER", "SEND"]


def test_a_test_certificates_complement_is_not_sent() -> None:
    signed = sign(complete_draft(parent=asked_about(), relation="KOMPLT", is_test_certificate=True))
    assert not signed.is_sent


def test_the_parent_keeps_the_time_of_its_latest_request_when_opened_again() -> None:
    certificate = asked_about()
    later = clock.now() + dt.timedelta(hours=1)
    request_complement(certificate_id=certificate.pk, message_id="m-2", requested_at=later)
    close_complement_requests(certificate_id=certificate.pk)
    assert reopen_complement_requests(certificate_id=certificate.pk).complement_requested_at == later
