"""Messages of the recipient (spec/messages.md 6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from arenden.models import LONGEST_ID, Arende
from arenden.services import AlreadyReceived, ComplementLine, receive, send_question, set_handled
from certificates.models import Certificate
from notifications.models import StatusUpdate
from tests.arenden.conftest import NEWER, OLDER, asked, asked_to_complement, history, make_sent, message, told
from tests.factories import OTHER_PATIENT, make_draft, make_user
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    CertificateRevoked,
    DataNotFound,
    InvalidInput,
    InvalidState,
    MissingParameter,
)

pytestmark = pytest.mark.django_db


def test_a_question_waits_for_the_unit_of_the_certificate(sent: Certificate) -> None:
    question = asked(sent, contact=("Fiktiv Handläggarsson", "010-000 00 00"), heading="Samtal")
    assert (question.kind, question.sender, question.status) == ("QUESTION", "FK", "PENDING_INTERNAL_ACTION")
    assert (question.unit_id, question.person_id) == (sent.unit_id, sent.person_id)
    assert question.contact == ["Fiktiv Handläggarsson", "010-000 00 00"]
    assert not question.is_forwarded


def test_a_question_is_told_with_its_topic_and_last_day(sent: Certificate) -> None:
    asked(sent, last_answer_date=dt.date(2026, 12, 24))
    (update,) = StatusUpdate.objects.filter(certificate_id=sent.pk)
    assert (update.code, update.topic, update.last_answer_date) == ("NYFRFM", "KONTKT", dt.date(2026, 12, 24))
    assert update.handled_by == ""
    assert history(sent) == ["NYFRFM"]


def test_a_request_for_a_complement_stands_on_the_certificate(sent: Certificate) -> None:
    request = asked_to_complement(sent)
    sent.refresh_from_db()
    assert (sent.complement_message_id, sent.complement_reference) == ("m-1", "FK-1")
    assert sent.complement_requested_at == request.stored_at
    assert [(line.question_id, line.text) for line in request.complements.all()] == [("27", "Vilken risk?")]
    assert (history(sent), told(sent)) == (["KOMPLBEGARAN"], ["NYFRFM"])


def test_the_longest_id_of_a_request_fits_on_the_certificate(sent: Certificate) -> None:
    asked_to_complement(sent, message_id="m" * LONGEST_ID)
    sent.refresh_from_db()
    Certificate._meta.get_field("complement_message_id").clean(sent.complement_message_id, sent)
    assert len(sent.complement_message_id) == LONGEST_ID


def test_a_reminder_belongs_to_its_question_whose_status_stays(sent: Certificate) -> None:
    question = asked(sent)
    reminder = asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    before = question.last_event_at
    question.refresh_from_db()
    assert (reminder.kind, reminder.question_id) == ("REMINDER", question.pk)
    assert question.status == "PENDING_INTERNAL_ACTION"
    assert question.last_event_at > before
    assert history(sent) == ["NYFRFM", "PAMINNELSE"]
    last = StatusUpdate.objects.filter(certificate_id=sent.pk).order_by("seq").last()
    assert last is not None
    assert (last.code, last.topic) == ("NYFRFM", "PAMINN")


def test_an_answer_answers_the_question_of_care(sent: Certificate) -> None:
    question = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem ringer?")
    answer = asked(sent, answers=question.message_id, text="Vi ringer.")
    question.refresh_from_db()
    assert (answer.kind, answer.status, question.status) == ("ANSWER", "ANSWERED", "ANSWERED")
    assert (history(sent), told(sent)) == (["NYFRFV", "NYSVFM"], ["NYFRFV", "NYSVFM"])
    last = StatusUpdate.objects.filter(certificate_id=sent.pk).order_by("seq").last()
    assert last is not None
    assert (last.topic, last.last_answer_date) == ("", None)


def test_an_answer_to_a_question_that_is_answered_is_refused(sent: Certificate) -> None:
    question = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem ringer?")
    asked(sent, answers=question.message_id)
    with pytest.raises(InvalidState):
        asked(sent, message_id="m-2", answers=question.message_id)
    assert Arende.objects.count() == 2


def test_a_message_that_comes_twice_is_kept_once(sent: Certificate) -> None:
    asked(sent)
    with pytest.raises(AlreadyReceived):
        asked(sent, text="Något annat")
    assert (Arende.objects.count(), told(sent)) == (1, ["NYFRFM"])


def test_the_id_of_a_message_is_unique_over_all_certificates() -> None:
    asked(make_sent())
    with pytest.raises(AlreadyReceived):
        asked(make_sent())


@pytest.mark.parametrize("changes", [{"topic": "SVAR"}, {"topic": ""}, {"part": "TRANSP"}])
def test_an_unknown_topic_or_part_is_refused(sent: Certificate, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        asked(sent, **changes)


def test_an_unknown_certificate_is_refused(sent: Certificate) -> None:
    with pytest.raises(DataNotFound):
        asked(sent, certificate_id="00000000-0000-4000-8000-000000000000")


def test_a_deleted_draft_is_an_unknown_certificate() -> None:
    with pytest.raises(DataNotFound):
        receive(message(make_draft(state="DELETED")))


@pytest.mark.parametrize("type_id", ["fk7263", "ts-bas", "ts-diabetes"])
def test_types_of_other_channels_are_refused(type_id: str) -> None:
    with pytest.raises(InvalidState):
        asked(make_sent(type_id))


@pytest.mark.parametrize("type_id", ["db", "doi", "af00213", "tstrk1009"])
def test_other_older_types_are_not_refused(type_id: str) -> None:
    assert asked(make_sent(type_id)).type_id == type_id


@pytest.mark.parametrize(
    ("type_id", "error"), [(OLDER, InvalidState), (NEWER, AuthorizationProblem)], ids=["older", "newer"]
)
def test_a_draft_is_not_asked_about(type_id: str, error: type[Exception]) -> None:
    signed = make_sent(type_id, sent_at=None, sent_to="")
    draft = make_draft(type_id=type_id, type_version=signed.type_version)
    with pytest.raises(error):
        asked(draft)


@pytest.mark.parametrize(
    ("type_id", "error"), [(OLDER, CertificateRevoked), (NEWER, AuthorizationProblem)], ids=["older", "newer"]
)
def test_a_revoked_certificate_is_not_asked_about(type_id: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        asked(make_sent(type_id, revoked_at=clock.now()))


def test_the_older_engine_does_not_compare_patients() -> None:
    assert asked(make_sent(OLDER), person_id=OTHER_PATIENT).person_id != OTHER_PATIENT


def test_the_older_engine_keeps_an_answer_to_an_unknown_question() -> None:
    answer = asked(make_sent(OLDER), answers="okänd")
    assert (answer.kind, answer.question, answer.answers_message_id) == ("ANSWER", None, "okänd")


def test_the_older_engine_takes_unknown_questions_to_complement() -> None:
    line = ComplementLine("9999", "Vad?", instance=-1)
    assert asked_to_complement(make_sent(OLDER), complements=(line,)).complements.get().instance == -1


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": ""},
        {"message_id": "m" * 256},
        {"person_id": ""},
        {"text": " "},
        {"topic": "KOMPLT", "complements": ()},
        {"topic": "KOMPLT", "complements": (ComplementLine("", "Vad?"),)},
        {"topic": "KOMPLT", "complements": (ComplementLine("27", " "),)},
        {"topic": "PAMINN"},
    ],
)
def test_the_newer_engine_wants_everything_that_a_message_needs(changes: dict[str, Any]) -> None:
    with pytest.raises(MissingParameter):
        asked(make_sent(), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"person_id": OTHER_PATIENT},
        {"topic": "KOMPLT", "complements": (ComplementLine("9999", "Vad?"),)},
        {"answers": "okänd"},
        {"topic": "PAMINN", "reminds": "okänd"},
    ],
)
def test_the_newer_engine_refuses_what_does_not_fit_the_certificate(changes: dict[str, Any]) -> None:
    with pytest.raises(AuthorizationProblem):
        asked(make_sent(), **changes)
    assert not Arende.objects.exists()


def test_in_the_newer_engine_the_topic_says_what_a_message_is() -> None:
    certificate = make_sent()
    first = asked(certificate)
    ours = send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem ringer?")
    lines = (ComplementLine("27", "Vilken?"),)
    request = asked(certificate, message_id="m-2", topic="KOMPLT", complements=lines, answers="okänd", reminds="okänd")
    question = asked(certificate, message_id="m-3", reminds="okänd")
    reminder = asked(certificate, message_id="m-4", topic="PAMINN", reminds=first.message_id, answers=ours.message_id)
    answer = asked(certificate, message_id="m-5", answers=ours.message_id, reminds=first.message_id)
    assert [(one.kind, one.question) for one in (request, question, reminder, answer)] == [
        ("QUESTION", None),
        ("QUESTION", None),
        ("REMINDER", first),
        ("ANSWER", ours),
    ]


def test_a_request_that_names_an_answered_question_is_no_second_answer() -> None:
    certificate = make_sent()
    ours = send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem ringer?")
    asked(certificate, answers=ours.message_id)
    assert asked_to_complement(
        certificate, message_id="m-2", complements=(ComplementLine("27", "Vilken?"),), answers=ours.message_id
    ).is_complement_request


def test_the_older_engine_goes_by_the_ids_alone() -> None:
    certificate = make_sent(OLDER)
    first = asked(certificate)
    reminder = asked(certificate, message_id="m-2", topic="KONTKT", reminds="m-1")
    assert (reminder.kind, reminder.question) == ("REMINDER", first)


def test_one_known_question_is_enough() -> None:
    lines = (ComplementLine("9999", "Vad?"), ComplementLine("27", "Vilken?"))
    assert asked_to_complement(make_sent(), complements=lines).complements.count() == 2


@pytest.mark.parametrize(
    ("type_id", "topic"), [("fk3221", "AVSTMN"), ("fk7472", "KONTKT"), ("fk7427", "PAMINN"), ("fk7210", "KONTKT")]
)
def test_a_newer_type_receives_only_its_own_topics(type_id: str, topic: str) -> None:
    certificate = make_sent(type_id)
    with pytest.raises(AuthorizationProblem):
        asked(certificate, topic=topic, reminds="m-0" if topic == "PAMINN" else "")


def test_a_unit_that_is_not_integrated_has_no_status_update(settings) -> None:
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = False
    certificate = make_sent()
    asked(certificate)
    assert (told(certificate), history(certificate)) == ([], ["NYFRFM"])


def test_a_handled_question_is_not_opened_by_a_reminder(sent: Certificate) -> None:
    question = asked(sent)
    set_handled(user=make_user(), question_id=question.pk)
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    question.refresh_from_db()
    assert question.status == "CLOSED"
