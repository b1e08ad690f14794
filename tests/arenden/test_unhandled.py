"""Ej hanterade ärenden: which questions, in which order, how many (spec/lifecycle.md 14.4, 14.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arenden import queries
from arenden.models import Arende
from arenden.queries import Handling, NextStep, QuestionFilter
from arenden.services import send_answer, send_question, set_handled
from arenden.services.listing import show_questions
from certificates.models import Certificate
from certificates.queries import Forwarded, Page, PageRequest
from certificates.queries.lists import earliest_day
from hsa.roles import Role
from pdllog.models import PdlRecord
from tests.arenden.conftest import NEWER, OLDER, asked, asked_to_complement, make_sent
from tests.factories import (
    ADMIN_ID,
    DOCTOR_ID,
    ME01,
    ME02,
    OTHER_PATIENT,
    PATIENT,
    PROTECTED,
    VE01,
    VE02,
    make_patient,
    make_user,
)
from webcert import clock

pytestmark = pytest.mark.django_db
ALL = QuestionFilter()
DAY = dt.timedelta(days=1)


def listed(chosen: QuestionFilter = ALL, *, user: Any = None, **request: Any) -> list[str]:
    """Ids of the messages on the page."""
    return [row.listed.message_id for row in page(chosen, user=user, **request).rows]


def page(chosen: QuestionFilter = ALL, *, user: Any = None, **request: Any) -> Page[Arende]:
    return queries.list_questions(user or make_user(), chosen, PageRequest(**request))


def step(message_id: str) -> NextStep:
    (found,) = [row.listed for row in page(size=0).rows if row.listed.message_id == message_id]
    return NextStep(found.next_step)  # type: ignore[attr-defined]


def sent_on(unit: str, **changes: Any) -> Certificate:
    return make_sent(user=make_user(unit=unit), **changes)


# --- which questions ----------------------------------------------------------------------------------------------
def test_the_list_is_of_the_selected_unit_and_its_sub_units() -> None:
    for number, unit in enumerate((VE01, ME01, VE02)):
        asked(sent_on(unit), message_id=f"m-{number}")
    assert set(listed()) == {"m-0", "m-1"}
    assert listed(user=make_user(unit=ME01)) == ["m-1"]


def test_one_unit_can_be_chosen_but_none_that_is_not_the_user_s() -> None:
    for number, unit in enumerate((VE01, ME01, VE02)):
        asked(sent_on(unit), message_id=f"m-{number}")
    assert listed(QuestionFilter(unit_id=ME01)) == ["m-1"]
    assert set(listed(QuestionFilter(unit_id=VE02))) == {"m-0", "m-1"}


def test_answers_and_reminders_are_no_rows_of_their_own(sent: Certificate) -> None:
    asked(sent)
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    own = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem ringer?")
    asked(sent, message_id="m-3", answers=own.message_id)
    assert set(listed()) == {"m-1", own.message_id}


def test_protected_patients_are_hidden_from_a_care_administrator() -> None:
    make_patient(PROTECTED)
    asked(make_sent(person_id=PROTECTED))
    assert listed() == ["m-1"]
    assert listed(user=make_user(Role.VARDADMINISTRATOR)) == []


def test_each_row_names_its_patient_once_for_the_log() -> None:
    make_patient(OTHER_PATIENT)
    for number, person_id in enumerate((PATIENT, PATIENT, OTHER_PATIENT)):
        asked(make_sent(person_id=person_id), message_id=f"m-{number}")
    show_questions(make_user(), ALL, PageRequest())
    records = PdlRecord.objects.values_list("patient_id", flat=True)
    assert sorted(records) == sorted([PATIENT, OTHER_PATIENT])


# --- what is to be done -------------------------------------------------------------------------------------------
@pytest.fixture
def one_of_each() -> dict[Handling, str]:
    """A question in every state, each about a certificate of its own."""
    user = make_user()
    asked_to_complement(make_sent(), message_id="komplettera")
    asked(make_sent(), message_id="svara")
    handled = asked(make_sent(), message_id="hanterad")
    set_handled(user=user, question_id=handled.pk)
    waiting, answered = make_sent(), make_sent()
    wait = send_question(user=user, certificate_id=waiting.pk, topic="KONTKT", text="Vem ringer?")
    read = send_question(user=user, certificate_id=answered.pk, topic="KONTKT", text="Vem ringer?")
    asked(answered, message_id="svaret", answers=read.message_id)
    return {
        Handling.COMPLEMENT: "komplettera",
        Handling.ANSWER: "svara",
        Handling.HANDLED: "hanterad",
        Handling.WAIT: wait.message_id,
        Handling.READ_ANSWER: read.message_id,
    }


@pytest.mark.parametrize("handling", [one for one in Handling if one is not Handling.UNHANDLED])
def test_the_filter_of_what_to_do_keeps_one_kind(one_of_each: dict[Handling, str], handling: Handling) -> None:
    assert listed(QuestionFilter(handling=handling)) == [one_of_each[handling]]


def test_unhandled_is_everything_that_is_not_closed(one_of_each: dict[Handling, str]) -> None:
    unhandled = set(listed(QuestionFilter(handling=Handling.UNHANDLED)))
    assert unhandled == set(one_of_each.values()) - {"hanterad"}
    assert set(listed()) == set(one_of_each.values())


def test_the_next_step_follows_state_topic_and_sender(one_of_each: dict[Handling, str]) -> None:
    expected = {
        Handling.COMPLEMENT: NextStep.COMPLEMENT,
        Handling.ANSWER: NextStep.ANSWER,
        Handling.HANDLED: NextStep.NOTHING,
        Handling.WAIT: NextStep.WAIT,
        Handling.READ_ANSWER: NextStep.READ_ANSWER,
    }
    assert {handling: step(message_id) for handling, message_id in one_of_each.items()} == expected


def test_an_answered_question_of_the_recipient_is_a_handled_matter() -> None:
    question = asked(make_sent(NEWER))
    Arende.objects.filter(pk=question.pk).update(status="ANSWERED")
    assert step("m-1") is NextStep.HANDLE


def test_an_answer_of_care_closes_the_matter() -> None:
    question = asked(make_sent(OLDER))
    send_answer(user=make_user(), question_id=question.pk, text="Ja.")
    assert step("m-1") is NextStep.NOTHING


def test_the_words_of_the_next_step_sort_as_they_stand_in_the_alphabet() -> None:
    labels = [one.label for one in NextStep]
    assert labels == sorted(labels)


def test_a_row_knows_that_it_was_reminded_of(sent: Certificate) -> None:
    asked(sent)
    assert not page().rows[0].listed.is_reminded  # type: ignore[attr-defined]
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    assert page().rows[0].listed.is_reminded  # type: ignore[attr-defined]


# --- the other filters --------------------------------------------------------------------------------------------
def test_a_doctor_begins_with_the_own_certificates_and_others_with_all() -> None:
    own = QuestionFilter.default_for(make_user())
    assert (own.signed_by, own.handling, own.changed_from) == (DOCTOR_ID, Handling.UNHANDLED, earliest_day())
    assert QuestionFilter.default_for(make_user(Role.VARDADMINISTRATOR)).signed_by == ""


def test_filters_on_sender_signer_patient_and_forwarding() -> None:
    make_patient(OTHER_PATIENT)
    asked(make_sent(), message_id="fk")
    certificate = make_sent(issuer_hsa_id=ADMIN_ID, issuer_name="Vera Sund", person_id=OTHER_PATIENT)
    own = send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Hej").message_id
    Arende.objects.filter(message_id=own).update(is_forwarded=True)
    for chosen in (
        QuestionFilter(sender="WC"),
        QuestionFilter(signed_by=ADMIN_ID),
        QuestionFilter(person_id=OTHER_PATIENT),
        QuestionFilter(forwarded=Forwarded.FORWARDED),
    ):
        assert listed(chosen) == [own]
    assert listed(QuestionFilter(forwarded=Forwarded.NOT_FORWARDED)) == ["fk"]


def test_both_days_are_inclusive() -> None:
    asked(make_sent())
    today = clock.today()
    assert listed(QuestionFilter(changed_from=today, changed_to=today)) == ["m-1"]
    assert listed(QuestionFilter(changed_to=today - DAY)) == listed(QuestionFilter(changed_from=today + DAY)) == []


def test_signers_are_those_of_the_chosen_unit_and_the_doctor() -> None:
    asked(sent_on(ME01, issuer_hsa_id=ADMIN_ID, issuer_name="Vera Sund"))
    assert [signer.hsa_id for signer in queries.signers(make_user(), "")] == [DOCTOR_ID, ADMIN_ID]
    assert [signer.hsa_id for signer in queries.signers(make_user(), VE01)] == [DOCTOR_ID]
    assert [s.hsa_id for s in queries.signers(make_user(Role.VARDADMINISTRATOR), ME01)] == [ADMIN_ID]


# --- order --------------------------------------------------------------------------------------------------------
def test_the_latest_event_comes_first() -> None:
    for number in range(3):
        asked(make_sent(), message_id=f"m-{number}")
    Arende.objects.filter(message_id="m-1").update(last_event_at=clock.now() + DAY)
    assert listed() == ["m-1", "m-2", "m-0"]
    assert listed(order_by="changed", ascending=True) == ["m-0", "m-2", "m-1"]


@pytest.mark.parametrize("column", ["step", "sender", "patient", "signed_by", "changed", "forwarded"])
def test_every_column_sorts_in_both_directions(one_of_each: dict[Handling, str], column: str) -> None:
    upwards = listed(order_by=column, ascending=True, size=0)
    assert listed(order_by=column, size=0) == list(reversed(upwards))


# --- numbers ------------------------------------------------------------------------------------------------------
def test_unhandled_questions_are_counted_per_unit() -> None:
    asked(sent_on(VE01), message_id="m-1")
    asked(sent_on(ME01), message_id="m-2")
    asked(sent_on(ME01), message_id="m-3")
    set_handled(user=make_user(), question_id=asked(sent_on(ME02), message_id="m-4").pk)
    assert queries.unhandled_counts(make_user(), [VE01, ME01, ME02, VE02]) == {VE01: 1, ME01: 2}


def test_answers_and_reminders_are_not_counted(sent: Certificate) -> None:
    asked(sent)
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    own = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem ringer?")
    asked(sent, message_id="m-3", answers=own.message_id)
    assert queries.unhandled_counts(make_user(), [VE01]) == {VE01: 2}


def test_questions_about_hidden_patients_are_not_counted() -> None:
    make_patient(PROTECTED)
    asked(make_sent(person_id=PROTECTED))
    assert queries.unhandled_counts(make_user(Role.VARDADMINISTRATOR), [VE01]) == {}


# --- what it costs ------------------------------------------------------------------------------------------------
ASKING = {
    "default": lambda: page(QuestionFilter.default_for(make_user())),
    "everything": lambda: page(),
    "numbers": lambda: queries.unhandled_counts(make_user(), [VE01, VE02]),
    "signers": lambda: queries.signers(make_user(), ""),
}


@pytest.mark.parametrize("name", ASKING)
def test_the_questions_of_a_unit_are_cut_and_counted_in_their_index(name: str) -> None:
    """A list of one unit must not walk through the questions of all, nor a number through those that are handled."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan of a table of one row says nothing on this database")
    asked(make_sent())
    with CaptureQueriesContext(connection) as captured:
        ASKING[name]()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "USING COVERING INDEX arende_unit_list (unit_id=? AND kind=?" in plan
    assert "status=?" in plan or name == "signers"
