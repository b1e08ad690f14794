"""The working-hours helper on the draft's page, as it works without script (README 6; spec/ui.md 4.2)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from certificates.events import EventKind
from certificates.models import Certificate
from tests.certificates.lifecycle.conftest import heard  # noqa: F401 - a fixture
from tests.factories import make_draft, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_post, log_in, text_of

FIELD = "aid.32.hours"
HALF = {"e.32.HALFTEN": "true", "e.32.HALFTEN.from": "2026-01-12", "e.32.HALFTEN.to": "2026-01-25"}


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def press(client: Client, draft: Certificate, button: str = "save", **fields: str) -> HttpResponse:
    return client.post(f"/certificate/{draft.pk}/{button}", {"version": str(draft.version), **HALF, **fields})


def hours_in_row(page: Page, level: str) -> str:
    """What the row shows, blanks folded; empty when it shows nothing."""
    shown = page.by_id(f"c-32-{level}-hours").xpath("./*[@data-percent-left][not(@hidden)]")
    return " ".join(shown[0].text_content().split()) if shown else ""


def test_the_field_stands_under_the_rows_and_says_that_it_is_not_stored(doctor: Client) -> None:
    page = Page(doctor.get(f"/certificate/{make_draft().pk}"))
    field = page.by_id("c-32-hours")
    described = [page.by_id(name).text_content() for name in field.get("aria-describedby").split()]
    assert (field.get("name"), field.get("maxlength"), field.get("value")) == (FIELD, "3", "")
    assert "Sparas inte." in described[0]
    assert described[1].strip() == ""


def test_the_posted_form_is_answered_with_the_hours_in_the_same_reply(doctor: Client) -> None:
    response = press(doctor, make_draft(), **{FIELD: "37"})
    page = Page(response)
    assert response.status_code == 200
    assert hours_in_row(page, "HALFTEN") == "18,5 tim/vecka"
    assert page.by_id("c-32-HALFTEN-days").text_content() == "14 dagar"
    assert page.by_id("c-32-hours").get("value") == "37"


def test_a_row_without_period_shows_no_hours(doctor: Client) -> None:
    page = Page(press(doctor, make_draft(), **{FIELD: "37"}))
    assert hours_in_row(page, "EN_FJARDEDEL") == ""


def test_more_hours_than_a_week_has_are_an_error_on_the_field(doctor: Client) -> None:
    page = Page(press(doctor, make_draft(), **{FIELD: "169"}))
    field = page.by_id("c-32-hours")
    assert field.get("aria-invalid") == "true"
    assert "c-32-hours-error" in field.get("aria-describedby").split()
    assert "Ange ett heltal mellan 0 och 168." in page.by_id("c-32-hours-error").text_content()
    assert hours_in_row(page, "HALFTEN") == ""


def test_the_hours_are_stored_nowhere_while_the_rest_of_the_form_is(doctor: Client) -> None:
    draft = make_draft()
    press(doctor, draft, **{FIELD: "37", "e.25.text": "Fritt"})
    draft.refresh_from_db()
    assert draft.answers["25"] == "Fritt"
    assert draft.answers["32"] == {"HALFTEN": {"from": "2026-01-12", "to": "2026-01-25"}}
    assert "37" not in str(draft.answers)
    assert "37" not in {str(value) for value in doctor.session.values()}
    assert Page(doctor.get(f"/certificate/{draft.pk}")).by_id("c-32-hours").get("value") == ""


def test_counting_hours_changes_no_draft(doctor: Client) -> None:
    draft = make_draft(answers={"32": {"HALFTEN": {"from": "2026-01-12", "to": "2026-01-25"}}})
    press(doctor, draft, **{FIELD: "37"})
    draft.refresh_from_db()
    assert draft.version == 0


def test_a_sign_attempt_that_lacks_answers_keeps_the_hours_and_shows_what_is_missing(doctor: Client) -> None:
    page = Page(press(doctor, make_draft(), "sign", **{FIELD: "40"}))
    assert hours_in_row(page, "HALFTEN") == "20 tim/vecka"
    assert "saknas innan intyget kan signeras" in page.text("summary-top")


def test_the_page_in_the_reply_is_no_new_opening(doctor: Client, heard: list) -> None:  # noqa: F811
    press(doctor, make_draft(), **{FIELD: "40"})
    assert EventKind.OPENED not in {event.kind for event in heard}


def test_without_hours_a_save_leads_back_as_ever(doctor: Client) -> None:
    assert press(doctor, make_draft(), **{FIELD: " "}).status_code == 303


def test_the_address_of_the_reply_opened_anew_leads_to_the_draft(doctor: Client) -> None:
    draft = make_draft()
    response = doctor.get(f"/certificate/{draft.pk}/save")
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{draft.pk}")


def test_a_row_made_complete_by_a_save_has_a_place_for_its_hours(doctor: Client) -> None:
    draft = make_draft()
    reply = text_of(htmx_post(doctor, f"/certificate/{draft.pk}/element/32", {"version": "0", **HALF}))
    assert 'data-percent-left="50" hidden' in reply


def test_a_locked_draft_has_no_helper(doctor: Client) -> None:
    answers = {"32": {"HALFTEN": {"from": "2026-01-12", "to": "2026-01-25"}}}
    page = Page(doctor.get(f"/certificate/{make_draft(state=Certificate.State.LOCKED, answers=answers).pk}"))
    assert page.by_id("c-32-HALFTEN-days") is not None
    assert page.by_id("c-32-hours") is None
    assert not page.tree.xpath("//output")
