"""axe on every page, the keyboard alone, no script, 320 px (spec/ui.md 8); no policy message on any of them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from certificates.models import Certificate
from rivta import envelope
from tests.e2e.journal_system import JournalSystem
from tests.e2e.test_story import fill_in
from tests.e2e.watch import WatchedPage
from tests.simulators.messages import message_to_care
from tools.clinician import Clinician
from tools.installation import Installation

P001 = "SE2321000016-P001"
VE01 = "SE2321000016-VE01"
ME01 = "SE2321000016-ME01"
SIGNED_SENT = "de300000-0000-4000-8000-000000000001"
SIGNED = "de300000-0000-4000-8000-000000000002"
INCOMPLETE = "de300000-0000-4000-8000-000000000003"
COMPLETE = "de300000-0000-4000-8000-000000000004"
PROTECTED = "de300000-0000-4000-8000-000000000007"
SENT_BELOW = "de300000-0000-4000-8000-000000000008"
REVOKED = "de300000-0000-4000-8000-000000000009"
REPLACED = "de300000-0000-4000-8000-000000000010"
LOCKED = "de300000-0000-4000-8000-000000000012"
DEATH = "de300000-0000-4000-8000-000000000013"
DIALOGS = {
    "draft": (COMPLETE, ("delete", "events")),
    "locked draft": (LOCKED, ("copy", "revoke", "about/locked", "events")),
    "signed": (SIGNED, ("send", "renew", "replace", "revoke", "create/ag7804", "events")),
    "death certificate": (DEATH, ("create/doi", "replace", "revoke")),
    "protected patient": (PROTECTED, ("print",)),
}
WIDTHS = [(1280, 900), (320, 800)]


@pytest.fixture(params=WIDTHS, ids=["1280", "320"])
def sized_page(browser: Browser, place: Installation, request: pytest.FixtureRequest) -> Iterator[WatchedPage]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="sv-SE", base_url=place.url, has_touch=width < 500
    )
    page = WatchedPage(context.new_page(), place.url)
    yield page
    context.close()
    page.assert_clean()


def judge(page: WatchedPage, name: str) -> list[str]:
    """Violations and sideways scrolling of the page as it stands, each with the page's name."""
    found = [f"{name}: {violation}" for violation in lasting_violations(page)]
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        found.append(f"{name}: scrolls sideways by {overflow} px")
    if page.locator("h1").count() != 1:
        found.append(f"{name}: {page.locator('h1').count()} h1")
    return found


def lasting_violations(page: WatchedPage) -> list[str]:
    """What axe finds wherever the page is scrolled: a target half under a sticky bar is not a small target."""
    violations = page.axe()
    for _ in range(4):
        if not any(v.startswith("target-size") for v in violations):
            break
        page.evaluate("() => window.scrollBy(0, 29)")
        violations = page.axe()
    return violations


PRESSED = {
    "nhsuk-button": ("rgb(33, 31, 88)", "rgb(255, 255, 255)"),
    "nhsuk-button wc-button--stop": ("rgb(111, 12, 28)", "rgb(255, 255, 255)"),
    "nhsuk-button nhsuk-button--secondary": ("rgb(229, 224, 216)", "rgb(29, 27, 46)"),
    "nhsuk-button nhsuk-button--secondary wc-button--danger": ("rgb(229, 224, 216)", "rgb(169, 24, 47)"),
    "nhsuk-button nhsuk-button--secondary wc-button--quiet": ("rgb(238, 237, 248)", "rgb(43, 41, 112)"),
    "nhsuk-button nhsuk-button--secondary wc-button--soft": ("rgb(198, 196, 230)", "rgb(43, 41, 112)"),
}
"""Background and text of each kind of button while it is pressed; their contrast is 5.5:1 or more."""


@pytest.mark.parametrize("key", ["mouse", "Space"])
def test_a_pressed_button_that_has_the_focus_keeps_the_colours_of_its_kind(page: WatchedPage, key: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/welcome")
    button = page.locator(".nhsuk-button").first
    button.evaluate("button => button.type = 'button'")
    seen = {}
    for kind in PRESSED:
        button.evaluate("(button, kind) => { button.className = kind }", kind)
        button.focus()
        button.hover()
        page.mouse.down() if key == "mouse" else page.keyboard.down(key)
        look = "b => b.matches(':active:focus') && [getComputedStyle(b).backgroundColor, getComputedStyle(b).color]"
        seen[kind] = tuple(button.evaluate(look))
        page.mouse.up() if key == "mouse" else page.keyboard.up(key)
    assert seen == PRESSED


def test_axe_finds_nothing_before_login(sized_page: WatchedPage) -> None:
    page = sized_page
    wrong = []
    about = ("accessibility", "cookies", "help", "support")
    for address in ("/", "/welcome", *(f"/about/{name}/" for name in about), "/no-such-page"):
        page.goto(address)
        wrong += judge(page, address)
    for reason in ("login.failed", "login.medarbetaruppdrag", "auth-exception", "integration.nocontent", "unknown"):
        page.goto(f"/error?reason={reason}")
        wrong += judge(page, f"/error {reason}")
    assert wrong == []


def test_axe_finds_nothing_on_pages_of_the_clinician(sized_page: WatchedPage) -> None:
    page = sized_page
    wrong = []
    page.login("SE2321000016-P013")
    page.goto("/search")
    wrong += judge(page, "unit choice")
    page.login(P001)
    for address in ("/search", "/list/draft", "/list/certificate", "/list/unhandledcertificates"):
        page.goto(address)
        wrong += judge(page, address)
    page.goto("/search")
    for number, name in (("191212121213", "invalid number"), ("196403219055", "unknown number")):
        page.locator("#person_id").fill(number)
        page.locator("#person_id").press("Enter")
        page.wait_for_load_state()
        wrong += judge(page, name)
    page.locator("#person_id").fill("199103172608")
    page.locator("#person_id").press("Enter")
    page.wait_for_url("**/create/*")
    wrong += judge(page, "type choice")
    assert wrong == []


def test_axe_finds_nothing_in_a_list_of_questions(sized_page: WatchedPage, place: Installation) -> None:
    asked_about = Certificate(pk=SENT_BELOW, unit_id=ME01, person_id="198706160291")
    question = envelope.wrap(message_to_care(asked_about, message_id="axe-1"), ME01)
    path = "/services/send-message-to-care/v2.0"
    assert httpx.post(f"{place.url}{path}", content=question, headers={"Content-Type": "text/xml"}).status_code == 200
    page = sized_page
    page.login(P001)
    page.goto("/list/unhandledcertificates")
    expect(page.get_by_role("row").filter(has_text="19870616-0291")).to_be_visible()
    assert judge(page, "list of questions") == []


def test_axe_finds_nothing_on_certificate_pages(sized_page: WatchedPage) -> None:
    page = sized_page
    wrong = []
    page.login(P001)
    for certificate_id, name in (
        (INCOMPLETE, "incomplete draft"),
        (COMPLETE, "complete draft"),
        (SIGNED, "signed"),
        (SIGNED_SENT, "sent"),
        (PROTECTED, "protected patient"),
        (REVOKED, "revoked"),
        (REPLACED, "replaced"),
        (LOCKED, "locked draft"),
        (DEATH, "death certificate"),
    ):
        page.goto(f"/certificate/{certificate_id}")
        wrong += judge(page, name)
    page.goto(f"/certificate/{INCOMPLETE}")
    page.get_by_test_id("btn-sign-certificate").click()
    page.get_by_test_id("summary-top").wait_for()
    wrong += judge(page, "after a sign attempt")
    code = page.locator('[name="e.6.huvuddiagnos.code"]')
    code.fill("")
    code.press_sequentially("F43", delay=20)
    page.get_by_role("option").first.wait_for()
    wrong += judge(page, "open diagnosis list")
    assert wrong == []


@pytest.mark.parametrize("name", DIALOGS)
def test_axe_finds_nothing_in_the_dialogs_of_a_certificate(sized_page: WatchedPage, name: str) -> None:
    """Each over the certificate's page, and as the page that it is without script."""
    page, (certificate_id, dialogs) = sized_page, DIALOGS[name]
    wrong = []
    page.login(P001)
    for dialog in dialogs:
        address = f"/certificate/{certificate_id}/{dialog}"
        page.goto(f"/certificate/{certificate_id}")
        page.evaluate("url => void htmx.ajax('GET', url, {target: '#modal', swap: 'innerHTML'})", address)
        expect(page.locator("dialog#modal[open] #modal-title")).to_be_visible()
        expect(page.locator("dialog#modal .wc-dialog__foot")).to_be_in_viewport()
        wrong += judge(page, f"{name}: {dialog}")
        page.goto(address)
        expect(page.locator(".wc-card .wc-dialog__foot")).to_be_visible()
        wrong += judge(page, f"{name}: {dialog} as a page")
    assert wrong == []


def test_the_check_of_an_opened_death_certificate_is_answered_by_keyboard_and_judged(
    place: Installation, page: WatchedPage
) -> None:
    certificate_id = JournalSystem(place).new_certificate(code="DB", patient="199507038181")
    page.login(P001, origin="DJUPINTEGRATION")
    page.goto(f"/certificate/{certificate_id}")
    check = page.locator("dialog#modal[open] form[data-confirm]")
    expect(check).to_be_visible()
    wrong = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        wrong += judge(page, f"opening check {width}")
    assert wrong == []
    check.locator("#checked").focus()
    for key in ("Escape", "Escape", "Enter"):
        page.keyboard.press(key)
        expect(check).to_be_visible()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("form#draft")).to_be_visible()
    expect(page.locator("dialog#modal[open]")).to_have_count(0)


def test_a_dialog_takes_focus_closes_by_escape_and_gives_focus_back(page: WatchedPage) -> None:
    page.login(P001)
    page.goto(f"/certificate/{SIGNED}")
    opener = page.get_by_test_id("btn-send-certificate")
    opener.focus()
    page.keyboard.press("Enter")
    modal = page.get_by_test_id("modal")
    expect(modal).to_be_visible()
    assert judge(page, "send dialog") == []
    assert page.evaluate("() => document.querySelector('#modal').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(modal).not_to_be_visible()
    expect(opener).to_be_focused()


def test_a_sign_attempt_leads_the_focus_to_the_summary_and_on_to_each_field(page: WatchedPage) -> None:
    page.login(P001)
    page.goto(f"/certificate/{INCOMPLETE}")
    page.get_by_test_id("btn-sign-certificate").click()
    summary = page.get_by_test_id("summary-top")
    expect(summary).to_be_focused()
    assert page.title().startswith("Fel: ")
    links = summary.locator("a")
    assert links.count() >= 3
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href")
        links.nth(number).click()
        focused = page.evaluate("() => document.activeElement.id")
        assert f"#{focused}" == target
    for control in page.locator('[aria-invalid="true"]').all():
        described = (control.get_attribute("aria-describedby") or "").split()
        assert described
        assert any(page.locator(f'[id="{name}"]').inner_text().strip() for name in described)


class Keyboard:
    """A person without a mouse: reaches things by Tab only."""

    def __init__(self, page: WatchedPage) -> None:
        self.page = page

    def reach(self, selector: str, *, within: int = 250) -> None:
        """Press Tab until the element has the focus."""
        for _ in range(within):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab")

    def type(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(text)

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)


def test_the_whole_job_can_be_done_by_keyboard_alone(page: WatchedPage) -> None:
    keys = Keyboard(page)
    page.goto("/welcome")
    keys.press(f'button[name="hsa_id"][value="{P001}"]')
    page.wait_for_url("**/search")
    keys.type("#person_id", "197902289342")
    page.keyboard.press("Enter")
    page.wait_for_url("**/create/*")
    keys.press('[data-testid="btn-create-fk7804"]')
    page.wait_for_url("**/certificate/*")
    keys.press('[name="e.1.FYSISKUNDERSOKNING"]', "Space")
    keys.press('[name="e.28.NUVARANDE_ARBETE"]', "Space")
    expect(page.locator('[name="e.29.text"]')).to_be_visible()
    keys.type('[name="e.29.text"]', "Snickare.")
    keys.type('[name="e.6.huvuddiagnos.code"]', "M54")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('[name="e.6.huvuddiagnos.text"]')).not_to_have_value("")
    keys.type('[name="e.35.text"]', "Nedsatt rörlighet i ryggen.")
    keys.type('[name="e.17.text"]', "Kan inte lyfta eller bära.")
    keys.press('[name="e.32.HELT_NEDSATT"]', "Space")
    expect(page.locator('[name="e.32.HELT_NEDSATT.from"]')).not_to_have_value("")
    keys.type('[name="e.32.HELT_NEDSATT.to"]', "v3")
    keys.press('[name="e.39.value"]', "Space")
    expect(page.get_by_test_id("status-1")).to_contain_text("Klart att signera")
    keys.press('[data-testid="btn-sign-certificate"]')
    page.wait_for_url("**/simulators/signing/**")
    keys.press('button[value="SIGN"]')
    page.wait_for_url("**/certificate/*")
    expect(page.get_by_test_id("status-1")).to_contain_text("Intyget är signerat")
    keys.press('[data-testid="btn-send-certificate"]')
    expect(page.get_by_test_id("modal")).to_be_visible()
    keys.press("#modal form button[type=submit]")
    expect(page.get_by_test_id("status-1")).to_contain_text("Intyget är skickat")
    keys.press(".wc-account summary")
    with page.expect_navigation():
        keys.press('form[action="/logout"] button')
    page.goto("/search")
    assert "/error" in page.url


def test_focus_is_visible_and_not_covered_at_each_stop(page: WatchedPage) -> None:
    page.login(P001)
    page.goto(f"/certificate/{COMPLETE}")
    look = """() => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const x = box.left + Math.min(box.width / 2, 8), y = box.top + Math.min(box.height / 2, 8);
      const top = document.elementFromPoint(x, y);
      const hit = top && (element.contains(top) || top.contains(element) || (element.labels || []).length
        && [...element.labels].some(label => label.contains(top)));
      return {name: element.tagName + '#' + element.id + '.' + element.className, hit: Boolean(hit),
              inside: box.bottom > 0 && box.top < innerHeight};
    }"""
    covered = []
    for _ in range(90):
        page.keyboard.press("Tab")
        seen = page.evaluate(look)
        if not seen["hit"] or not seen["inside"]:
            covered.append(seen["name"])
    assert covered == []


def test_the_whole_job_can_be_done_without_script(place: Installation, scriptless_page: WatchedPage) -> None:
    page = scriptless_page
    page.goto("/welcome")
    page.locator(f'button[name="hsa_id"][value="{P001}"]').click()
    page.locator("#person_id").fill("19870616-0291")
    page.locator("#person_id").press("Enter")
    page.get_by_test_id("btn-create-fk7804").click()
    certificate_id = page.url.rsplit("/", 1)[1].split("?")[0]
    clinician = Clinician(place.url, P001)
    values = clinician.answers()
    for name in ("e.1.FYSISKUNDERSOKNING", "e.28.NUVARANDE_ARBETE", "e.32.HELT_NEDSATT"):
        page.locator(f'[name="{name}"]').check(force=True)
    page.locator(f'[name="e.39.value"][value="{values["e.39.value"]}"]').check(force=True)
    for name in ("e.6.huvuddiagnos.code", "e.35.text", "e.17.text", "e.32.HELT_NEDSATT.to"):
        page.locator(f'[name="{name}"]').fill(values[name])
    page.get_by_role("button", name="Spara").last.click()
    page.locator('[name="e.29.text"]').fill("Undersköterska.")
    page.get_by_test_id("btn-sign-certificate").click()
    page.get_by_role("button").last.click()
    page.get_by_role("button", name="Signera", exact=True).click()
    page.get_by_role("button", name="Fortsätt").click()
    assert page.url.split("?")[0] == f"{place.url}/certificate/{certificate_id}"
    expect(page.get_by_test_id("status-1")).to_contain_text("Intyget är signerat")
    page.get_by_test_id("btn-send-certificate").click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_test_id("status-1")).to_contain_text("Intyget är skickat")


def test_typed_text_survives_a_slow_save_and_the_focus_stays(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")

    def slowly(route: object) -> None:
        page.page.wait_for_timeout(600)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/element/**", slowly)
    field = page.locator('[name="e.19.text"]')
    field.click()
    field.press_sequentially("Samtalsstöd varje vecka", delay=15)
    page.wait_for_timeout(500)
    field.press_sequentially(" och sömnskola", delay=40)
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat", timeout=15_000)
    expect(field).to_be_focused()
    expect(field).to_have_value("Samtalsstöd varje vecka och sömnskola")
    page.unroute_all(behavior="wait")
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator('[name="e.19.text"]')).to_have_value("Samtalsstöd varje vecka och sömnskola")


def test_a_date_typed_anew_as_it_was_counts_as_saved(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")
    page.get_by_label("50 procent", exact=True).check()
    start = page.locator('[name="e.32.HALFTEN.from"]')
    expect(start).not_to_have_value("")
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    today = start.input_value()
    start.click()
    start.fill("")
    start.press_sequentially(today[:-1])
    start.press_sequentially(today[-1:])
    start.press("Backspace")
    start.press_sequentially(today[-1:])
    start.blur()
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat")
    expect(start).to_have_value(today)


def test_a_save_whose_reply_is_lost_is_no_conflict_with_oneself(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")
    lost = []

    def lose(route: object) -> None:
        lost.append(route.fetch().status)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/element/32", lose, times=1)
    page.get_by_label("100 procent", exact=True).check()
    page.locator('[name="e.35.text"]').fill("Nedsatt uthållighet.")
    expect(page.locator('[name="e.32.HELT_NEDSATT.from"]')).not_to_have_value("")
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat")
    expect(page.get_by_test_id("modal")).to_be_hidden()
    expect(page.locator('[name="e.35.text"]')).to_have_value("Nedsatt uthållighet.")
    assert lost == [200]


def test_saves_go_on_while_the_pointer_is_pressed(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")

    def slowly(route: object) -> None:
        page.page.wait_for_timeout(2000)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/element/35", slowly)
    page.locator('[name="e.35.text"]').fill("Nedsatt uthållighet.")
    page.locator('[name="e.17.text"]').fill("Klarar inte de tunga lyften.")
    page.get_by_text("100 procent", exact=True).hover()
    page.mouse.down()
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_label("100 procent", exact=True)).to_be_checked()
    expect(page.locator('[name="e.32.HELT_NEDSATT.from"]')).not_to_have_value("")
    expect(page.get_by_test_id("modal")).to_be_hidden()


def test_the_characters_are_counted_while_one_types(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001, VE01)
    page.goto(f"/certificate/{certificate_id}")
    text = page.locator('[name="e.17.text"]')
    counter, spoken = page.locator("#c-17-text-count"), page.locator("#c-17-text-live")
    expect(counter).to_have_text("0 av 4000 tecken")
    text.press_sequentially("Lyfter")
    expect(counter).to_have_text("6 av 4000 tecken")
    expect(spoken).to_be_empty()
    text.fill("x" * 3200)
    expect(counter).to_have_text("3200 av 4000 tecken")
    expect(spoken).to_have_text("3200 av 4000 tecken")
    text.fill("x" * 4002)
    expect(counter).to_have_text("4002 av 4000 tecken, ta bort 2")
    expect(spoken).to_have_text("4002 av 4000 tecken, ta bort 2")
    text.fill("“Lyfter”")
    text.press("Tab")
    expect(counter).to_have_text("6 av 4000 tecken")


def test_a_length_that_the_server_makes_a_date_counts_as_saved(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate()
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")
    page.get_by_label("50 procent", exact=True).check()
    end = page.locator('[name="e.32.HALFTEN.to"]')
    expect(page.locator('[name="e.32.HALFTEN.from"]')).not_to_have_value("")
    end.fill("v2")
    end.press("Tab")
    expect(end).not_to_have_value("v2")
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat")
    expect(page.locator("[data-unsaved]")).to_have_count(0)


def test_a_filled_draft_and_a_signed_one_stay_clean(place: Installation, page: WatchedPage) -> None:
    certificate_id = JournalSystem(place).new_certificate(patient="192703104329")
    page.login(P001)
    page.goto(f"/certificate/{certificate_id}")
    fill_in(page)
    assert judge(page, "filled draft") == []
