"""Answers from care (spec/messages.md 4.4, 4.5)."""

from __future__ import annotations

import pytest
from lxml import etree

from arenden.models import Arende, ArendeDraft
from arenden.services import (
    answer_complement,
    delete_answer,
    save_answer,
    send_answer,
    send_question,
    set_handled,
)
from certificates.lifecycle.complement import complement
from certificates.models import Certificate
from pdllog.models import PdlRecord
from rivta.contracts import SEND_MESSAGE_TO_RECIPIENT_2
from tests.arenden.conftest import (
    NEWER,
    OLDER,
    asked,
    asked_to_complement,
    history,
    make_sent,
    messages_to_recipient,
    told,
)
from tests.factories import VE02, make_user
from webcert import clock
from webcert.errors import AuthorizationProblem, DataNotFound, InvalidInput, InvalidState, WebcertError

pytestmark = pytest.mark.django_db


def test_an_answer_ends_the_exchange(sent: Certificate) -> None:
    question = asked(sent, heading="Samtal")
    answer = send_answer(user=make_user(), question_id=question.pk, text="Ring växeln.")
    question.refresh_from_db()
    assert (question.status, answer.status, answer.heading) == ("CLOSED", "CLOSED", "Samtal")
    assert (history(sent), told(sent)) == (["NYFRFM", "HANFRFM"], ["NYFRFM", "HANFRFM"])


def test_the_answer_names_the_question_and_its_reference(sent: Certificate) -> None:
    question = asked(sent)
    send_answer(user=make_user(), question_id=question.pk, text="Ring växeln.")
    body = etree.fromstring(bytes(messages_to_recipient()[0].payload))
    assert SEND_MESSAGE_TO_RECIPIENT_2.validate(body) == []
    assert body.findtext("{*}svarPa/{*}meddelande-id") == "m-1"
    assert body.findtext("{*}svarPa/{*}referens-id") == "FK-1"
    assert body.find("{*}referens-id") is None


def test_an_answer_is_one_pdl_record(sent: Certificate) -> None:
    send_answer(user=make_user(), question_id=asked(sent).pk, text="Ring växeln.")
    assert list(PdlRecord.objects.values_list("activity_type", "activity_level")) == [("Skriva", sent.pk)]


def test_what_is_written_is_kept_until_it_is_sent(sent: Certificate) -> None:
    question = asked(sent)
    save_answer(user=make_user(), question_id=question.pk, text="Ring")
    assert save_answer(user=make_user(), question_id=question.pk, text="Ring oss").text == "Ring oss"
    assert ArendeDraft.objects.count() == 1
    send_answer(user=make_user(), question_id=question.pk, text="Ring oss.")
    assert not ArendeDraft.objects.exists()


def test_a_written_answer_is_thrown_away(sent: Certificate) -> None:
    question = asked(sent)
    save_answer(user=make_user(), question_id=question.pk, text="Ring")
    delete_answer(user=make_user(), question_id=question.pk)
    assert not ArendeDraft.objects.exists()


@pytest.mark.parametrize("text", ["", " ", "x" * 5000, "🙂"])
def test_a_text_that_cannot_be_sent_is_refused(sent: Certificate, text: str) -> None:
    question = asked(sent)
    with pytest.raises(InvalidInput):
        send_answer(user=make_user(), question_id=question.pk, text=text)
    assert Arende.objects.count() == 1


def test_a_question_is_answered_once(sent: Certificate) -> None:
    question = asked(sent)
    send_answer(user=make_user(), question_id=question.pk, text="Ring växeln.")
    with pytest.raises(InvalidState):
        send_answer(user=make_user(), question_id=question.pk, text="Ring växeln.")
    assert len(messages_to_recipient()) == 1


def test_a_question_of_care_is_not_answered_by_care(sent: Certificate) -> None:
    question = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem?")
    with pytest.raises(InvalidState):
        send_answer(user=make_user(), question_id=question.pk, text="Jag.")


def test_a_request_for_a_complement_is_not_answered_like_a_question(sent: Certificate) -> None:
    with pytest.raises(InvalidInput):
        send_answer(user=make_user(), question_id=asked_to_complement(sent).pk, text="Nej.")


def test_an_unknown_question_is_not_found() -> None:
    with pytest.raises(DataNotFound):
        send_answer(user=make_user(), question_id=4711, text="Ja.")


def test_another_care_unit_does_not_answer(sent: Certificate) -> None:
    question = asked(sent)
    with pytest.raises(AuthorizationProblem):
        send_answer(user=make_user(unit=VE02), question_id=question.pk, text="Ja.")


def test_a_message_answers_every_open_request_and_the_latest_is_sent(sent: Certificate) -> None:
    first = asked_to_complement(sent)
    second = asked_to_complement(sent, message_id="m-2", reference="FK-2")
    answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")
    sent.refresh_from_db()
    answers = Arende.objects.filter(kind="ANSWER").values_list("question", "text")
    assert set(answers) == {(first.pk, "Läkaren har slutat."), (second.pk, "Läkaren har slutat.")}
    (delivery,) = messages_to_recipient()
    body = etree.fromstring(bytes(delivery.payload))
    assert (body.findtext("{*}amne/{*}code"), body.findtext("{*}svarPa/{*}meddelande-id")) == ("KOMPLT", "m-2")
    assert sent.complement_requested_at is None
    assert told(sent) == ["NYFRFM", "NYFRFM", "HANFRFM"]


@pytest.mark.parametrize(("type_id", "records"), [(NEWER, 1), (OLDER, 0)])
def test_answering_a_request_by_message_is_a_record_of_the_newer_engine(type_id: str, records: int) -> None:
    certificate = make_sent(type_id)
    asked_to_complement(certificate)
    answer_complement(user=make_user(), certificate_id=certificate.pk, text="Läkaren har slutat.")
    assert PdlRecord.objects.count() == records


def test_a_handled_request_is_not_answered_again(sent: Certificate) -> None:
    handled = asked_to_complement(sent)
    set_handled(user=make_user(), question_id=handled.pk)
    waiting = asked_to_complement(sent, message_id="m-2")
    answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")
    assert list(Arende.objects.filter(kind="ANSWER").values_list("question", flat=True)) == [waiting.pk]


def test_without_a_request_there_is_nothing_to_answer(sent: Certificate) -> None:
    with pytest.raises(WebcertError):
        answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")


@pytest.mark.parametrize("text", ["", "x" * 501, "—"])
def test_the_message_has_at_most_five_hundred_characters(sent: Certificate, text: str) -> None:
    asked_to_complement(sent)
    with pytest.raises(InvalidInput):
        answer_complement(user=make_user(), certificate_id=sent.pk, text=text)


def test_a_begun_complement_stands_in_the_way_of_the_message(sent: Certificate) -> None:
    asked_to_complement(sent)
    complement(user=make_user(), certificate_id=sent.pk)
    with pytest.raises(InvalidState):
        answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")


def test_nothing_is_answered_about_a_revoked_certificate_of_the_older_engine() -> None:
    certificate = make_sent(OLDER)
    asked_to_complement(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(revoked_at=clock.now())
    with pytest.raises(InvalidState):
        answer_complement(user=make_user(), certificate_id=certificate.pk, text="Läkaren har slutat.")
