"""How status updates count questions (spec/status-updates.md 3.5)."""

from __future__ import annotations

import pytest

from arenden.queries import Counts, QuestionCounts, question_counts
from arenden.services import send_answer, send_question, set_handled
from certificates.models import Certificate
from tests.arenden.conftest import asked, make_sent
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db


def test_one_open_one_answered_and_one_handled_are_three(sent: Certificate) -> None:
    asked(sent)
    ours = send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem?")
    asked(sent, message_id="m-2", answers=ours.message_id)
    set_handled(user=make_user(), question_id=asked(sent, message_id="m-3").pk)
    asked(sent, message_id="m-4", topic="PAMINN", reminds="m-1")
    assert question_counts(sent) == QuestionCounts(sent=Counts(answered=1), received=Counts(unanswered=1, handled=1))


def test_an_answer_from_care_makes_a_question_handled(sent: Certificate) -> None:
    send_answer(user=make_user(), question_id=asked(sent).pk, text="Ja.")
    assert question_counts(sent).received == Counts(handled=1)


def test_questions_about_other_certificates_do_not_count(sent: Certificate) -> None:
    asked(make_sent())
    assert question_counts(sent) == QuestionCounts()


def test_a_draft_has_no_questions(django_assert_num_queries) -> None:
    draft = make_draft()
    with django_assert_num_queries(0):
        assert question_counts(draft) == QuestionCounts()
