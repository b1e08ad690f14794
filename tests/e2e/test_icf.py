"""The ICF picker in a browser: by keyboard, without script, following the diagnoses (spec/ui.md 4.4, 8.2 A7)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Route, expect

from tests.e2e.journal_system import JournalSystem
from tests.e2e.test_accessibility import P001, Keyboard, judge, sized_page  # noqa: F401
from tests.e2e.watch import WatchedPage
from tools.installation import Installation

OPENER = '[data-testid="icf-35"]'
SLEEP, ATTENTION = '[name="e.35.ticked"][value="Sömn"]', '[name="e.35.ticked"][value="Uppmärksamhet"]'


def draft_of(place: Installation, page: WatchedPage) -> str:
    """A new draft, opened by the doctor; its id."""
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")
    return certificate_id


def choose_diagnosis(page: WatchedPage, row: str, code: str) -> None:
    field = page.locator(f'[name="e.6.{row}.code"]')
    field.click()
    field.press_sequentially(code, delay=20)
    page.get_by_role("option").filter(has_text=code).first.click()


def chips(page: WatchedPage) -> Locator:
    return page.locator("#q-35 .wc-chip span")


def saved(page: WatchedPage) -> None:
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat")


def test_terms_are_chosen_and_taken_away_by_keyboard_alone(place: Installation, sized_page: WatchedPage) -> None:  # noqa: F811
    page, keys = sized_page, Keyboard(sized_page)
    draft_of(place, page)
    assert judge(page, "closed, no diagnosis") == []
    keys.press(OPENER)
    expect(page.locator("#q-35-icf")).to_be_hidden()
    expect(page.locator("#q-35-icf-why")).to_be_visible()
    choose_diagnosis(page, "huvuddiagnos", "F43.8A")
    expect(page.locator(OPENER)).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("#q-35-icf-why")).to_be_hidden()
    keys.press(OPENER)
    expect(page.locator(OPENER)).to_have_attribute("aria-expanded", "true")
    expect(page.locator(SLEEP)).to_be_attached()
    expect(page.locator(OPENER)).to_be_focused()
    expect(page.locator("#live")).to_contain_text("förslag")
    keys.press(SLEEP, "Space")
    keys.press(ATTENTION, "Space")
    keys.press("#q-35-icf summary")
    expect(page.locator("#q-35-icf details[open]")).to_contain_text("ICF-kod")
    expect(chips(page)).to_have_text(["Sömn", "Uppmärksamhet"])
    saved(page)
    assert judge(page, "open picker with chosen terms") == []
    page.keyboard.press("Escape")
    expect(page.locator("#q-35-icf")).to_be_hidden()
    expect(page.locator(OPENER)).to_be_focused()
    page.reload()
    expect(chips(page)).to_have_text(["Sömn", "Uppmärksamhet"])
    keys.press('[aria-label="Ta bort Sömn"]')
    expect(page.locator('[aria-label="Ta bort Uppmärksamhet"]')).to_be_focused()
    saved(page)
    page.reload()
    expect(chips(page)).to_have_text(["Uppmärksamhet"])
    keys.press(OPENER)
    expect(page.locator(ATTENTION)).to_be_checked()
    expect(page.locator(SLEEP)).not_to_be_checked()


def test_closing_the_list_while_a_choice_is_being_saved_leaves_nothing_unsaved(
    place: Installation, page: WatchedPage
) -> None:
    draft_of(place, page)
    choose_diagnosis(page, "huvuddiagnos", "F43.8A")
    saved(page)
    page.locator(OPENER).click()
    under_way: list[Route] = []
    page.route("**/element/35", lambda route: under_way.append(route))
    with page.expect_request("**/element/35"):
        page.locator(SLEEP).check()
    page.keyboard.press("Escape")
    expect(page.locator("#q-35-icf")).to_be_hidden()
    for route in under_way:
        route.continue_()
    saved(page)
    page.reload()
    expect(chips(page)).to_have_text(["Sömn"])


def test_an_open_list_follows_the_diagnoses_and_what_is_chosen_stays(place: Installation, page: WatchedPage) -> None:
    draft_of(place, page)
    choose_diagnosis(page, "huvuddiagnos", "F43.8A")
    page.locator(OPENER).click()
    page.locator("#q-35-icf").get_by_text("Minne", exact=True).click()
    choose_diagnosis(page, "diagnos2", "M54.5")
    panel = page.locator("#q-35-icf")
    expect(panel.get_by_role("heading", name="Gemensamma för F43.8A")).to_be_visible()
    expect(panel.locator('[value="Smärta i rygg"][type=checkbox]')).to_be_attached()
    expect(panel.locator('[value="Minne"][type=checkbox]')).to_be_checked()
    page.locator('[name="e.6.diagnos2.text"]').fill("")
    page.locator('[name="e.6.huvuddiagnos.text"]').fill("")
    page.locator('[name="e.35.text"]').click()
    expect(panel).to_be_hidden()
    expect(page.locator(OPENER)).to_have_attribute("aria-disabled", "true")
    expect(chips(page)).to_have_text(["Minne"])
    saved(page)
    page.reload()
    expect(chips(page)).to_have_text(["Minne"])


def test_a_term_taken_away_during_a_slow_save_does_not_come_back(place: Installation, page: WatchedPage) -> None:
    draft_of(place, page)
    choose_diagnosis(page, "huvuddiagnos", "F43.8A")
    page.locator(OPENER).click()
    page.locator(SLEEP).wait_for(state="attached")

    def slowly(route: Any) -> None:
        page.page.wait_for_timeout(500)
        route.continue_()

    page.route("**/element/35", slowly)
    for term in ("Sömn", "Minne"):
        page.locator("#q-35-icf").get_by_text(term, exact=True).click()
    page.get_by_role("button", name="Ta bort Sömn").click()
    expect(chips(page)).to_have_text(["Minne"])
    expect(page.locator(SLEEP)).not_to_be_checked()
    saved(page)
    page.unroute_all(behavior="wait")
    expect(chips(page)).to_have_text(["Minne"])
    page.reload()
    expect(chips(page)).to_have_text(["Minne"])


def test_a_list_that_cannot_be_fetched_says_so(place: Installation, page: WatchedPage) -> None:
    draft_of(place, page)
    choose_diagnosis(page, "huvuddiagnos", "F43.8A")
    page.route("**/icf/35", lambda route: route.abort())
    page.locator(OPENER).click()
    expect(page.locator("#q-35-icf")).to_have_text("Förslagen kunde inte hämtas. Stäng och öppna igen.")
    page.unroute_all()
    page.locator(OPENER).click()
    page.locator(OPENER).click()
    expect(page.locator(SLEEP)).to_be_attached()


def test_terms_are_chosen_and_taken_away_without_script(place: Installation, scriptless_page: WatchedPage) -> None:
    page = scriptless_page
    draft_of(place, page)
    page.locator('[name="e.6.huvuddiagnos.code"]').fill("F43.8A")
    page.locator(OPENER).press("Enter")
    assert page.url.endswith("?icf=35#q-35")
    page.locator("#q-35-icf").get_by_text("Sömn", exact=True).click()
    page.locator("#q-35-icf").get_by_text("Minne", exact=True).click()
    page.get_by_role("button", name="Stäng förslagen").click()
    expect(page.locator("#q-35-icf")).to_be_hidden()
    expect(chips(page)).to_have_text(["Sömn", "Minne"])
    page.get_by_role("button", name="Ta bort Minne").click()
    expect(chips(page)).to_have_text(["Sömn"])
