"""One question saved while one types: fragments only (spec/ui.md 10.5, 10.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import PROTECTED, VE02, complete_answers, make_draft, make_integrated_user, make_patient, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_post, log_in
from webcert import clock


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def post(client: Client, draft: Certificate, question: str, fields: dict[str, Any], **more: str) -> HttpResponse:
    draft.refresh_from_db()
    prefixed = {f"e.{question}.{part}": value for part, value in fields.items()}
    return htmx_post(
        client, f"/certificate/{draft.pk}/element/{question}", {"version": str(draft.version), **prefixed, **more}
    )


def save(client: Client, draft: Certificate, question: str, fields: dict[str, Any], **more: str) -> Page:
    response = post(client, draft, question, fields, **more)
    assert response.status_code == 200
    draft.refresh_from_db()
    return Page(response)


def normalised(page: Page) -> dict[str, str]:
    return {entry.get("data-for"): entry.get("value") for entry in page.tree.xpath("//*[@id='normalised']//data")}


def test_the_answer_is_stored_and_the_version_goes_up(doctor: Client) -> None:
    draft = make_draft()
    page = save(doctor, draft, "25", {"text": "Enligt samtal."})
    assert draft.answers["25"] == "Enligt samtal."
    assert page.by_id("version").get("value") == str(draft.version) == "1"


def test_everything_in_the_reply_is_out_of_band(doctor: Client) -> None:
    page = save(doctor, make_draft(), "28", {"shown": "1", "NUVARANDE_ARBETE": "true"})
    tops = [element for element in page.tree.body if element.tag != "p" or element.text_content().strip()]
    assert tops
    assert all(element.get("hx-swap-oob") for element in tops)


def test_the_reply_tells_that_the_draft_is_saved(doctor: Client) -> None:
    page = save(doctor, make_draft(), "25", {"text": "x"})
    assert page.text("save-status").startswith(f"Utkastet är sparat kl. {clock.local(clock.now()):%H:}")


def test_the_question_being_edited_is_not_in_the_reply(doctor: Client) -> None:
    page = save(doctor, make_draft(), "25", {"text": "x"})
    assert page.by_id("q-25") is None
    assert not page.tree.xpath("//textarea")


def test_an_answer_that_asks_for_more_lets_the_follow_up_appear(doctor: Client) -> None:
    page = save(doctor, make_draft(), "28", {"shown": "1", "NUVARANDE_ARBETE": "true"})
    assert page.shown("q-29")
    assert page.by_id("q-29").get("hx-swap-oob") == "true"
    assert page.by_id("q-28") is None


def test_taking_it_back_empties_the_place_again(doctor: Client) -> None:
    draft = make_draft(answers={"28": ["NUVARANDE_ARBETE"], "29": "Snickare"})
    page = save(doctor, draft, "28", {"shown": "1"})
    assert page.by_id("q-29").get("hidden") is not None
    assert "28" not in draft.answers


def test_smittbararpenning_sends_whole_sections_away(doctor: Client) -> None:
    page = save(doctor, make_draft(), "27", {"shown": "1", "value": "true"})
    gone = [s.get("id") for s in page.tree.xpath("//section[@data-slot][@hidden]")]
    assert gone == ["kat-2", "kat-3", "kat-5", "kat-6", "kat-7", "kat-9", "kat-10", "kat-12"]
    assert not page.tree.xpath("//*[@data-element]")


def test_the_sections_come_back_with_their_answers(doctor: Client) -> None:
    draft = make_draft(answers={"27": True, "44": "Arbetsträning"})
    page = save(doctor, draft, "27", {"shown": "1"})
    assert page.by_id("c-44-text").text.strip() == "Arbetsträning"


def test_a_period_that_begins_long_ago_brings_a_message(doctor: Client) -> None:
    start = clock.today() - dt.timedelta(days=30)
    page = save(doctor, make_draft(), "32", {"HALFTEN": "true", "HALFTEN.from": str(start), "HALFTEN.to": "v2"})
    assert "mer än 7 dagar bakåt" in page.by_id("q-earlyStartDate").text_content()


def test_a_missing_answer_is_no_error_before_it_is_asked_for(doctor: Client) -> None:
    page = save(doctor, make_draft(answers={"29": "x", "28": ["NUVARANDE_ARBETE"]}), "29", {"text": ""})
    assert page.test_id("element-29-error") is None
    assert page.by_id("q-29-req").text_content().split() == ["*", "obligatorisk"]


def test_a_missing_answer_is_an_error_once_it_was_asked_for(doctor: Client) -> None:
    draft = make_draft(answers={"29": "x", "28": ["NUVARANDE_ARBETE"]})
    page = save(doctor, draft, "29", {"text": ""}, show_missing="1")
    assert "Ange ett svar." in page.text("element-29-error")
    assert page.by_id("q-29-error").get("data-invalid") == "c-29-text"
    assert "Yrke och arbetsuppgifter – ange ett svar" in page.text("summary-top")


def test_the_last_missing_answer_makes_the_draft_ready_to_sign(doctor: Client) -> None:
    draft = make_draft(answers=complete_answers() | {"6": []})
    row = {"huvuddiagnos.code": "F43.0", "huvuddiagnos.text": "Akut stressreaktion"}
    page = save(doctor, draft, "6", row, show_missing="1")
    assert draft.is_complete
    assert page.text("status-1") == "Klart att signera"
    assert "Klart att signera" in page.text("sign-bar")
    assert page.by_id("summary").get("hidden") is not None


def test_the_summary_that_follows_every_save_is_not_read_out_each_time(doctor: Client) -> None:
    page = save(doctor, make_draft(), "25", {"text": "x"}, show_missing="1")
    assert page.by_id("summary").get("role") == "region"


def test_a_wrong_date_is_an_error_at_once_and_stays_as_typed(doctor: Client) -> None:
    draft = make_draft()
    page = save(doctor, draft, "1", {"ANNAT": "true", "ANNAT.date": "2026-13-01"})
    assert draft.answers["1"] == {"ANNAT": "2026-13-01"}
    assert page.by_id("q-1-error").get("data-invalid") == "c-1-ANNAT-date"
    assert normalised(page) == {}


def test_a_tick_brings_todays_date_into_its_field(doctor: Client) -> None:
    page = save(doctor, make_draft(), "1", {"ANNAT": "true", "ANNAT.date": ""})
    assert normalised(page) == {"c-1-ANNAT-date": str(clock.today())}


def test_a_date_ticks_its_row(doctor: Client) -> None:
    page = save(doctor, make_draft(), "1", {"ANNAT.date": "20260105"})
    entries = {e.get("data-for"): e for e in page.tree.xpath("//*[@id='normalised']//data")}
    assert entries["c-1-ANNAT"].get("data-checked") == "true"
    assert entries["c-1-ANNAT-date"].get("value") == "2026-01-05"
    assert entries["c-1-ANNAT-date"].get("data-sent") == "20260105"


def test_a_typed_length_becomes_the_end_date_and_the_total(doctor: Client) -> None:
    page = save(doctor, make_draft(), "32", {"HALFTEN": "true", "HALFTEN.from": "2026-01-19", "HALFTEN.to": "v2"})
    assert normalised(page) == {"c-32-HALFTEN-to": "2026-02-01"}
    assert page.by_id("q-32-sum").text_content().split() == ["14", "dagar", "totalt"]
    assert page.by_id("c-32-HALFTEN-days").text_content() == "14 dagar"
    assert page.by_id("q-32-timeline").xpath(".//*[local-name()='rect']")


def test_a_diagnosis_typed_by_code_gets_its_text(doctor: Client) -> None:
    page = save(doctor, make_draft(), "6", {"huvuddiagnos.code": "f430", "huvuddiagnos.text": ""})
    assert normalised(page) == {
        "c-6-huvuddiagnos-code": "F43.0",
        "c-6-huvuddiagnos-text": "Akut stressreaktion",
    }


def test_unsupported_characters_are_taken_out_of_the_field(doctor: Client) -> None:
    draft = make_draft()
    page = save(doctor, draft, "25", {"text": "ont 😀 i ryggen"})
    assert draft.answers["25"] == "ont  i ryggen"
    assert normalised(page) == {"c-25-text": "ont  i ryggen"}


def test_line_breaks_of_the_browser_are_no_difference(doctor: Client) -> None:
    page = save(doctor, make_draft(), "25", {"text": "rad ett\r\nrad två"})
    assert normalised(page) == {}


def test_an_empty_address_part_gets_its_mark(doctor: Client) -> None:
    contact = {"address": "Storgatan 1", "postal_code": "990 01", "city": "Exempelby", "phone": ""}
    page = save(doctor, make_draft(), "UNIT_CONTACT_INFORMATION", contact)
    assert "obligatorisk" in page.by_id("c-UNIT_CONTACT_INFORMATION-phone-req").text_content()
    assert "obligatorisk" not in page.by_id("c-UNIT_CONTACT_INFORMATION-city-req").text_content()


def test_a_stale_version_is_refused_with_who_and_when(doctor: Client) -> None:
    saved_at = clock.from_local(dt.datetime(2026, 1, 5, 9, 12))
    draft = make_draft(version=3, saved_by_name="Vera Sund", saved_at=saved_at)
    response = htmx_post(doctor, f"/certificate/{draft.pk}/element/25", {"version": "2", "e.25.text": "mitt"})
    page = Page(response)
    assert response.status_code == 409
    assert "Vera Sund sparade utkastet 2026-01-05 09:12" in " ".join(page.tree.text_content().split())
    assert page.tree.xpath("//button[@data-reload]")
    assert page.tree.xpath("//button[@data-copy-typed]")
    draft.refresh_from_db()
    assert "25" not in draft.answers


def test_a_save_whose_reply_was_lost_is_answered_again_with_the_whole_form(doctor: Client) -> None:
    draft = make_draft()
    fields = {"version": "0", "page": "a" * 32, "e.32.shown": "1", "e.32.HELT_NEDSATT": "true"}
    pages = [Page(htmx_post(doctor, f"/certificate/{draft.pk}/element/32", fields)) for _ in range(2)]
    draft.refresh_from_db()
    today = clock.today().isoformat()
    assert (draft.version, draft.answers["32"]) == (1, {"HELT_NEDSATT": {"from": today, "to": ""}})
    assert [normalised(page)["c-32-HELT_NEDSATT-from"] for page in pages] == [today, today]
    assert [page.by_id("version").get("value") for page in pages] == ["1", "1"]
    assert [len(page.tree.xpath("//section[@data-slot]")) > 10 for page in pages] == [False, True]


@pytest.mark.parametrize("name", ["", "A" * 32, "a" * 31, "a" * 33])
def test_a_page_without_a_proper_name_is_not_known_again(doctor: Client, name: str) -> None:
    draft = make_draft()
    fields = {"version": "0", "page": name, "e.25.text": "mitt"}
    answers = [htmx_post(doctor, f"/certificate/{draft.pk}/element/25", fields).status_code for _ in range(2)]
    assert answers == [200, 409]


@pytest.mark.parametrize(("version", "status"), [("", 400), ("ett", 400), ("9999999999", 400)])
def test_a_save_needs_a_version(doctor: Client, version: str, status: int) -> None:
    draft = make_draft()
    response = htmx_post(doctor, f"/certificate/{draft.pk}/element/25", {"version": version, "e.25.text": "x"})
    assert response.status_code == status


def test_an_unknown_question_is_refused(doctor: Client) -> None:
    assert post(doctor, make_draft(), "4711", {"text": "x"}).status_code == 400


def test_a_session_that_has_ended_answers_401() -> None:
    draft = make_draft()
    assert post(Client(), draft, "25", {"text": "x"}).status_code == 401


def test_a_draft_of_another_care_unit_cannot_be_saved() -> None:
    draft = make_draft(make_user(unit=VE02))
    response = post(log_in(make_integrated_user()), draft, "25", {"text": "x"})
    assert response.status_code == 403


def test_an_administrator_cannot_save_for_a_protected_patient() -> None:
    make_patient(PROTECTED)
    draft = make_draft(person_id=PROTECTED)
    response = post(log_in(make_user(Role.VARDADMINISTRATOR)), draft, "25", {"text": "x"})
    assert response.status_code == 403


def test_a_save_names_the_last_saver() -> None:
    draft = make_draft()
    save(log_in(make_user(Role.VARDADMINISTRATOR)), draft, "25", {"text": "x"})
    assert draft.saved_by_name == "Vera Sund"


def test_without_csrf_token_nothing_is_saved() -> None:
    draft = make_draft()
    client = log_in(make_user(), client=Client(enforce_csrf_checks=True))
    assert post(client, draft, "25", {"text": "x"}).status_code == 403
