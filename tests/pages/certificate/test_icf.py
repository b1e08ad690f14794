"""The picker "Ta hjälp av ICF": closed, open, choosing and taking away, also without script (spec/ui.md 4.4, 10.7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from certificates.models import Certificate
from hsa.roles import Role
from terminology.icf_sources import IcfCatalogue, SourceSuggestion, SourceTerm
from terminology.services import replace_icf
from tests.factories import PROTECTED, VE02, make_draft, make_integrated_user, make_patient, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_get, htmx_post, log_in
from tests.pages.certificate.test_plain_form import fields_of
from webcert import clock

TITLES = {"b130": "Energi", "b134": "Sömn", "b280": "Smärta <svår>", "b710": "Rörlighet", "d450": "Gå"}
OFFERED = {"F43": ("b130 d450", "b134"), "M54": ("b280 b130", "b710"), "F32": ("b134", "")}
EMPTY_ROWS = (("", ""),) * 3
STRESS, BACK, DEPRESSION = ("F430", "Akut stressreaktion"), ("M545", "Lumbago"), ("F329", "Depression")


@pytest.fixture(autouse=True)
def _catalogue(_world: None) -> None:
    terms = [SourceTerm(code, title, f"Beskriver {title}.", f"allt om {title}") for code, title in TITLES.items()]
    suggestions = [
        SourceSuggestion(diagnosis, code, is_central)
        for diagnosis, columns in OFFERED.items()
        for is_central, column in zip((True, False), columns, strict=True)
        for code in column.split()
    ]
    replace_icf(IcfCatalogue(tuple(terms), tuple(suggestions)), version="test")


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def draft_with(*diagnoses: tuple[str, str], terms: list[str] | None = None, **changes: Any) -> Certificate:
    rows = [{"code": code, "text": text} for code, text in (*diagnoses, *EMPTY_ROWS)][:3]
    answers: dict[str, Any] = {"6": rows} if rows else {}
    if terms:
        answers["35"] = {"terms": terms, "text": "Text"}
    return make_draft(answers=answers, **changes)


def page_of(client: Client, draft: Certificate, query: str = "") -> Page:
    return Page(client.get(f"/certificate/{draft.pk}{query}"))


def picker_of(client: Client, draft: Certificate, question: str = "35") -> Page:
    response = htmx_get(client, f"/certificate/{draft.pk}/icf/{question}")
    assert response.status_code == 200
    return Page(response)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def groups(page: Page) -> list[tuple[str, dict[str, list[str]]]]:
    """Heading of each group, and the labels in its lists."""
    return [
        (
            words(group.xpath(".//h5")[0]),
            {
                field.xpath("string(legend/text())"): [words(label) for label in field.xpath(".//label")]
                for field in group.xpath(".//fieldset")
            },
        )
        for group in page.tree.xpath("//*[@class='wc-icf__group']")
    ]


def ticked(page: Page) -> list[str]:
    return page.tree.xpath("//*[contains(@class, 'wc-icf__term')]//input[@checked]/@value")


def chips(page: Page, question: str = "35") -> list[str]:
    return page.tree.xpath(f"//*[@id='q-{question}']//li/input/@value")


def save(client: Client, draft: Certificate, question: str, fields: dict[str, Any]) -> Page:
    draft.refresh_from_db()
    named = {f"e.{question}.{part}": value for part, value in fields.items()}
    address = f"/certificate/{draft.pk}/element/{question}"
    page = Page(htmx_post(client, address, {"version": str(draft.version), **named}))
    draft.refresh_from_db()
    return page


# --- closed and open --------------------------------------------------------------------------------------------------


def test_without_a_diagnosis_the_button_says_what_is_missing(doctor: Client) -> None:
    page = page_of(doctor, draft_with())
    button = page.test_id("icf-35")
    assert button.get("aria-disabled") == "true"
    assert words(page.by_id(button.get("aria-describedby"))) == "Ange minst en diagnos först."
    assert page.shown("q-35-icf-why")


def test_with_a_diagnosis_the_picker_can_be_opened_and_is_closed_at_first(doctor: Client) -> None:
    page = page_of(doctor, draft_with(STRESS))
    button = page.test_id("icf-35")
    assert (button.get("aria-disabled"), button.get("aria-expanded")) == (None, "false")
    assert button.get("aria-controls") == "q-35-icf"
    assert not page.shown("q-35-icf-why")
    assert not page.shown("q-35-icf")
    assert len(page.by_id("q-35-icf")) == 0


def test_both_questions_name_themselves_on_their_buttons(doctor: Client) -> None:
    page = page_of(doctor, draft_with(STRESS))
    assert page.text("icf-35") == "Ta hjälp av ICF: Funktionsnedsättning"
    assert page.text("icf-17") == "Ta hjälp av ICF: Aktivitetsbegränsning"


def test_one_diagnosis_gives_one_group_of_central_and_supplementary_terms(doctor: Client) -> None:
    page = picker_of(doctor, draft_with(STRESS))
    assert groups(page) == [("För F43.0 Akut stressreaktion", {"Centrala": ["Energi"], "Kompletterande": ["Sömn"]})]


def test_the_other_question_offers_activities(doctor: Client) -> None:
    page = picker_of(doctor, draft_with(STRESS), "17")
    assert groups(page) == [("För F43.0 Akut stressreaktion", {"Centrala": ["Gå"]})]


def test_what_several_diagnoses_share_stands_in_a_common_group(doctor: Client) -> None:
    page = picker_of(doctor, draft_with(BACK, STRESS))
    assert groups(page) == [
        ("Gemensamma för M54.5 Lumbago och F43.0 Akut stressreaktion", {"Centrala": ["Energi"]}),
        ("För M54.5 Lumbago", {"Centrala": ["Smärta <svår>"], "Kompletterande": ["Rörlighet"]}),
        ("För F43.0 Akut stressreaktion", {"Kompletterande": ["Sömn"]}),
    ]


def test_a_term_that_some_of_three_diagnoses_share_says_which(doctor: Client) -> None:
    page = picker_of(doctor, draft_with(BACK, STRESS, DEPRESSION))
    assert groups(page)[0] == (
        "Gemensamma för M54.5 Lumbago, F43.0 Akut stressreaktion och F32.9 Depression",
        {"Centrala": ["Energi", "Sömn"]},
    )
    shared_by = [words(p) for p in page.tree.xpath("//details//p") if p.text.startswith("Gäller")]
    assert shared_by == ["Gäller M54.5 och F43.0.", "Gäller F43.0 och F32.9."]


def test_each_term_has_an_information_text(doctor: Client) -> None:
    page = picker_of(doctor, draft_with(STRESS))
    details = page.tree.xpath("//details")[0]
    assert words(details.xpath("summary")[0]) == "Visa merVisa mindre om Energi"
    assert [words(p) for p in details.xpath(".//p")] == [
        "Beskriver Energi.",
        "Innefattar: allt om Energi.",
        "ICF-kod b130",
    ]


def test_terms_of_a_code_above_are_said_to_be_so(doctor: Client) -> None:
    assert "För F43.0 visas förslagen för F43." in words(picker_of(doctor, draft_with(STRESS)).tree)


def test_a_diagnosis_without_terms_is_told_of(doctor: Client) -> None:
    page = picker_of(doctor, draft_with(("J459", "Astma")))
    assert "Det finns inga förslag för J45.9." in words(page.tree)
    assert page.tree.xpath("string(//*[@data-count])") == "Inga förslag"


def test_a_code_without_a_text_is_called_by_its_code(doctor: Client) -> None:
    assert groups(picker_of(doctor, draft_with(("F430", ""))))[0][0] == "För F43.0"


def test_the_number_of_terms_is_there_to_be_read_out(doctor: Client) -> None:
    assert picker_of(doctor, draft_with(BACK, STRESS)).tree.xpath("string(//*[@data-count])") == "4 förslag"


def test_chosen_terms_are_ticked_in_the_list(doctor: Client) -> None:
    assert ticked(picker_of(doctor, draft_with(STRESS, terms=["Sömn"]))) == ["Sömn"]


def test_a_question_without_picker_is_not_found(doctor: Client) -> None:
    assert htmx_get(doctor, f"/certificate/{draft_with(STRESS).pk}/icf/25").status_code == 404


def test_the_list_is_for_those_who_may_edit_the_draft() -> None:
    draft = make_draft(make_user(unit=VE02))
    assert htmx_get(log_in(make_integrated_user()), f"/certificate/{draft.pk}/icf/35").status_code == 403


def test_a_protected_patients_terms_need_the_same_right_as_the_draft() -> None:
    make_patient(PROTECTED)
    draft = draft_with(STRESS, person_id=PROTECTED)
    assert htmx_get(log_in(make_user(Role.SJUKSKOTERSKA)), f"/certificate/{draft.pk}/icf/35").status_code == 403


def test_a_locked_draft_shows_its_terms_without_buttons(doctor: Client) -> None:
    page = page_of(doctor, draft_with(STRESS, terms=["Sömn"], state=Certificate.State.LOCKED), "?icf=35")
    assert chips(page) == ["Sömn"]
    assert page.test_id("icf-35") is None
    assert not page.by_id("q-35").xpath(".//button")


# --- choosing and taking away -----------------------------------------------------------------------------------------


def test_chosen_terms_are_chips_above_the_text_each_with_a_way_to_take_it_away(doctor: Client) -> None:
    page = page_of(doctor, draft_with(STRESS, terms=["Sömn", "Energi"]))
    assert chips(page) == ["Sömn", "Energi"]
    labels = page.by_id("q-35").xpath(".//li/button/@aria-label")
    assert labels == ["Ta bort Sömn", "Ta bort Energi"]
    assert "Valda kategorier:" in words(page.by_id("q-35"))
    assert page.by_id("c-35-text").get("placeholder")


def test_without_chosen_terms_there_is_no_lead_and_no_placeholder(doctor: Client) -> None:
    page = page_of(doctor, draft_with(STRESS))
    assert not page.shown("q-35-lead")
    assert page.by_id("c-35-text").get("placeholder") is None


def test_ticks_are_saved_as_one_types(doctor: Client) -> None:
    draft = draft_with(STRESS)
    save(doctor, draft, "35", {"offered": ["Energi", "Sömn"], "ticked": ["Sömn"], "text": ""})
    assert draft.answers["35"] == {"terms": ["Sömn"], "text": ""}


def test_the_element_being_edited_is_not_in_the_reply(doctor: Client) -> None:
    page = save(doctor, draft_with(STRESS), "35", {"offered": ["Sömn"], "ticked": ["Sömn"], "text": ""})
    assert page.by_id("q-35-opener") is None
    assert not page.tree.xpath("//li[contains(@class, 'wc-chip')]")
    assert not page.tree.xpath("//*[@id='normalised']//data")


def test_terms_without_text_leave_the_question_unanswered(doctor: Client) -> None:
    draft = draft_with(STRESS)
    page = save(doctor, draft, "35", {"offered": ["Sömn"], "ticked": ["Sömn"], "text": ""})
    assert page.by_id("q-35-req").text_content().split() == ["*", "obligatorisk"]


# --- when the diagnoses change ----------------------------------------------------------------------------------------


def test_the_first_diagnosis_opens_the_way_to_the_terms(doctor: Client) -> None:
    page = save(doctor, draft_with(), "6", {"huvuddiagnos.code": "F43.0"})
    assert page.test_id("icf-35").get("aria-disabled") is None
    assert page.by_id("q-35-opener").get("hx-swap-oob") == "true"
    assert page.test_id("icf-17") is not None


def test_the_last_diagnosis_gone_closes_it_and_the_chosen_terms_stay(doctor: Client) -> None:
    draft = draft_with(STRESS, terms=["Sömn"])
    page = save(doctor, draft, "6", {"huvuddiagnos.code": "", "huvuddiagnos.text": ""})
    assert page.test_id("icf-35").get("aria-disabled") == "true"
    assert draft.answers["35"]["terms"] == ["Sömn"]
    assert chips(page_of(doctor, draft)) == ["Sömn"]


def test_another_diagnosis_offers_other_terms(doctor: Client) -> None:
    draft = draft_with(STRESS, terms=["Sömn"])
    page = save(doctor, draft, "6", {"huvuddiagnos.code": "M54.5", "huvuddiagnos.text": "Lumbago"})
    assert page.by_id("q-35-opener") is not None
    assert [heading for heading, _ in groups(picker_of(doctor, draft))] == ["För M54.5 Lumbago"]
    assert draft.answers["35"]["terms"] == ["Sömn"]


def test_another_text_of_the_same_diagnosis_changes_nothing_about_the_picker(doctor: Client) -> None:
    page = save(doctor, draft_with(STRESS), "6", {"huvuddiagnos.code": "F43.0", "huvuddiagnos.text": "Stress"})
    assert page.by_id("q-35-opener") is None


# --- without script ---------------------------------------------------------------------------------------------------


def press(client: Client, draft: Certificate, query: str = "", **fields: Any) -> str:
    """Press a button of the page that stands at the address; where it leads to."""
    response = client.post(f"/certificate/{draft.pk}/save", all_fields(client, draft, query) | fields)
    draft.refresh_from_db()
    return response["Location"]


def all_fields(client: Client, draft: Certificate, query: str) -> dict[str, Any]:
    """The fields of the form as it stands, repeated ones too."""
    form = page_of(client, draft, query).by_id("draft")
    repeated: dict[str, list[str]] = {}
    for control in form.xpath(".//*[starts-with(@name, 'e.35.')][self::input]"):
        if control.get("type") != "checkbox" or control.get("checked") is not None:
            repeated.setdefault(control.get("name"), []).append(control.get("value"))
    return fields_of(client, draft) | repeated


def test_the_button_saves_the_form_and_opens_the_list_in_its_place(doctor: Client) -> None:
    draft = draft_with(STRESS)
    address = press(doctor, draft, icf="35", **{"e.25.text": "Fritt"})
    assert address == f"/certificate/{draft.pk}?icf=35#q-35"
    assert draft.answers["25"] == "Fritt"
    page = page_of(doctor, draft, "?icf=35")
    assert page.shown("q-35-icf")
    assert page.test_id("icf-35").get("aria-expanded") == "true"
    assert groups(page)[0][1] == {"Centrala": ["Energi"], "Kompletterande": ["Sömn"]}
    assert not page.shown("q-17-icf")


def test_a_diagnosis_typed_on_the_same_page_opens_the_list(doctor: Client) -> None:
    draft = draft_with()
    press(doctor, draft, icf="35", **{"e.6.huvuddiagnos.code": "F43.0"})
    assert page_of(doctor, draft, "?icf=35").shown("c-35-icf-b130")


def test_without_a_diagnosis_the_list_stays_closed(doctor: Client) -> None:
    draft = draft_with()
    press(doctor, draft, icf="35")
    page = page_of(doctor, draft, "?icf=35")
    assert not page.shown("q-35-icf")
    assert page.shown("q-35-icf-why")


def test_what_is_shown_as_missing_is_still_shown_when_the_list_opens(doctor: Client) -> None:
    draft = draft_with(STRESS)
    assert press(doctor, draft, icf="35", show_missing="1") == f"/certificate/{draft.pk}?visa=saknas&icf=35#q-35"


def test_ticks_of_the_page_are_saved_with_the_form(doctor: Client) -> None:
    draft = draft_with(STRESS, terms=["Egen"])
    address = press(doctor, draft, "?icf=35", **{"e.35.ticked": ["Energi", "Sömn"]})
    assert address == f"/certificate/{draft.pk}"
    assert draft.answers["35"] == {"terms": ["Egen", "Energi", "Sömn"], "text": "Text"}
    assert chips(page_of(doctor, draft)) == ["Egen", "Energi", "Sömn"]


def test_a_tick_taken_away_takes_the_term_away(doctor: Client) -> None:
    draft = draft_with(STRESS, terms=["Egen", "Sömn"])
    press(doctor, draft, "?icf=35", **{"e.35.ticked": []})
    assert draft.answers["35"]["terms"] == ["Egen"]


@pytest.mark.parametrize("query", ["", "?icf=35"])
def test_the_button_of_a_chip_takes_its_term_away(doctor: Client, query: str) -> None:
    draft = draft_with(STRESS, terms=["Egen", "Sömn"])
    press(doctor, draft, query, **{"e.35.remove": "Sömn"})
    assert draft.answers["35"] == {"terms": ["Egen"], "text": "Text"}


@pytest.mark.parametrize("query", ["", "?icf=35"])
def test_a_form_saved_as_it_stands_changes_no_terms(doctor: Client, query: str) -> None:
    draft = draft_with(STRESS, BACK, terms=["Egen", "Sömn", "Smärta <svår>"])
    before = draft.version
    press(doctor, draft, query)
    assert draft.answers["35"] == {"terms": ["Egen", "Sömn", "Smärta <svår>"], "text": "Text"}
    assert draft.version == before


def test_terms_chosen_for_a_former_diagnosis_stay_until_they_are_taken_away(doctor: Client) -> None:
    draft = draft_with(STRESS, terms=["Sömn"])
    press(doctor, draft, **{"e.6.huvuddiagnos.code": "M54.5", "e.6.huvuddiagnos.text": "Lumbago"})
    page = page_of(doctor, draft, "?icf=35")
    assert chips(page) == ["Sömn"]
    assert "Sömn" not in words(page.by_id("q-35-icf"))


# --- read and signed --------------------------------------------------------------------------------------------------


def test_the_signed_certificate_shows_the_terms_before_the_text(doctor: Client) -> None:
    draft = draft_with(STRESS, terms=["Sömn", "Energi"], state=Certificate.State.SIGNED, signed_at=clock.now())
    page = page_of(doctor, draft)
    [answer] = [p for p in page.tree.xpath("//p") if "Nedsatta funktioner:" in p.text_content()]
    lines = [text.strip() for text in answer.itertext()]
    assert lines == ["Nedsatta funktioner:", "Sömn - Energi", "Text"]
    assert len(answer.xpath("./br")) == 3
