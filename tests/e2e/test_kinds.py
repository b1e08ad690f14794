"""The kinds of question that the demo world's types do not have, in a real browser (spec/ui.md 4, 8, 10.7).

The installation of the other tests knows no such type, so these run against a server in this process.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from certificates.models import Certificate
from certificates.types import registry
from tests.certificates.questions.kinds import FILLED, KINDS
from tests.e2e.in_process import doctors_page
from tests.e2e.watch import WatchedPage
from tests.factories import make_draft, make_patient


@pytest.fixture
def draft(live_server: LiveServer) -> Iterator[Certificate]:
    make_patient()
    with registry.installed(KINDS):
        yield make_draft(type_id=KINDS.type_id, type_version=KINDS.version, answers={})


@pytest.fixture(params=[1280, 320])
def form(
    browser: Browser, live_server: LiveServer, draft: Certificate, request: pytest.FixtureRequest
) -> Iterator[WatchedPage]:
    with doctors_page(browser, live_server, f"/certificate/{draft.pk}", width=request.param) as page:
        yield page


def saved(page: WatchedPage, draft: Certificate, question: str, value: object) -> None:
    """The answer reaches the server, and the page says so."""
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    draft.refresh_from_db()
    assert draft.answers[question] == value


AT_ONCE = """() => document.body.addEventListener("htmx:oobAfterSwap", () => {
  const list = document.getElementById("c-3.2-value");
  if (!list || list.disabled || list.value) return;
  list.value = "SEXTIO_DGR";
  list.dispatchEvent(new Event("change", { bubbles: true }));
})"""
"""Answers in the very moment that the list is opened, before it is listened to."""


def test_an_answer_in_the_moment_that_its_question_opens_is_saved(form: WatchedPage, draft: Certificate) -> None:
    form.evaluate(AT_ONCE)
    form.locator("#c-3-true").check()
    expect(form.locator("#c-3\\.2-value")).to_have_value("SEXTIO_DGR")
    saved(form, draft, "3.2", "SEXTIO_DGR")


REPLACED_WHILE_TYPING = """() => {
  const target = document.getElementById("q-7");
  const fragment = document.createDocumentFragment();
  fragment.append(target.cloneNode(true));
  const field = target.querySelector("input");
  field.value = "70";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const detail = { target, fragment, shouldSwap: true };
  document.body.dispatchEvent(new CustomEvent("htmx:oobBeforeSwap", { detail }));
  target.replaceWith(fragment);
  window.htmx.process(document.getElementById("q-7"));
  window.htmx.trigger(document.getElementById("q-7"), "htmx:load");
}"""
"""A reply from before the typing takes the place of the question, as htmx does it."""


def test_what_is_typed_while_its_question_is_replaced_is_kept_and_saved(form: WatchedPage, draft: Certificate) -> None:
    form.evaluate(REPLACED_WHILE_TYPING)
    expect(form.locator("#q-7 input")).to_have_value("70")
    saved(form, draft, "7", 70)


def test_the_form_works_by_keyboard_and_axe_finds_nothing(form: WatchedPage, draft: Certificate) -> None:
    # a period: a length becomes the last day
    form.locator("#c-61-from").fill("20260115")
    form.locator("#c-61-to").fill("v2")
    form.keyboard.press("Tab")
    expect(form.locator("#c-61-to")).to_have_value("2026-01-28")
    saved(form, draft, "61", FILLED["61"])

    # a municipality: arrows and Enter
    place = form.locator("#c-5-text")
    expect(place).to_have_role("combobox")
    place.press_sequentially("sala")
    options = form.locator("#c-5-text-list [role=option]")
    expect(options).to_have_text(["Sala", "Uppsala"])
    assert form.axe() == []
    place.press("ArrowDown")
    place.press("ArrowDown")
    expect(place).to_have_attribute("aria-activedescendant", "c-5-text-o2")
    place.press("Enter")
    expect(place).to_have_value("Uppsala")
    expect(options).to_have_count(0)
    saved(form, draft, "5", "Uppsala")

    # an unknown year sets the month
    month = form.locator("#c-8-month")
    expect(month).to_be_disabled()
    form.locator("#c-8-year").select_option("2026")
    expect(month).to_be_enabled()
    form.locator("#c-8-year").select_option("0000")
    expect(month).to_be_disabled()
    expect(month).to_have_value("00")
    expect(form.locator("#q-8 [role=status]")).to_have_text("Månad är satt till 00, ej känt.")
    saved(form, draft, "8", {"year": "0000", "month": "00"})

    # an answer opens a list, another one locks it
    form.locator("#c-3-true").check()
    expect(form.locator("#c-3\\.2-value")).to_be_enabled()
    form.locator("#c-3\\.2-value").select_option("SEXTIO_DGR")
    saved(form, draft, "3.2", "SEXTIO_DGR")
    form.locator("#c-3-false").check()
    expect(form.locator("#c-3\\.2-value")).to_be_disabled()
    expect(form.locator("#c-3\\.2-value")).to_have_value("")

    # investigations, and a fault that is told at once
    form.locator("#c-4-row1-type").select_option("LOGOPED")
    form.locator("#c-4-row1-date").fill("2099-01-01")
    form.locator("#c-4-row1-source").fill("Logopedmottagningen")
    form.keyboard.press("Tab")
    expect(form.locator("#q-4-error")).to_contain_text("Datumet får inte vara senare än")
    expect(form.locator("#c-4-row1-date")).to_have_attribute("aria-invalid", "true")
    assert form.axe() == []
    overflow = form.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
