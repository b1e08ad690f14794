"""The kinds of question that FK 7804 does not have, as they stand on a page (spec/ui.md 4, 10.4-10.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from certificates.models import Certificate
from certificates.pages.names import name_options
from certificates.types import registry
from tests.certificates.questions.kinds import FILLED, KINDS
from tests.factories import VE02, make_draft, make_integrated_user, make_signed, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_post, log_in


@pytest.fixture(autouse=True)
def _kinds(_world: None) -> Iterator[None]:
    with registry.installed(KINDS):
        yield


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def draft(answers: dict[str, Any] | None = None) -> Certificate:
    return make_draft(type_id=KINDS.type_id, type_version=KINDS.version, answers=answers or {})


def form(client: Client, certificate: Certificate, query: str = "") -> Page:
    response = client.get(f"/certificate/{certificate.pk}{query}")
    assert response.status_code == 200
    return Page(response)


def save(client: Client, certificate: Certificate, question: str, **fields: str) -> Page:
    certificate.refresh_from_db()
    prefixed = {f"e.{question}.{part.replace('_', '.')}": value for part, value in fields.items()}
    address = f"/certificate/{certificate.pk}/element/{question}"
    response = htmx_post(client, address, {"version": str(certificate.version), **prefixed})
    assert response.status_code == 200
    certificate.refresh_from_db()
    return Page(response)


def normalised(page: Page) -> dict[str, str]:
    return {entry.get("data-for"): entry.get("value") for entry in page.tree.xpath("//*[@id='normalised']//data")}


def test_every_control_has_a_name_and_an_id_of_its_own(doctor: Client) -> None:
    page = form(doctor, draft(FILLED))
    controls = page.tree.xpath("//*[@data-element]//*[self::input or self::select][not(@type='hidden')]")
    labels = set(page.tree.xpath("//label/@for"))

    assert len(page.ids()) == len(set(page.ids()))
    assert [c.get("id") for c in controls if not c.get("aria-label") and c.get("id") not in labels] == []


def test_what_is_stored_stands_in_the_controls(doctor: Client) -> None:
    page = form(doctor, draft(FILLED))
    chosen = page.tree.xpath("//option[@selected]/@value")

    assert page.by_id("c-2-date").get("value") == "2020-03-04"
    assert (page.by_id("c-61-from").get("value"), page.by_id("c-61-to").get("value")) == ("2026-01-15", "2026-01-28")
    assert page.by_id("c-35-year").get("value") == "1999"
    assert page.by_id("c-4-row1-source").get("value") == "Logopedmottagningen"
    assert page.by_id("c-5-text").get("value") == "Uppsala"
    assert chosen == ["SEXTIO_DGR", "LOGOPED", "2025", "03"]


def test_a_list_begins_with_an_empty_row(doctor: Client) -> None:
    first = form(doctor, draft({"3": True})).by_id("c-3.2-value").xpath("option")[0]

    assert (first.get("value"), first.text) == ("", "Välj…")


def test_what_is_missing_is_told_at_each_question(doctor: Client) -> None:
    page = form(doctor, draft({"3": True}), "?visa=saknas")

    assert page.text("element-2-error") == "Fel: Ange ett datum."
    assert page.text("element-61-error") == "Fel: Ange en period."
    assert page.text("element-3.2-error") == "Fel: Välj ett alternativ."
    assert page.text("element-35-error") == "Fel: Ange ett årtal med fyra siffror."
    assert page.text("element-5-error") == "Fel: Ange ett svar."
    assert page.by_id("c-8-year").get("aria-invalid") == page.by_id("c-8-month").get("aria-invalid") == "true"
    assert "nhsuk-select--error" in page.by_id("c-4-row1-type").get("class")


def test_a_length_typed_as_the_end_comes_back_as_a_date(doctor: Client) -> None:
    certificate = draft()
    page = save(doctor, certificate, "61", **{"from": "20260115", "to": "v2"})

    assert certificate.answers["61"] == {"from": "2026-01-15", "to": "2026-01-28"}
    assert normalised(page) == {"c-61-from": "2026-01-15", "c-61-to": "2026-01-28"}


def test_an_answer_locks_a_list_and_empties_it(doctor: Client) -> None:
    certificate = draft(FILLED)
    page = save(doctor, certificate, "3", shown="1", value="false")

    assert "3.2" not in certificate.answers
    assert page.by_id("c-3.2-value").get("disabled") is not None
    assert page.by_id("c-3.2-value").xpath("option[@selected]") == []


def test_an_answer_opens_a_list(doctor: Client) -> None:
    page = save(doctor, draft(), "3", shown="1", value="true")

    assert page.by_id("c-3.2-value").get("disabled") is None
    assert page.by_id("q-3.4").get("hidden") is None


def test_rows_of_investigations_are_saved_together(doctor: Client) -> None:
    certificate = draft()
    page = save(doctor, certificate, "4", row1_type="LOGOPED", row1_date="idag", row1_source="Logopedmottagningen")

    assert certificate.answers["4"][0]["source"] == "Logopedmottagningen"
    assert list(normalised(page)) == ["c-4-row1-date"]


def test_an_unknown_municipality_stays_with_an_error(doctor: Client) -> None:
    certificate = draft()
    page = save(doctor, certificate, "5", text="Atlantis")

    assert certificate.answers["5"] == "Atlantis"
    assert page.text("element-5-error") == "Fel: Välj ett alternativ i listan."


def test_an_unknown_year_has_no_known_month(doctor: Client) -> None:
    certificate = draft()
    save(doctor, certificate, "8", year="0000", month="")

    assert certificate.answers["8"] == {"year": "0000", "month": "00"}


def test_without_script_the_browser_offers_the_names(doctor: Client) -> None:
    page = form(doctor, draft())
    field = page.by_id("c-5-text")

    assert len(page.by_id(field.get("list")).xpath("option")) == 290


def test_a_whole_form_is_saved_without_script(doctor: Client) -> None:
    certificate = draft()
    fields = {
        "version": "0",
        "e.2.date": "2020-03-04",
        "e.61.from": "2026-01-15",
        "e.61.to": "d14",
        "e.35.year": "1999",
        "e.4.row1.type": "DIETIST",
        "e.5.text": "Uppsala",
        "e.8.year": "2025",
        "e.8.month": "03",
        "e.7.value": "70",
    }
    assert doctor.post(f"/certificate/{certificate.pk}/save", fields).status_code == 303
    certificate.refresh_from_db()

    assert {key: certificate.answers[key] for key in ("2", "61", "35", "5", "8", "7")} == {
        key: FILLED[key] for key in ("2", "61", "35", "5", "8", "7")
    }
    assert certificate.answers["4"][0]["type"] == "DIETIST"


def test_a_signed_certificate_shows_every_answer(doctor: Client) -> None:
    signed = make_signed(type_id=KINDS.type_id, type_version=KINDS.version, answers=FILLED)
    text = " ".join(form(doctor, signed).tree.text_content().split())

    for answer in ("2020-03-04", "2026-01-28", "2 månader", "1999", "Logopedmottagningen", "Uppsala", "2025-03-00"):
        assert answer in text


def test_the_names_begin_with_those_that_begin_so(doctor: Client) -> None:
    page = Page(doctor.get(f"/certificate/{draft().pk}/names?question=5&q=sala"))

    assert page.tree.xpath("//li/@data-text") == ["Sala", "Uppsala"]
    assert page.tree.xpath("//li[2]//mark/text()") == ["sala"]
    assert page.by_id("c-5-text-o2").get("aria-selected") == "false"
    assert page.tree.xpath("string(//*[@data-hits])") == "2 träffar"


def test_no_text_offers_every_name() -> None:
    found = name_options("KOMMUN", "")

    assert (len(found.options), found.hits_text) == (290, "290 träffar")
    assert name_options("KOMMUN", "Atlantis").hits_text == "Inga träffar"
    assert name_options("KOMMUN", "Uppsala").hits_text == "1 träff"


@pytest.mark.parametrize("question", ["2", "", "99"])
def test_only_a_question_with_a_list_offers_names(doctor: Client, question: str) -> None:
    assert doctor.get(f"/certificate/{draft().pk}/names?question={question}&q=a").status_code == 404


def test_names_are_offered_only_to_those_who_may_edit() -> None:
    stranger = log_in(make_integrated_user(unit=VE02))

    assert stranger.get(f"/certificate/{draft().pk}/names?question=5&q=a").status_code in {403, 404}
