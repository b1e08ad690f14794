"""Questions about FK 7263 on the certificate's page: read and handled, never answered (spec/messages.md 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.user import CareUser
from arenden import queries
from arenden.models import Arende, LegacyMessage
from arenden.services import set_legacy_handled, set_legacy_unhandled
from certificates.models import Certificate
from hsa.roles import Role
from notifications.models import IntegratedUnit
from tests.arenden.conftest import make_sent, told
from tests.factories import VE01, VE02, make_integrated_user, make_user
from tests.notifications.conftest import integrate
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_post, log_in
from webcert import clock
from webcert.errors import AuthorizationProblem, DataNotFound, InvalidState

pytestmark = pytest.mark.django_db
Topic, Status = LegacyMessage.Topic, Arende.Status


@pytest.fixture
def older() -> Certificate:
    integrate()
    IntegratedUnit.objects.update(schema_version_1=True)
    return make_sent("fk7263")


def question(certificate: Certificate, **changes: Any) -> LegacyMessage:
    """One of Försäkringskassan about contact."""
    fields: dict[str, Any] = {
        "asked_by": Arende.Sender.RECIPIENT,
        "topic": Topic.CONTACT,
        "question_text": "Kan ni ringa oss?",
        "asked_at": clock.now(),
        "status": Status.PENDING_INTERNAL_ACTION,
    }
    return LegacyMessage.objects.create(certificate=certificate, **(fields | changes))


def from_care(certificate: Certificate, **changes: Any) -> LegacyMessage:
    """One from the time when care could ask."""
    return question(
        certificate, **({"asked_by": Arende.Sender.CARE, "status": Status.PENDING_EXTERNAL_ACTION} | changes)
    )


def page_of(certificate: Certificate, user: CareUser | None = None) -> Page:
    return Page(log_in(user or make_user()).get(f"/certificate/{certificate.pk}"))


def at(certificate: Certificate, row: LegacyMessage, action: str) -> str:
    return f"/certificate/{certificate.pk}/questions/legacy/{row.pk}/{action}"


def status(row: LegacyMessage) -> str:
    row.refresh_from_db()
    return row.status


def test_a_question_is_read_in_the_panel(older: Certificate) -> None:
    row = question(
        older,
        topic=Topic.COMPLEMENT,
        heading="Rubrik",
        contact=["010-000 00 00"],
        complements=[["4b", "Beskriv fyndet."]],
        last_answer_date=dt.date(2031, 1, 19),
    )
    page = page_of(older)
    card = page.text(f"question-{row.pk}")
    for part in (
        "Komplettering - Rubrik Försäkringskassan",
        "Kan ni ringa oss?",
        "Fält 4b: Beskriv fyndet.",
        "Kontakt: 010-000 00 00",
        "Svara senast 2031-01-19",
        "Markera som hanterad",
    ):
        assert part in card
    assert page.test_id("panel-tab-arenden").get("aria-current") == "true"
    assert page.by_id("panel-count").text_content() == "1 ej hanterade"


def test_what_care_asked_stands_with_its_answer(older: Certificate) -> None:
    row = from_care(older, answer_text="Vi ringer.", answered_at=clock.now(), status=Status.ANSWERED)
    page = page_of(older)
    assert f"Kontakt {older.unit_name}" in page.text(f"question-{row.pk}")
    assert page.text(f"answer-{row.pk}").startswith("Re: Kontakt Försäkringskassan")


@pytest.mark.parametrize("topic", [t for t in Topic if t is not Topic.COMPLEMENT])
def test_every_other_topic_is_an_administrative_question(older: Certificate, topic: str) -> None:
    row = question(older, topic=topic)
    part = page_of(older).text("administrative")
    assert f"Hanterad: {Topic(topic).label}" in part
    assert page_of(older).by_id(f"handled-{row.pk}") is not None


def test_nothing_is_asked_answered_complemented_or_forwarded(older: Certificate) -> None:
    question(older)
    question(older, topic=Topic.COMPLEMENT)
    page = page_of(older)
    assert page.by_id("question-text") is None
    buttons = page.tree.xpath(
        "//*[@data-testid='questions']//button | //*[@data-testid='questions']//a[@role='button']"
    )
    words = {" ".join(one.text_content().split()) for one in buttons}
    assert words == {"Spara", "Markera som hanterad"}


def test_questions_are_shown_on_the_selected_unit_only(older: Certificate) -> None:
    question(older)
    elsewhere = make_integrated_user(unit=VE02)
    assert older.unit_id == VE01
    assert "Kan ni ringa oss?" not in page_of(older, elsewhere).source


def test_the_list_of_unhandled_questions_is_without_them(older: Certificate) -> None:
    question(older)
    assert queries.unhandled_counts(make_user(), [VE01]) == {}
    assert not queries.has_questions(make_user())


def test_the_box_handles_and_takes_up_again(older: Certificate) -> None:
    row = question(older)
    client = log_in(make_user())
    reply = htmx_post(client, at(older, row, "handle"), {"handled": "1"})
    assert reply.status_code == 200
    assert status(row) == "CLOSED"
    assert "checked" in reply.content.decode()
    htmx_post(client, at(older, row, "handle"), {})
    assert status(row) == "PENDING_INTERNAL_ACTION"
    assert told(older) == ["HANFRFM", "HANFRFM"]


def test_the_box_works_without_script(older: Certificate) -> None:
    row = question(older)
    reply = log_in(make_user()).post(at(older, row, "handle"), {"handled": "1"})
    assert reply.url == f"/certificate/{older.pk}/questions/administrative#question-{row.pk}"
    assert status(row) == "CLOSED"


def test_a_request_for_a_complement_is_handled_after_a_question_and_for_good(older: Certificate) -> None:
    row = question(older, topic=Topic.COMPLEMENT)
    client = log_in(make_user())
    assert at(older, row, "handle-for-good") in client.get(at(older, row, "handle-for-good")).content.decode()
    assert status(row) == "PENDING_INTERNAL_ACTION"
    client.post(at(older, row, "handle-for-good"))
    assert status(row) == "CLOSED"
    set_legacy_unhandled(user=make_user(), number=row.pk)
    assert status(row) == "CLOSED"
    assert "Markera som hanterad" not in page_of(older).text(f"question-{row.pk}")


def test_handling_twice_is_handling_once(older: Certificate) -> None:
    row = question(older)
    for _ in range(2):
        set_legacy_handled(user=make_user(), number=row.pk)
    assert told(older) == ["HANFRFM"]


@pytest.mark.parametrize(
    ("answered_at", "again"), [(None, "PENDING_EXTERNAL_ACTION"), (dt.datetime(2026, 1, 5, tzinfo=dt.UTC), "ANSWERED")]
)
def test_a_question_of_care_gets_its_status_back(
    older: Certificate, answered_at: dt.datetime | None, again: str
) -> None:
    row = from_care(older, answered_at=answered_at, status=Status.CLOSED)
    set_legacy_unhandled(user=make_user(), number=row.pk)
    assert status(row) == again
    assert told(older) == ["HANFRFV"]


def test_what_care_has_answered_is_not_taken_up_again(older: Certificate) -> None:
    row = question(older, answered_at=clock.now(), status=Status.CLOSED)
    with pytest.raises(InvalidState):
        set_legacy_unhandled(user=make_user(), number=row.pk)
    assert page_of(older).by_id(f"handled-{row.pk}") is None


def test_who_may_not_handle_is_refused(older: Certificate) -> None:
    row = question(older)
    with pytest.raises(AuthorizationProblem):
        set_legacy_handled(user=make_user(unit=VE02), number=row.pk)
    assert status(row) == "PENDING_INTERNAL_ACTION"


def test_an_unknown_question_is_not_found(older: Certificate) -> None:
    with pytest.raises(DataNotFound):
        set_legacy_handled(user=make_user(), number=4711)
    row = question(make_sent("fk7263"))
    assert log_in(make_user()).post(at(older, row, "handle"), {"handled": "1"}).status_code == 404
    assert status(row) == "PENDING_INTERNAL_ACTION"


def test_a_nurse_has_no_tab_for_a_type_that_she_does_not_read_questions_of(older: Certificate) -> None:
    question(older)
    assert "Kan ni ringa oss?" not in page_of(older, make_user(role=Role.SJUKSKOTERSKA)).source
