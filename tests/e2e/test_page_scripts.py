"""What the pages' scripts do beside saving: rows, lists, tabs, copying, filters, the session's end (spec/ui.md 10)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from pytest_django.live_server_helper import LiveServer

from certificates.models import Certificate
from tests.e2e.in_process import doctors_page
from tests.e2e.watch import WatchedPage
from tests.factories import complete_answers, make_diagnoses, make_draft, make_patient, make_signed
from tools.installation import Installation
from webcert import clock

OpenPage = Callable[[str], WatchedPage]


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """A doctor's page at the given path."""
    make_patient()
    make_diagnoses()
    with ExitStack() as pages:
        yield lambda path: pages.enter_context(doctors_page(browser, live_server, path, width=1280))


def saved(page: WatchedPage, draft: Certificate, question: str) -> Any:
    """What the server holds once the page has nothing left to save; None without an answer."""
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    draft.refresh_from_db()
    return draft.answers.get(question)


def clipboard(page: WatchedPage) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def allow_clipboard(page: WatchedPage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_a_row_that_is_taken_away_lets_those_below_move_up(opened: OpenPage) -> None:
    draft = make_draft(type_id="doi", type_version="1.0", answers={})
    page = opened(f"/certificate/{draft.pk}")
    question = page.locator("#q-10")
    rows = question.locator("[data-growing-row]:visible")
    for number, text in enumerate(("Diabetes", "Hypertoni", "Astma")):
        if number:
            question.locator("[data-growing-add]").click()
            expect(rows.last.locator("input").first).to_be_focused()
        rows.last.locator("input").first.fill(text)
    expect(rows).to_have_count(3)
    rows.nth(1).locator("[data-growing-remove]").click()
    expect(rows).to_have_count(2)
    expect(page.locator("#live")).to_have_text("Sjukdom eller skada 2 togs bort")
    expect(rows.first.locator("input").first).to_be_focused()
    assert [row["text"] for row in saved(page, draft, "10") if row["text"]] == ["Diabetes", "Astma"]


def test_a_quick_button_ticks_its_row_and_fills_both_dates(opened: OpenPage) -> None:
    draft = make_draft()
    page = opened(f"/certificate/{draft.pk}")
    row = page.locator("#q-32 tbody tr").first
    button = row.locator("[data-quick-for]").first
    expect(button).to_have_attribute("value", "v1")
    button.click()
    expect(row.locator("input[type=checkbox]")).to_be_checked()
    [period] = saved(page, draft, "32").values()
    first, last = (dt.date.fromisoformat(period[part]) for part in ("from", "to"))
    assert (first, (last - first).days + 1) == (clock.today(), 7)


def test_escape_closes_the_proposals_and_then_clears_the_diagnosis(opened: OpenPage) -> None:
    draft = make_draft()
    page = opened(f"/certificate/{draft.pk}")
    code, text = page.locator("#q-6 [data-combo=code]").first, page.locator("#q-6 [data-combo=text]").first
    options = page.locator("#q-6 [role=option]")
    text.press_sequentially("stress")
    options.first.click()
    expect(code).to_have_value("F43.0")
    assert saved(page, draft, "6")[0] == {"code": "F430", "text": "Akut stressreaktion"}

    text.press("ArrowDown")
    expect(options).not_to_have_count(0)
    text.press("Escape")
    expect(options).to_have_count(0)
    expect(code).to_have_value("F43.0")
    text.press("Escape")
    expect(code).to_have_value("")
    expect(text).to_have_value("")
    assert saved(page, draft, "6") is None


def test_what_a_certificate_cannot_carry_is_taken_out_of_a_pasted_text(opened: OpenPage) -> None:
    draft = make_draft()
    page = opened(f"/certificate/{draft.pk}")
    allow_clipboard(page)
    page.evaluate("navigator.clipboard.writeText('Ont \\u{1F912} sedan \\u2013 mars')")
    field = page.locator("#q-17 textarea").first
    field.focus()
    page.keyboard.press("ControlOrMeta+v")
    expect(field).to_have_value("Ont  sedan  mars")
    expect(page.locator("#q-17 [data-removed]")).to_contain_text("2 tecken som inte stöds har tagits bort")
    field.press("Tab")
    assert saved(page, draft, "17")["text"] == "Ont  sedan  mars"


def test_the_tabs_of_the_panel_are_reached_by_the_arrow_keys(opened: OpenPage) -> None:
    certificate = make_signed(answers=complete_answers())
    page = opened(f"/certificate/{certificate.pk}")
    tabs = page.get_by_role("tab")
    chosen, other = tabs.nth(0), tabs.nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    chosen.focus()
    page.keyboard.press("ArrowRight")
    expect(other).to_be_focused()
    expect(other).to_have_attribute("aria-selected", "false")
    page.keyboard.press(" ")
    expect(other).to_have_attribute("aria-selected", "true")
    expect(panel_of(page, other)).to_be_visible()
    expect(panel_of(page, chosen)).to_be_hidden()
    page.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(chosen).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tabs.last).to_be_focused()
    page.keyboard.press("Home")
    expect(chosen).to_be_focused()


def panel_of(page: WatchedPage, tab: Locator) -> Locator:
    return page.locator(f"#{tab.get_attribute('aria-controls')}")


def test_the_details_for_a_support_case_are_copied(opened: OpenPage) -> None:
    certificate = make_signed(answers=complete_answers())
    page = opened(f"/certificate/{certificate.pk}")
    allow_clipboard(page)
    page.locator("footer [data-copy-text]").click()
    expect(page.locator("#live")).to_have_text("Kopierat")
    assert certificate.pk in clipboard(page)
    assert page.url.endswith(certificate.pk)


def test_a_list_of_persons_is_filtered_by_words(page: WatchedPage, place: Installation) -> None:
    page.goto("/welcome")
    field, people = page.get_by_label("Filtrera personer"), page.locator(".wc-persona:visible")
    everybody = people.count()
    field.fill("P003 läkare")
    expect(people).not_to_have_count(everybody)
    found = people.all_inner_texts()
    assert found
    expect(page.locator("#live")).to_have_text(f"{len(found)} träffar")
    field.press("Enter")
    expect(field).to_be_focused()
    field.fill("ingen som finns")
    expect(people).to_have_count(0)
    expect(page.locator("[data-filter-group]:visible")).to_have_count(0)
    field.fill("")
    expect(people).to_have_count(everybody)


@pytest.fixture
def short_session(settings: Any) -> None:
    """Half a minute without a sign of life, most of it with a warning: time for what a busy machine has to do."""
    settings.SESSION_COOKIE_AGE, settings.SESSION_WARN_S, settings.SESSION_PING_MS = 30, 24, 500


@pytest.mark.usefixtures("short_session")
def test_a_warning_comes_before_the_session_ends_and_more_time_is_to_be_had(opened: OpenPage) -> None:
    page = opened("/search")
    warning = page.get_by_test_id("session-warning")
    expect(warning).to_be_visible()
    expect(warning.locator("[data-countdown]")).to_have_text(re.compile(r"^\d+ sekunder$"))
    warning.get_by_role("button", name="Fortsätt").click()
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible()
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    page.wait_for_url("**/error?reason=timeout")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.usefixtures("short_session")
def test_a_text_that_was_not_saved_is_shown_when_the_session_has_ended(opened: OpenPage) -> None:
    draft = make_draft()
    page = opened(f"/certificate/{draft.pk}")
    allow_clipboard(page)
    page.route("**/element/**", lambda route: route.abort())
    page.locator("#q-17 textarea").first.fill("Klarar inte att lyfta.")
    expired = page.get_by_test_id("session-expired")
    expect(expired).to_be_visible()
    expect(expired.locator("textarea")).to_have_value("Klarar inte att lyfta.")
    expired.get_by_role("button", name="Kopiera texten").click()
    expect(page.locator("#live")).to_have_text("Kopierat")
    assert clipboard(page) == "Klarar inte att lyfta."
    expired.get_by_role("link", name="Fortsätt").click()
    page.wait_for_url("**/error?reason=timeout")
