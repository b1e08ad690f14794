"""The rest of a certificate's life by the keyboard: send, renew, replace, revoke, look back (spec/ui.md 3.2, 6).

Each dialog is judged by axe at both widths.
"""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.test_accessibility import WIDTHS, judge
from tests.e2e.test_story import P001, fill_in, sign
from tests.e2e.watch import WatchedPage

PATIENT = "198706160291"


def press(page: WatchedPage, place: Locator, key: str = "Enter") -> None:
    """As with the keyboard: the element is focused, then the key is pressed."""
    expect(place).to_be_visible()
    place.focus()
    page.keyboard.press(key)


def open_dialog(page: WatchedPage, test_id: str, title: str) -> Locator:
    press(page, page.get_by_test_id(test_id))
    modal = page.locator("#modal")
    expect(modal.get_by_role("heading", name=title)).to_be_visible()
    return modal


def judged(page: WatchedPage, name: str) -> list[str]:
    """What axe says of the page with its dialog, wide and narrow."""
    found = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        found += judge(page, f"{name} at {width}")
    page.set_viewport_size({"width": WIDTHS[0][0], "height": WIDTHS[0][1]})
    return found


def go_on(page: WatchedPage, modal: Locator, caption: str) -> None:
    with page.expect_navigation():
        press(page, modal.get_by_role("button", name=caption, exact=True))


def new_draft(page: WatchedPage) -> None:
    page.login(P001)
    page.goto("/search")
    page.locator("#person_id").fill(PATIENT)
    page.keyboard.press("Enter")
    page.locator('[data-testid="btn-create-fk7804"]').click()
    page.wait_for_url("**/certificate/*")


def test_a_certificate_is_sent_renewed_replaced_and_revoked_by_keyboard(page: WatchedPage) -> None:
    wrong: list[str] = []
    new_draft(page)
    fill_in(page)
    sign(page)
    first = page.url.split("?")[0]

    modal = open_dialog(page, "btn-send-certificate", "Skicka till Försäkringskassan")
    wrong += judged(page, "send")
    go_on(page, modal, "Skicka till Försäkringskassan")
    expect(page.get_by_test_id("status-1")).to_have_text("Intyget är skickat till Försäkringskassan")

    modal = open_dialog(page, "btn-renew-certificate", "Förnya intyg")
    wrong += judged(page, "renew")
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("btn-renew-certificate")).to_be_focused()
    modal = open_dialog(page, "btn-renew-certificate", "Förnya intyg")
    go_on(page, modal, "Förnya")
    expect(page.get_by_test_id("status-parent")).to_contain_text("Förnyar ett annat intyg.")

    page.goto(first)
    modal = open_dialog(page, "btn-replace-certificate", "Ersätt intyg")
    wrong += judged(page, "replace")
    go_on(page, modal, "Ersätt")
    expect(page.get_by_test_id("status-parent")).to_contain_text("Ersätter ett annat intyg.")
    sign(page)
    second = page.url.split("?")[0]

    page.goto(first)
    expect(page.get_by_test_id("status-1")).to_have_text("Intyget har ersatts av detta intyg")
    press(page, page.get_by_test_id("status-1").get_by_role("link"))
    page.wait_for_url(second)

    modal = open_dialog(page, "btn-revoke-certificate", "Makulera intyg")
    confirm = modal.get_by_role("button", name="Makulera", exact=True)
    expect(confirm).to_be_disabled()
    press(page, modal.get_by_label("Annat allvarligt fel"), "Space")
    expect(confirm).to_be_disabled()
    modal.get_by_label("Beskriv felet").focus()
    page.keyboard.type("Fel datum.")
    expect(confirm).to_be_enabled()
    wrong += judged(page, "revoke")
    go_on(page, modal, "Makulera")
    expect(page.get_by_test_id("status-1")).to_have_text("Intyget är makulerat")
    expect(page.get_by_test_id("status-parent")).to_contain_text("intyget som ersattes också ska makuleras")
    wrong += judged(page, "revoked")

    press(page, page.get_by_role("link", name="Visa alla händelser"))
    modal = page.locator("#modal")
    expect(modal.locator("tbody tr").first).to_contain_text("Intyget makulerades")
    expect(modal).to_contain_text("Utkastet skapades för att ersätta ett tidigare intyg.")
    wrong += judged(page, "events")
    assert wrong == []


def test_an_action_that_came_too_late_says_so_in_the_dialog(page: WatchedPage) -> None:
    new_draft(page)
    fill_in(page)
    sign(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_test_id("btn-replace-certificate").click()
    modal = open_dialog(page, "btn-replace-certificate", "Ersätt intyg")
    with other.expect_navigation():
        other.locator("#modal").get_by_role("button", name="Ersätt", exact=True).click()
    press(page, modal.get_by_role("button", name="Ersätt", exact=True))
    expect(modal.get_by_role("heading", name="Intyget är redan ersatt")).to_be_visible()
    assert judged(page, "replaced meanwhile") == []
