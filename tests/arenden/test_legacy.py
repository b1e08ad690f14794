"""ReceiveMedicalCertificateQuestion and -Answer 1, for FK 7263 (spec/integration.md 0, 1.6; spec/messages.md 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from arenden.legacy_soap import ANSWER_PATH, QUESTION_PATH
from arenden.models import Arende, LegacyMessage
from arenden.queries import Counts, QuestionCounts, question_counts, question_counts_of
from certificates.lifecycle.revoke import revoke
from certificates.models import Certificate
from notifications.models import IntegratedUnit, StatusUpdate
from rivta import envelope, oids, server, xml
from rivta.envelope import ReadFault
from rivta.profiles import BASIC_PROFILE_20
from rivta.results import Result, read_result
from tests.arenden.conftest import OLDER, asked, history, make_sent, told
from tests.arenden.legacy_messages import FAULTS, NOON, Parts
from tests.factories import VE01, make_user
from tests.notifications.conftest import integrate
from webcert import clock

pytestmark = pytest.mark.django_db
OK = Result("OK")


def post(body: bytes, path: str) -> Result:
    """One call through the dispatch; every answer with a result is HTTP 200."""
    status, content = server.answer(path, envelope.wrap(body, VE01, profile=BASIC_PROFILE_20))
    answer = envelope.open_answer(xml.parse(content))
    assert status == 200 and not isinstance(answer, ReadFault), content
    return read_result(answer)


def ask(certificate: Certificate, **changes: Any) -> Result:
    return post(Parts(**({"certificate_id": certificate.pk} | changes)).question(), QUESTION_PATH)


def answer(certificate: Certificate, **changes: Any) -> Result:
    return post(Parts(**({"certificate_id": certificate.pk} | changes)).answer(), ANSWER_PATH)


@pytest.fixture
def older() -> Certificate:
    """An FK 7263 of a unit whose journal system is told of that type too."""
    integrate()
    IntegratedUnit.objects.update(schema_version_1=True)
    return make_sent("fk7263")


@pytest.fixture
def asked_by_care(older: Certificate) -> LegacyMessage:
    """A question from the time when care could send them."""
    return LegacyMessage.objects.create(
        certificate=older,
        asked_by=Arende.Sender.CARE,
        topic=LegacyMessage.Topic.CONTACT,
        question_text="Vem ringer?",
        asked_at=clock.now(),
        status=Arende.Status.PENDING_EXTERNAL_ACTION,
    )


# --- questions ----------------------------------------------------------------------------------------------------
def test_a_question_is_stored_with_everything_that_it_holds(older: Certificate) -> None:
    further = (
        "<m:fkKomplettering><qa:falt>2</qa:falt><qa:text>Beskriv.</qa:text></m:fkKomplettering>"
        "<m:fkSistaDatumForSvar>2026-03-15+01:00</m:fkSistaDatumForSvar>"
    )
    assert ask(older, topic="Komplettering_av_lakarintyg", further=further) == OK
    stored = LegacyMessage.objects.get()
    assert (stored.certificate_id, stored.reference, stored.heading) == (older.pk, "FK-1", "Rubrik")
    assert (stored.topic, stored.question_text) == (LegacyMessage.Topic.COMPLEMENT, "Kan ni ringa oss?")
    assert (stored.contact, stored.complements) == (["010-000 00 00"], [["2", "Beskriv."]])
    assert (stored.last_answer_date, stored.status) == (dt.date(2026, 3, 15), "PENDING_INTERNAL_ACTION")
    assert clock.riv_timestamp(stored.asked_at) == NOON
    assert not Arende.objects.exists()


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("Komplettering_av_lakarintyg", "KOMPLT"),
        ("Avstamningsmote", "AVSTMN"),
        ("Kontakt", "KONTKT"),
        ("Paminnelse", "PAMINN"),
        ("Ovrigt", "OVRIGT"),
        ("Arbetstidsforlaggning", ""),
        ("Makulering_av_lakarintyg", ""),
    ],
)
def test_a_question_is_told_with_the_topic_that_status_updates_know(older: Certificate, topic: str, code: str) -> None:
    assert ask(older, topic=topic) == OK
    (update,) = StatusUpdate.objects.filter(certificate_id=older.pk)
    assert (update.code, update.topic, update.external_status) == ("NYFRFM", code, "QUEUED")
    assert history(older) == ["NYFRFM"]


@pytest.mark.parametrize(
    ("sent_at", "local"),
    [("2026-03-01T11:00:00Z", NOON), ("2026-03-01T12:00:00.123+01:00", NOON), ("2026-07-01T12:00:00", None)],
)
def test_a_time_may_have_a_zone(older: Certificate, sent_at: str, local: str | None) -> None:
    assert ask(older, sent_at=sent_at) == OK
    assert clock.riv_timestamp(LegacyMessage.objects.get().asked_at) == (local or sent_at)


# --- answers ------------------------------------------------------------------------------------------------------
def test_an_answer_is_put_to_the_question_of_care(older: Certificate, asked_by_care: LegacyMessage) -> None:
    assert answer(older, number=str(asked_by_care.pk), text="Vi ringer.", reference="FK-2") == OK
    asked_by_care.refresh_from_db()
    assert (asked_by_care.answer_text, asked_by_care.status) == ("Vi ringer.", "ANSWERED")
    assert asked_by_care.reference == "FK-2" and asked_by_care.is_answered
    assert (history(older), told(older)) == (["NYSVFM"], ["NYSVFM"])


def test_an_answer_without_a_reference_is_taken(older: Certificate, asked_by_care: LegacyMessage) -> None:
    assert answer(older, number=str(asked_by_care.pk), reference="") == OK


def test_an_answer_to_a_number_that_is_none_is_an_application_error(older: Certificate) -> None:
    result = answer(older, number="ett")
    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


@pytest.mark.parametrize("number", ["999", "9" * 30])
def test_an_answer_to_an_unknown_number_is_a_validation_error(older: Certificate, number: str) -> None:
    assert answer(older, number=number).error_id == "VALIDATION_ERROR"


def test_an_answer_to_a_question_about_another_certificate_is_refused(asked_by_care: LegacyMessage) -> None:
    assert answer(make_sent("fk7263"), number=str(asked_by_care.pk)).error_id == "VALIDATION_ERROR"


def test_an_answer_to_a_question_of_the_recipient_s_own_is_refused(older: Certificate) -> None:
    ask(older)
    assert answer(older, number=str(LegacyMessage.objects.get().pk)).error_id == "VALIDATION_ERROR"


def test_a_second_answer_is_refused(older: Certificate, asked_by_care: LegacyMessage) -> None:
    answer(older, number=str(asked_by_care.pk), text="Det första.")
    assert answer(older, number=str(asked_by_care.pk)).error_id == "VALIDATION_ERROR"
    asked_by_care.refresh_from_db()
    assert asked_by_care.answer_text == "Det första."


# --- what is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("call", [ask, answer])
@pytest.mark.parametrize(("changes", "text"), FAULTS)
def test_each_fault_of_the_parts_is_a_validation_error(
    older: Certificate, call: Any, changes: dict[str, str], text: str
) -> None:
    assert call(older, **changes) == Result("ERROR", text, "VALIDATION_ERROR")
    assert not LegacyMessage.objects.exists()


def test_several_faults_are_told_together(older: Certificate) -> None:
    result = ask(older, staff_name="", unit_name="")
    assert result.text == "The name of the staff is missing,The name of the unit is missing"


def test_a_samordningsnummer_is_a_number_of_a_patient(older: Certificate) -> None:
    assert ask(older, patient_root=oids.SAMORDNINGSNUMMER) == OK


@pytest.mark.parametrize("call", [ask, answer])
def test_every_other_certificate_is_a_validation_error(call: Any) -> None:
    for certificate in (make_sent(OLDER), make_sent("ts-bas")):
        assert call(certificate).error_id == "VALIDATION_ERROR"
    assert call(make_sent("fk7263"), certificate_id="okänt").error_id == "VALIDATION_ERROR"


@pytest.mark.parametrize("call", [ask, answer])
def test_a_revoked_certificate_is_an_application_error(call: Any) -> None:
    assert call(make_sent("fk7263", revoked_at=clock.now())).error_id == "APPLICATION_ERROR"


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": "Okänt"},
        {"sent_at": "2026-02-30T10:00:00"},
        {"sent_at": "2026-03-01T24:00:00"},
        {"sent_at": "0001-01-01T00:00:00"},
        {"reference": "r" * 256},
        {"further": "<m:fkSistaDatumForSvar>-0044-03-15</m:fkSistaDatumForSvar>"},
        {"further": "<m:okänt/>"},
    ],
)
def test_what_cannot_be_read_is_a_validation_error(older: Certificate, changes: dict[str, str]) -> None:
    assert ask(older, **changes).error_id == "VALIDATION_ERROR"
    assert not LegacyMessage.objects.exists()


def test_the_text_of_an_error_stands_behind_its_id(older: Certificate) -> None:
    body = Parts(certificate_id=older.pk, staff_name="").question()
    _, content = server.answer(QUESTION_PATH, envelope.wrap(body, VE01, profile=BASIC_PROFILE_20))
    opened = envelope.open_answer(xml.parse(content))
    assert not isinstance(opened, ReadFault)
    assert [part.tag.rpartition("}")[2] for part in opened[0]] == ["resultCode", "errorId", "errorText"]


# --- what follows -------------------------------------------------------------------------------------------------
def test_questions_about_fk_7263_are_counted_with_reminders(older: Certificate, asked_by_care: LegacyMessage) -> None:
    for topic in ("Kontakt", "Paminnelse"):
        ask(older, topic=topic)
    LegacyMessage.objects.filter(topic="Paminnelse").update(status="CLOSED")
    answer(older, number=str(asked_by_care.pk))
    expected = QuestionCounts(sent=Counts(answered=1), received=Counts(unanswered=1, handled=1))
    assert question_counts(older) == expected


def test_certificates_of_both_kinds_are_counted_together(older: Certificate) -> None:
    other = make_sent(OLDER)
    ask(older)
    asked(other)
    one = QuestionCounts(received=Counts(unanswered=1))
    assert question_counts_of([older, other]) == {older.pk: one, other.pk: one}


def test_revoking_ends_the_questions(older: Certificate, asked_by_care: LegacyMessage) -> None:
    ask(older)
    revoke(user=make_user(), certificate_id=older.pk, reason="FEL_PATIENT")
    assert set(LegacyMessage.objects.values_list("status", flat=True)) == {"CLOSED"}
    assert told(older) == ["NYFRFM", "MAKULE", "HANFRFV", "HANFRFM"]
