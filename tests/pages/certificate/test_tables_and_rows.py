"""Kinds of questions that FK 7804 does not have, on a draft's page (spec/ui.md 4, 10.4, 10.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from certificates.engine import read_sections
from certificates.models import Certificate
from certificates.types import registry
from patients.models import Patient
from terminology.code_systems import ICD_10_SE, KSH97_P
from terminology.services import replace_concepts
from terminology.sources import SourceConcept
from tests.factories import make_draft, make_user
from tests.pages.certificate.every_kind import EVERY_KIND as TYPE
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_post, log_in


@pytest.fixture(autouse=True)
def _installed(_world: None) -> Iterator[None]:
    replace_concepts(ICD_10_SE, [SourceConcept("M545", "M54.5", "Lumbago")], version="kinds")
    replace_concepts(KSH97_P, [SourceConcept("M54-", "M54-", "Ryggvärk")], version="kinds")
    with registry.installed(TYPE):
        yield


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


@pytest.fixture
def draft() -> Certificate:
    return draft_with({})


def draft_with(answers: dict[str, Any]) -> Certificate:
    return make_draft(type_id=TYPE.type_id, type_version=TYPE.version, answers=answers)


def page(client: Client, draft: Certificate, query: str = "") -> Page:
    response = client.get(f"/certificate/{draft.pk}{query}")
    assert response.status_code == 200
    return Page(response)


def save(client: Client, draft: Certificate, question: str, **fields: str) -> Page:
    draft.refresh_from_db()
    named = {f"e.{question}.{part.replace('__', '.').lstrip('_')}": value for part, value in fields.items()}
    response = htmx_post(
        client, f"/certificate/{draft.pk}/element/{question}", {"version": str(draft.version), **named}
    )
    assert response.status_code == 200
    draft.refresh_from_db()
    return Page(response)


def post_form(client: Client, draft: Certificate, fields: dict[str, str]) -> None:
    response = client.post(f"/certificate/{draft.pk}/save", {"version": str(draft.version), **fields})
    assert response.status_code == 303
    draft.refresh_from_db()


def normalised(reply: Page) -> dict[str, tuple[str, str | None]]:
    entries = reply.tree.xpath("//*[@id='normalised']//data")
    return {e.get("data-for"): (e.get("value"), e.get("data-disabled")) for e in entries}


def test_every_control_has_one_id_and_a_name_for_those_who_listen(doctor: Client, draft: Certificate) -> None:
    shown = page(doctor, draft, "?visa=saknas")

    ids = shown.ids()
    assert len(ids) == len(set(ids))
    nameless = [
        control.get("id")
        for control in shown.tree.xpath("//form[@id='draft']//*[self::input or self::select or self::textarea]")
        if control.get("type") != "hidden"
        and not control.get("aria-label")
        and not shown.tree.xpath("//label[@for=$id]", id=control.get("id"))
        and not control.xpath("ancestor::label")
    ]
    assert nameless == []


def test_links_lead_to_the_first_control_that_is_missing(doctor: Client, draft: Certificate) -> None:
    links = page(doctor, draft, "?visa=saknas").tree.xpath("//*[@id='summary']//a/@href")

    assert {"#c-8-8-2", "#c-6-huvuddiagnos-code"} <= set(links)


def test_a_locked_draft_can_be_read(doctor: Client) -> None:
    answers = {"8": {"8.2": "0.8"}, "10": [{"text": "a", "date": "", "spec": "KRONISK"}]}
    locked = make_draft(type_id=TYPE.type_id, type_version=TYPE.version, state="LOCKED", answers=answers)

    shown = page(doctor, locked)

    assert shown.by_id("c-8-8-2").get("disabled") is not None
    assert not shown.tree.xpath("//*[@data-growing-add or @data-growing-remove]")


def test_acuity_is_written_with_a_comma_and_one_decimal(doctor: Client, draft: Certificate) -> None:
    reply = save(doctor, draft, "8", shown="1", _8__2="08", _8__4="1")

    assert draft.answers["8"] == {"8.2": "0.8", "8.4": "1.0"}
    changed = normalised(reply)
    assert changed["c-8-8-2"] == ("0,8", None)
    assert changed["c-8-8-1"] == ("true", "true")


def test_sent_separately_locks_the_values_at_once(doctor: Client, draft: Certificate) -> None:
    changed = normalised(save(doctor, draft, "8", shown="1", _8__1="true"))

    assert changed["c-8-8-2"] == ("", "true")
    assert page(doctor, draft).by_id("c-8-8-2").get("disabled") is not None


def test_the_search_takes_the_chosen_terminology(doctor: Client, draft: Certificate) -> None:
    def codes(query: str) -> list[str]:
        response = doctor.get(f"/certificate/{draft.pk}/diagnosis?q=M54&part=code&row=huvuddiagnos&{query}")
        return Page(response).tree.xpath("//li/@data-code")

    assert codes("question=6") == ["M54.5"]
    assert codes("question=6&terminology=KSH_97_P") == ["M54-"]
    assert codes("question=58&terminology=KSH_97_P") == ["M54.5"]
    assert codes("question=51") == ["M54.5"]


def test_the_terminology_is_a_choice_of_the_older_list_only(doctor: Client, draft: Certificate) -> None:
    shown = page(doctor, draft)

    assert {radio.get("name") for radio in shown.tree.xpath("//input[@data-terminology]")} == {"e.6.terminology"}
    assert shown.by_id("c-51-diagnos1-year").get("maxlength") == "4"
    assert shown.by_id("c-58-diagnos5-text").get("maxlength") == "81"


def test_another_terminology_empties_the_rows_on_the_page(doctor: Client) -> None:
    row = {"code": "M545", "text": "Rygg", "terminology": "ICD_10_SE"}
    draft = draft_with({"6": [row]})

    reply = save(doctor, draft, "6", terminology="KSH_97_P", huvuddiagnos__code="M54.5", huvuddiagnos__text="Rygg")

    assert normalised(reply)["c-6-huvuddiagnos-code"][0] == ""
    assert [r["code"] for r in draft.answers["6"]] == ["", "", ""]


def test_causes_can_be_added_and_removed_without_script(doctor: Client, draft: Certificate) -> None:
    post_form(doctor, draft, {"e.10.0.text": "a", "e.10.add": "1"})
    shown = page(doctor, draft)
    rows = shown.tree.xpath("//*[@id='q-10']//fieldset[@data-growing-row]")
    assert [row.get("hidden") is None for row in rows] == [True, True] + [False] * 6

    post_form(doctor, draft, {"e.10.0.text": "a", "e.10.1.text": "b", "e.10.remove": "1"})
    assert [row["text"] for row in draft.answers["10"]] == ["a"]


def test_the_chosen_specification_is_shown(doctor: Client) -> None:
    draft = draft_with({"18": [{"text": "Sepsis", "date": "", "spec": "KRONISK"}]})

    chosen = page(doctor, draft).tree.xpath("//select[@id='c-18-A-spec']/option[@selected]/@value")

    assert chosen == ["KRONISK"]


def test_boxes_and_mapped_radios_are_saved(doctor: Client, draft: Certificate) -> None:
    save(doctor, draft, "19", shown="1", _19__2="true")
    reply = save(doctor, draft, "11", shown="1", value="NEJ")

    assert draft.answers["19"] == {"19.2": True}
    assert draft.answers["11"] == "NEJ"
    assert reply.shown("q-11-clear")


def test_options_stand_in_columns_or_in_a_line(doctor: Client, draft: Certificate) -> None:
    shown = page(doctor, draft)

    assert shown.tree.xpath("//*[@id='q-2']//div[contains(@class, 'wc-options--columns')]")
    assert shown.tree.xpath("//*[@id='q-1']//div[contains(@class, 'wc-options--inline')]")


def test_a_fixed_option_is_ticked_and_locked(doctor: Client, draft: Certificate) -> None:
    box = page(doctor, draft).by_id("c-1-IDK1")

    assert box.get("checked") is not None
    assert box.get("disabled") is not None


@pytest.mark.parametrize(("answers", "is_open"), [({}, False), ({"21": "En text."}, True)])
def test_a_folded_text_is_open_when_it_has_a_value(doctor: Client, answers: dict[str, Any], is_open: bool) -> None:
    (fold,) = page(doctor, draft_with(answers)).tree.xpath("//*[@id='q-21']/details")

    assert (fold.get("open") is not None) is is_open


def test_the_registers_address_is_shown_locked(doctor: Client, draft: Certificate) -> None:
    shown = page(doctor, draft)

    assert shown.by_id("c-patient-city").get("disabled") is not None
    assert "befolkningsregistret" in shown.text("element-patient")


def test_an_address_that_the_register_lacks_is_written_with_marks_of_its_own(doctor: Client) -> None:
    draft = draft_with({})
    Patient.objects.update(address_line_1="", address_line_2="", care_of="", postal_code="", city="")

    reply = save(doctor, draft, "patient", address="Storgatan 1", postal_code="99001")

    assert draft.answers["patient"]["source"] == "ANVANDARE"
    assert "obligatorisk" in reply.by_id("c-patient-city-req").text_content()
    assert reply.by_id("c-patient-address-req").text_content() == ""


def test_every_kind_can_be_read_when_signed() -> None:
    answers = {
        "8": {"8.2": "0.8", "8.8": True},
        "6": [{"code": "M545", "text": "Rygg", "terminology": "ICD_10_SE"}],
        "10": [{"text": "Högt blodtryck", "date": "2020-01-01", "spec": "KRONISK"}],
        "19": {"19.1": True},
        "11": "JA",
        "patient": {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "source": "PU"},
    }
    texts = str(read_sections(TYPE, answers))

    for text in ("0,8", "M54.5", "Högt blodtryck", "Kronisk", "Kost", "990 01"):
        assert text in texts
