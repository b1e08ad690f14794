"""Handled, unhandled, forwarded (spec/messages.md 3, 4.6, 4.7)."""

from __future__ import annotations

import pytest

from arenden.models import Arende, ArendeDraft
from arenden.services import forward, save_answer, send_answer, send_question, set_handled, set_unhandled
from certificates.models import Certificate
from hsa.roles import Role
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from tests.arenden.conftest import asked, asked_to_complement, history, make_sent, told
from tests.factories import VE02, make_integrated_user, make_user
from webcert.errors import AuthorizationProblem, DataNotFound, InvalidState, WebcertError

pytestmark = pytest.mark.django_db


def ours(certificate: Certificate) -> Arende:
    return send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem?")


def status(question: Arende) -> str:
    question.refresh_from_db()
    return question.status


def test_a_question_of_the_recipient_is_handled(sent: Certificate) -> None:
    question = asked(sent)
    save_answer(user=make_user(), question_id=question.pk, text="Ring")
    before = question.last_event_at
    set_handled(user=make_user(), question_id=question.pk)
    assert status(question) == "CLOSED"
    assert question.last_event_at > before
    assert not ArendeDraft.objects.exists()
    assert (history(sent), told(sent)) == (["NYFRFM", "HANFRFM"], ["NYFRFM", "HANFRFM"])
    last = StatusUpdate.objects.order_by("seq").last()
    assert last is not None
    assert (last.handled_by, last.topic) == ("SE2321000016-P001", "")
    assert PdlRecord.objects.count() == 1


def test_what_is_handled_already_is_left_as_it_is(sent: Certificate) -> None:
    question = asked(sent)
    set_handled(user=make_user(), question_id=question.pk)
    set_handled(user=make_user(), question_id=question.pk)
    assert told(sent) == ["NYFRFM", "HANFRFM"]


def test_a_question_of_the_recipient_is_taken_up_again(sent: Certificate) -> None:
    question = asked(sent)
    set_handled(user=make_user(), question_id=question.pk)
    set_unhandled(user=make_user(), question_id=question.pk)
    assert status(question) == "PENDING_INTERNAL_ACTION"
    assert (history(sent), told(sent)) == (["NYFRFM", "HANFRFM", "HANFRFM"], ["NYFRFM", "HANFRFM", "HANFRFM"])


def test_a_question_that_care_has_answered_stays_handled(sent: Certificate) -> None:
    question = asked(sent)
    send_answer(user=make_user(), question_id=question.pk, text="Ja.")
    with pytest.raises(InvalidState):
        set_unhandled(user=make_user(), question_id=question.pk)


def test_an_unanswered_question_of_care_is_handled_and_taken_up_again(sent: Certificate) -> None:
    question = ours(sent)
    set_handled(user=make_user(), question_id=question.pk)
    assert status(question) == "CLOSED"
    set_unhandled(user=make_user(), question_id=question.pk)
    assert status(question) == "PENDING_EXTERNAL_ACTION"
    assert (history(sent), told(sent)) == (["NYFRFV", "HANFRFV", "HANFRFV"], ["NYFRFV", "HANFRFV", "HANFRFV"])


def test_an_answered_question_of_care_becomes_answered_again(sent: Certificate) -> None:
    question = ours(sent)
    asked(sent, answers=question.message_id)
    set_handled(user=make_user(), question_id=question.pk)
    set_unhandled(user=make_user(), question_id=question.pk)
    assert status(question) == "ANSWERED"
    assert history(sent) == ["NYFRFV", "NYSVFM", "HANFRFV", "NYSVFM"]
    assert told(sent) == ["NYFRFV", "NYSVFM", "HANFRFV", "HANFRFV"]


def test_a_handled_request_for_a_complement_stays_handled(sent: Certificate) -> None:
    request = asked_to_complement(sent)
    set_handled(user=make_user(), question_id=request.pk)
    set_unhandled(user=make_user(), question_id=request.pk)
    sent.refresh_from_db()
    assert status(request) == "CLOSED"
    assert sent.complement_requested_at is None


def test_a_request_that_is_left_still_stands_on_the_certificate(sent: Certificate) -> None:
    first = asked_to_complement(sent)
    second = asked_to_complement(sent, message_id="m-2")
    set_handled(user=make_user(), question_id=second.pk)
    sent.refresh_from_db()
    assert sent.complement_requested_at == first.stored_at


def test_every_message_about_the_certificate_is_forwarded(sent: Certificate) -> None:
    asked(sent)
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    assert forward(user=make_user(Role.VARDADMINISTRATOR), certificate_id=sent.pk) == 2
    assert set(Arende.objects.values_list("is_forwarded", flat=True)) == {True}


def test_there_must_be_something_to_forward(sent: Certificate) -> None:
    with pytest.raises(DataNotFound):
        forward(user=make_user(), certificate_id=sent.pk)


def test_an_integrated_user_does_not_forward(sent: Certificate) -> None:
    asked(sent)
    with pytest.raises(WebcertError):
        forward(user=make_integrated_user(), certificate_id=sent.pk)


def test_another_care_unit_does_not_handle() -> None:
    question = asked(make_sent())
    with pytest.raises(AuthorizationProblem):
        set_handled(user=make_user(unit=VE02), question_id=question.pk)
