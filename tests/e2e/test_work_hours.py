"""The working-hours helper in a browser: counted while one types, or by the server (spec/ui.md 4.2)."""

from __future__ import annotations

import re

from playwright.sync_api import Request, expect

from tests.e2e.journal_system import JournalSystem
from tests.e2e.test_accessibility import judge
from tests.e2e.watch import WatchedPage
from tools.installation import Installation

P001 = "SE2321000016-P001"
HOURS = "#c-32-hours"


def open_new_draft(page: WatchedPage, place: Installation) -> str:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")
    return certificate_id


def add_period(page: WatchedPage, level: str, length: str) -> None:
    page.locator(f'[name="e.32.{level}"]').check(force=True)
    end = page.locator(f'[name="e.32.{level}.to"]')
    expect(page.locator(f'[name="e.32.{level}.from"]')).not_to_have_value("")
    end.fill(length)
    end.press("Tab")
    expect(end).to_have_value(re.compile(r"\d{4}-\d{2}-\d{2}"))


def shown(page: WatchedPage, level: str) -> str:
    return page.locator(f"#c-32-{level}-hours").inner_text()


def test_the_hours_are_counted_while_one_types_and_never_sent(place: Installation, page: WatchedPage) -> None:
    open_new_draft(page, place)
    add_period(page, "HALFTEN", "v2")
    add_period(page, "HELT_NEDSATT", "v1")
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    field = page.locator(HOURS)
    field.press_sequentially("37", delay=20)
    assert [shown(page, level) for level in ("EN_FJARDEDEL", "HALFTEN", "HELT_NEDSATT")] == [
        "",
        "18,5 tim/vecka",
        "0 tim/vecka",
    ]
    expect(page.locator("#c-32-HALFTEN-days")).to_contain_text("14")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    assert sent == []


def test_more_hours_than_a_week_has_are_an_error_until_they_are_mended(place: Installation, page: WatchedPage) -> None:
    open_new_draft(page, place)
    add_period(page, "HALFTEN", "v2")
    field = page.locator(HOURS)
    field.press_sequentially("169", delay=20)
    error = page.locator("#c-32-hours-error")
    expect(error).to_have_text("Fel: Ange ett heltal mellan 0 och 168.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert shown(page, "HALFTEN") == ""
    assert judge(page, "too many hours") == []
    field.press("Backspace")
    expect(error).to_be_empty()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert shown(page, "HALFTEN") == "8 tim/vecka"


def test_a_row_that_a_save_completes_shows_its_hours_at_once(place: Installation, page: WatchedPage) -> None:
    open_new_draft(page, place)
    page.locator(HOURS).fill("40")
    add_period(page, "TRE_FJARDEDEL", "d10")
    expect(page.locator("#c-32-TRE_FJARDEDEL-hours")).to_have_text("10 tim/vecka")
    assert judge(page, "hours in a row") == []
    page.locator('[name="e.32.TRE_FJARDEDEL"]').uncheck(force=True)
    expect(page.locator("#c-32-TRE_FJARDEDEL-hours")).to_be_empty()
    expect(page.locator(HOURS)).to_have_value("40")


def test_a_period_question_that_comes_back_works_like_the_first(place: Installation, page: WatchedPage) -> None:
    open_new_draft(page, place)
    add_period(page, "HALFTEN", "v2")
    page.locator('[name="e.27.value"]').check(force=True)
    expect(page.locator('[name="e.37.text"]')).to_have_count(0)
    page.locator('[name="e.27.value"]').uncheck(force=True)
    expect(page.locator('[name="e.37.text"]')).to_have_count(1)
    page.locator(HOURS).fill("40")
    assert shown(page, "HALFTEN") == "20 tim/vecka"
    expect(page.get_by_role("button", name="Räkna ut")).to_have_count(0)


def test_a_page_that_the_server_answered_keeps_the_hours(place: Installation, page: WatchedPage) -> None:
    certificate_id = open_new_draft(page, place)
    add_period(page, "HALFTEN", "v2")
    page.locator(HOURS).fill("40")
    with page.expect_navigation():
        page.get_by_test_id("btn-sign-certificate").click()
    expect(page.get_by_test_id("summary-top")).to_be_visible()
    expect(page.locator(HOURS)).to_have_value("40")
    assert shown(page, "HALFTEN") == "20 tim/vecka"
    assert page.url == f"{place.url}/certificate/{certificate_id}"
    page.reload()
    expect(page.locator(HOURS)).to_have_value("")


def test_without_script_the_server_counts(place: Installation, scriptless_page: WatchedPage) -> None:
    page = scriptless_page
    certificate_id = open_new_draft(page, place)
    page.locator('[name="e.32.HALFTEN"]').check(force=True)
    page.locator('[name="e.32.HALFTEN.to"]').fill("v2")
    page.locator(HOURS).fill("37")
    page.get_by_role("button", name="Räkna ut").click()
    expect(page.locator("#c-32-HALFTEN-hours")).to_have_text("18,5 tim/vecka")
    expect(page.locator("#c-32-HALFTEN-days")).to_contain_text("14")
    expect(page.locator(HOURS)).to_have_value("37")
    expect(page.locator(HOURS)).to_be_in_viewport()
    page.goto(page.url.split("#")[0])
    assert page.url == f"{place.url}/certificate/{certificate_id}"
    expect(page.locator(HOURS)).to_have_value("")
    expect(page.locator('[name="e.32.HALFTEN.to"]')).not_to_have_value("")
