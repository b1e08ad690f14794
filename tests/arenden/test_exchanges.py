"""The read model of questions: what belongs together, and what can be done (spec/messages.md 2.3, 4.1, 9)."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.user import CareUser
from arenden.models import Arende
from arenden.queries import Link, Question, begun_question, complement_texts, questions, require_question
from arenden.services import (
    ComplementLine,
    answer_complement,
    begin_complement,
    forward,
    save_answer,
    save_question,
    send_answer,
    send_question,
    set_handled,
)
from certificates import access
from certificates.lifecycle.revoke import revoke
from certificates.models import Certificate
from hsa.roles import Role
from tests.arenden.conftest import OLDER, asked, asked_to_complement, make_sent
from tests.factories import VE02, make_integrated_user, make_signed, make_user
from webcert import clock
from webcert.errors import DataNotFound

pytestmark = pytest.mark.django_db


def read(certificate: Certificate, user: CareUser | None = None) -> tuple[Question, ...]:
    certificate.refresh_from_db()
    return questions(certificate, access.decisions(user or make_user(), certificate))


def only(certificate: Certificate, user: CareUser | None = None) -> Question:
    (found,) = read(certificate, user)
    return found


def usable(question: Question) -> set[Link]:
    return {link for link in Link if question.may(link)}


def asks(certificate: Certificate) -> Arende:
    return send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem?")


def test_a_question_of_the_recipient_tells_who_what_when_and_whom_to_call(sent: Certificate) -> None:
    stored = asked(sent, heading="Samtal", contact=("Hanna Handläggare", "010-123"))
    question = only(sent)
    assert (question.author, question.subject) == ("Försäkringskassan", "Kontakt - Samtal")
    assert (question.text, question.contact) == ("Kan ni ringa oss?", ("Hanna Handläggare", "010-123"))
    assert question.sent_at == stored.sent_at
    assert not question.is_handled


def test_a_question_of_care_names_its_writer(sent: Certificate) -> None:
    asks(sent)
    assert (only(sent).author, only(sent).subject) == ("Leonie Koehl", "Kontakt")


def test_reminders_come_with_their_question_in_order(sent: Certificate) -> None:
    asked(sent)
    asked(sent, message_id="m-3", topic="PAMINN", reminds="m-1", text="Igen", sent_at=clock.now())
    earlier = clock.now() - dt.timedelta(days=1)
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1", text="Vi väntar", sent_at=earlier)
    assert [reminder.text for reminder in only(sent).reminders] == ["Vi väntar", "Igen"]


def test_the_latest_reminder_with_a_date_sets_the_last_day(sent: Certificate) -> None:
    day = dt.date(2026, 3, 1)
    asked(sent, last_answer_date=day)
    assert only(sent).last_answer_date == day
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    assert only(sent).last_answer_date == day
    asked(sent, message_id="m-3", topic="PAMINN", reminds="m-1", last_answer_date=day + dt.timedelta(days=9))
    assert only(sent).last_answer_date == day + dt.timedelta(days=9)


def test_points_of_a_request_carry_the_words_of_the_form() -> None:
    certificate = make_sent()
    lines = (ComplementLine("17", "Vad hindrar?"), ComplementLine("4711", "Vad?"))
    asked_to_complement(certificate, complements=lines)
    first, second = only(certificate).complements
    assert (first.question_id, first.text, first.row) == ("17", "Vad hindrar?", "")
    assert "ktivitet" in first.name
    assert (second.name, second.row) == ("", "")


@pytest.mark.parametrize(
    ("question_id", "instance", "name", "row"),
    [
        ("6", 2, "Diagnos 2", "diagnos2.code"),
        ("1", 2, "annat", "ANNAT"),
        ("28", 2, "studier", "STUDIER"),
        ("32", 2, "100 procent", "HELT_NEDSATT"),
    ],
)
def test_the_number_of_a_point_leads_to_one_of_several_answers(
    question_id: str, instance: int, name: str, row: str
) -> None:
    certificate = make_sent()
    asked_to_complement(certificate, complements=(ComplementLine(question_id, "Sedan när?", instance),))
    (point,) = only(certificate).complements
    assert point.row == row
    assert point.name.lower().endswith(f", {name.lower()}")
    (text,) = complement_texts(certificate)[question_id]
    assert text.lower() == f"{name.lower()}: sedan när?"


@pytest.mark.parametrize("instance", [None, 0, -1, 3, 99])
def test_a_point_without_a_number_that_an_answer_has_leads_to_the_first_and_names_none(instance: int | None) -> None:
    certificate = make_sent()
    asked_to_complement(certificate, complements=(ComplementLine("32", "Sedan när?", instance),))
    (point,) = only(certificate).complements
    assert point.row == "HALFTEN"
    assert "procent" not in point.name
    assert complement_texts(certificate) == {"32": ("Sedan när?",)}


def test_a_point_about_several_answers_that_were_not_given_leads_to_the_question() -> None:
    certificate = make_sent(answers={})
    asked_to_complement(certificate, complements=(ComplementLine("32", "Hur länge?", 1),))
    (point,) = only(certificate).complements
    assert point.row == ""
    assert complement_texts(certificate) == {"32": ("Hur länge?",)}


def test_an_answer_of_either_side_belongs_to_its_question(sent: Certificate) -> None:
    ours = asks(sent)
    asked(sent, message_id="m-2", answers=ours.message_id, text="Jag.")
    answer = only(sent).answer
    assert answer is not None
    assert (answer.author, answer.text) == ("Försäkringskassan", "Jag.")
    assert answer.sent_at is not None


def test_an_answer_that_is_begun_is_not_sent(sent: Certificate) -> None:
    save_answer(user=make_user(), question_id=asked(sent).pk, text="Ring")
    question = only(sent)
    assert question.answer is not None
    assert (question.answer.text, question.answer.sent_at) == ("Ring", None)
    assert not question.is_answered


def test_a_question_that_is_begun_stands_apart(sent: Certificate) -> None:
    assert begun_question(sent) is None
    save_question(user=make_user(), certificate_id=sent.pk, topic="OVRIGT", text="Hur")
    begun = begun_question(sent)
    assert begun is not None
    assert (begun.topic, begun.text) == ("OVRIGT", "Hur")
    assert read(sent) == ()


def test_a_request_is_answered_by_the_oldest_living_complement_made_after_it() -> None:
    certificate = make_sent()
    before = clock.now() - dt.timedelta(days=2)
    make_signed(parent=certificate, relation=Certificate.Relation.KOMPLT, created_at=before)
    asked_to_complement(certificate)
    assert only(certificate).answered_by is None
    revoked = make_signed(parent=certificate, relation=Certificate.Relation.KOMPLT, revoked_at=clock.now())
    oldest = make_signed(parent=certificate, relation=Certificate.Relation.KOMPLT)
    make_signed(parent=certificate, relation=Certificate.Relation.KOMPLT)
    answered_by = only(certificate).answered_by
    assert answered_by is not None
    assert (answered_by.certificate_id, answered_by.is_signed) == (oldest.pk, True)
    assert revoked.pk != oldest.pk


def test_the_one_that_something_happened_to_last_comes_first(sent: Certificate) -> None:
    first, second = asked(sent), asked(sent, message_id="m-2")
    assert [question.id for question in read(sent)] == [second.pk, first.pk]
    set_handled(user=make_user(), question_id=first.pk)
    assert [question.id for question in read(sent)] == [first.pk, second.pk]


def test_of_the_same_moment_the_handled_comes_first(sent: Certificate) -> None:
    first, second = asked(sent), asked(sent, message_id="m-2")
    Arende.objects.update(last_event_at=clock.now())
    Arende.objects.filter(pk=first.pk).update(status=Arende.Status.CLOSED)
    assert [question.id for question in read(sent)] == [first.pk, second.pk]


def test_a_question_of_the_recipient_can_be_answered_handled_and_forwarded(sent: Certificate) -> None:
    asked(sent)
    assert usable(only(sent)) == {Link.ANSWER_QUESTION, Link.HANDLE_QUESTION, Link.FORWARD_QUESTION}


def test_what_care_has_answered_cannot_be_taken_up_again(sent: Certificate) -> None:
    send_answer(user=make_user(), question_id=asked(sent).pk, text="Ja.")
    assert usable(only(sent)) == set()


def test_a_handled_question_can_be_taken_up_again(sent: Certificate) -> None:
    set_handled(user=make_user(), question_id=asked(sent).pk)
    assert usable(only(sent)) == {Link.HANDLE_QUESTION}


def test_a_question_of_care_can_be_handled_before_and_after_its_answer(sent: Certificate) -> None:
    ours = asks(sent)
    assert usable(only(sent)) == {Link.HANDLE_QUESTION, Link.FORWARD_QUESTION}
    asked(sent, message_id="m-2", answers=ours.message_id)
    assert usable(only(sent)) == {Link.HANDLE_QUESTION, Link.FORWARD_QUESTION}


COMPLEMENTING = {Link.COMPLEMENT_CERTIFICATE, Link.CANNOT_COMPLEMENT_CERTIFICATE}


def test_a_request_can_be_complemented_refused_handled_and_forwarded(sent: Certificate) -> None:
    asked_to_complement(sent)
    assert usable(only(sent)) == COMPLEMENTING | {Link.HANDLE_QUESTION, Link.FORWARD_QUESTION}


def test_a_begun_complement_takes_the_place_of_other_answers(sent: Certificate) -> None:
    asked_to_complement(sent)
    draft = begin_complement(user=make_user(), certificate_id=sent.pk)
    question = only(sent)
    assert question.answered_by is not None
    assert (question.answered_by.certificate_id, question.answered_by.is_signed) == (draft.pk, False)
    assert usable(question) == {Link.HANDLE_QUESTION, Link.FORWARD_QUESTION}


def test_a_handled_request_is_over(sent: Certificate) -> None:
    set_handled(user=make_user(), question_id=asked_to_complement(sent).pk)
    assert usable(only(sent)) == set()


def test_a_request_that_was_answered_by_a_message_is_over(sent: Certificate) -> None:
    asked_to_complement(sent)
    answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")
    question = only(sent)
    assert question.is_answered
    assert usable(question) == set()


def test_an_integrated_user_does_not_forward(sent: Certificate) -> None:
    asked(sent)
    assert Link.FORWARD_QUESTION not in usable(only(sent, make_integrated_user()))


def test_another_care_unit_only_reads(sent: Certificate) -> None:
    asked(sent)
    asked_to_complement(sent, message_id="m-2")
    for question in read(sent, make_integrated_user(unit=VE02)):
        assert usable(question) == set()


def test_a_care_administrator_does_all_of_it(sent: Certificate) -> None:
    asked_to_complement(sent)
    expected = COMPLEMENTING | {Link.HANDLE_QUESTION, Link.FORWARD_QUESTION}
    assert usable(only(sent, make_user(Role.VARDADMINISTRATOR))) == expected


def test_a_revoked_certificate_of_the_older_engine_has_nothing_left_to_answer() -> None:
    certificate = make_sent(OLDER)
    asked(certificate)
    revoke(user=make_user(), certificate_id=certificate.pk, reason="FEL_PATIENT", text="")
    assert Link.ANSWER_QUESTION not in usable(only(certificate))


def test_the_forwarded_mark_is_told(sent: Certificate) -> None:
    asked(sent)
    forward(user=make_user(), certificate_id=sent.pk)
    assert only(sent).is_forwarded


def test_only_open_requests_mark_the_form(sent: Certificate) -> None:
    closed = asked_to_complement(sent, complements=(ComplementLine("27", "Gammalt"),))
    set_handled(user=make_user(), question_id=closed.pk)
    lines = (ComplementLine("6", "Vilken?"), ComplementLine("25", "Annat?"))
    asked_to_complement(sent, message_id="m-2", complements=lines)
    asked_to_complement(sent, message_id="m-3", complements=(ComplementLine("6", "Sedan när?"),))
    assert complement_texts(sent) == {"6": ("Vilken?", "Sedan när?"), "25": ("Annat?",)}


def test_a_question_about_another_certificate_is_not_found(sent: Certificate) -> None:
    question = asked(sent)
    require_question(sent.pk, question.pk)
    with pytest.raises(DataNotFound):
        require_question(make_signed().pk, question.pk)


def test_reading_asks_the_database_as_often_for_many_questions(
    sent: Certificate, django_assert_num_queries: object
) -> None:
    for number in range(4):
        asked_to_complement(sent, message_id=f"m-{number}")
    decisions = access.decisions(make_user(), sent)
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(questions(sent, decisions)) == 4
