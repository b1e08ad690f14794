"""A journal system on another site posts a launch; leaving ends the session (spec/integration.md 3; spec/ui.md 5.4)."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.journal_pages import OPEN, JournalPages
from tests.e2e.journal_system import JournalSystem, eventually
from tests.e2e.test_story import choose_persona
from tests.e2e.watch import WatchedPage
from tools.installation import Installation, ground

DOCTOR, DOCTOR_ON_TWO_UNITS, CARE_ADMIN = "SE2321000016-P001", "SE5565000001-P009", "SE2321000016-P005"
VE01, VE22 = "SE2321000016-VE01", "SE5565000001-VE22"
INCOMPLETE, COMPLETE = "de300000-0000-4000-8000-000000000003", "de300000-0000-4000-8000-000000000004"
DELAY_S = 3
LATER_S = DELAY_S + 3
WAYS = ["/visa/intyg", "/v2/visa/intyg"]


@pytest.fixture(scope="module")
def journal() -> Iterator[JournalPages]:
    pages = JournalPages()
    yield pages
    pages.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """As over https: Secure cookies that other sites' forms bring along, and a signing service on another site.

    A browser takes the loopback address for as safe as https.
    """
    with ground(
        Path(tmp_path_factory.mktemp("site")),
        WEBCERT_HTTPS_ONLY="true",
        DEEP_LOGOUT_DELAY_S=str(DELAY_S),
    ) as place:
        place.environment["SIGNING_SERVICE_URL"] = f"{signing_site(place)}/simulators/signing/"
        place.start()
        yield place


def signing_site(place: Installation) -> str:
    return f"http://localhost:{place.port}"


class Desk:
    """One browser at a clinician's desk; every window is watched."""

    def __init__(self, context: BrowserContext, place: Installation, journal: JournalPages) -> None:
        self.context = context
        self.place = place
        self.journal = journal
        self.windows: list[WatchedPage] = []
        context.on("page", lambda page: self.windows.append(self._watched(page)))

    def _watched(self, page: object) -> WatchedPage:
        return WatchedPage(page, self.place.url, self.journal.url, signing_site(self.place))  # type: ignore[arg-type]

    def window(self) -> WatchedPage:
        self.context.new_page()
        return self.windows[-1]

    def launch(self, window: WatchedPage, certificate_id: str, *, way: str = WAYS[0], **fields: str) -> None:
        """Press the journal's button."""
        window.goto(self.journal.launch_page(f"{self.place.url}{way}/{certificate_id}", fields))
        window.get_by_role("button", name=OPEN).click()
        window.wait_for_load_state()

    def open(self, certificate_id: str, *, as_: str = DOCTOR, **fields: str) -> WatchedPage:
        """A launch in a new window, with the login that it asks for."""
        window = self.window()
        self.launch(window, certificate_id, **({"enhet": VE01} | fields))
        choose_persona(window, as_)
        expect(window.get_by_test_id("status-1")).to_be_visible()
        return window

    def is_logged_in(self) -> bool:
        """Asked as the page's script asks: this neither prolongs the session nor takes back its end."""
        return self.context.request.get(f"{self.place.url}/api/session-auth-check/ping").json()["authenticated"]

    def assert_clean(self) -> None:
        for window in self.windows:
            window.assert_clean()


@pytest.fixture
def desk(browser: Browser, place: Installation, journal: JournalPages) -> Iterator[Desk]:
    """At the demo as it stands, over http: the session's cookie stays at home when another site posts."""
    yield from at_desk(browser, place, journal)


@pytest.fixture
def site_desk(browser: Browser, site: Installation, journal: JournalPages) -> Iterator[Desk]:
    yield from at_desk(browser, site, journal)


def at_desk(
    browser: Browser, place: Installation, journal: JournalPages, *, with_script: bool = True
) -> Iterator[Desk]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=with_script)
    desk = Desk(context, place, journal)
    yield desk
    context.close()
    desk.assert_clean()


@pytest.mark.parametrize("way", WAYS)
def test_a_posted_launch_lands_on_the_draft_after_the_login(desk: Desk, way: str) -> None:
    system = JournalSystem(desk.place)
    certificate_id = system.new_certificate()
    window = desk.window()
    visited: list[str] = []
    window.on("request", lambda request: visited.append(request.url))
    desk.launch(
        window, certificate_id, way=way, enhet=VE01, ref="journal-ref-91", responsibleHospName="Ansvarig Läkarsson",
        alternatePatientSSn="199103172608",
    )  # fmt: skip
    assert window.url == f"{desk.place.url}/welcome"
    choose_persona(window, CARE_ADMIN)
    assert window.url == f"{desk.place.url}/certificate/{certificate_id}"
    expect(window.get_by_test_id("status-1")).to_contain_text("Obligatoriska uppgifter saknas")
    expect(window.get_by_text("Ansvarig Läkarsson")).to_be_visible()
    expect(window.get_by_test_id("patient-header")).to_contain_text("19910317-2608")
    expect(window.get_by_test_id("patient-header")).to_contain_text("fd. 19121212-1212")
    expect(window.get_by_role("button", name="Logga ut")).to_have_count(0)
    assert not [address for address in visited if "9103172608" in address or "Ansvarig" in address]

    window.locator('[name="e.25.text"]').fill("Skrivet efter hoppet från journalen.")
    expect(window.locator("[data-unsaved]")).to_have_count(0)
    told = eventually(lambda: changes_told(system, certificate_id), because="the change was not told")
    assert all("journal-ref-91" in update["xml"] for update in told)


def changes_told(system: JournalSystem, certificate_id: str) -> list[dict[str, str]]:
    return [update for update in system.status_updates(certificate_id) if update["event"] == "ANDRAT"]


def test_a_posted_launch_works_without_script(browser: Browser, place: Installation, journal: JournalPages) -> None:
    for desk in at_desk(browser, place, journal, with_script=False):
        window = desk.open(INCOMPLETE)
        assert window.url == f"{place.url}/certificate/{INCOMPLETE}"


def test_a_launch_without_unit_lets_the_user_choose(desk: Desk) -> None:
    certificate_id = JournalSystem(desk.place).new_certificate(person=DOCTOR_ON_TWO_UNITS, unit=VE22)
    window = desk.window()
    desk.launch(window, certificate_id, kopieringOK="false")
    choose_persona(window, DOCTOR_ON_TWO_UNITS)
    window.get_by_role("link", name="Eken vårdcentral Hamnen").click()
    expect(window.get_by_test_id("status-1")).to_be_visible()
    assert window.url == f"{desk.place.url}/certificate/{certificate_id}"


def test_a_unit_that_is_not_the_users_is_refused(desk: Desk) -> None:
    window = desk.window()
    desk.launch(window, INCOMPLETE, enhet="SE5565000001-VE21")
    choose_persona(window, DOCTOR)
    assert window.url == f"{desk.place.url}/error?reason=login.medarbetaruppdrag"


def test_parameters_in_the_address_of_a_posted_launch_are_refused(desk: Desk) -> None:
    window = desk.window()
    desk.launch(window, f"{INCOMPLETE}?ref=journal-1", enhet=VE01)
    assert window.url == f"{desk.place.url}/error?reason=missing-parameter"


@pytest.mark.parametrize("which", ["desk", "site_desk"])
def test_a_second_launch_in_the_browser_is_refused_and_ends_the_session(
    which: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(which)
    first = desk.open(INCOMPLETE)
    second = desk.window()
    desk.launch(second, COMPLETE, enhet=VE01)
    assert second.url == f"{desk.place.url}/error?reason=auth-exception-user-already-active"
    assert not desk.is_logged_in()
    first.reload()
    assert "/error?reason=auth-exception-resource" in first.url


@pytest.mark.parametrize("which", ["desk", "site_desk"])
def test_a_stand_alone_session_is_not_used_for_a_launch(which: str, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(which)
    window = desk.window()
    window.goto(f"{desk.place.url}/welcome")
    choose_persona(window, DOCTOR)
    desk.launch(window, INCOMPLETE, enhet=VE01)
    assert window.url == f"{desk.place.url}/error?reason=auth-exception"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("which", ["desk", "site_desk"])
def test_a_launch_in_a_session_that_waits_for_one_needs_no_login(
    which: str, way: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(which)
    window = desk.window()
    window.goto(f"{desk.place.url}/welcome")
    window.get_by_label("Från journalsystem (djupintegration)").check()
    choose_persona(window, DOCTOR)
    desk.launch(window, INCOMPLETE, way=way, enhet=VE01)
    assert window.url == f"{desk.place.url}/certificate/{INCOMPLETE}"


def test_leaving_the_page_ends_the_session_after_the_delay(site_desk: Desk) -> None:
    window = site_desk.open(INCOMPLETE)
    left_at = time.monotonic()
    window.goto(site_desk.journal.url)
    eventually(lambda: not site_desk.is_logged_in(), because="the session goes on")
    assert time.monotonic() - left_at >= DELAY_S
    window.goto(f"{site_desk.place.url}/certificate/{INCOMPLETE}")
    assert window.url == f"{site_desk.place.url}/error?reason=auth-exception-resource"


def test_closing_the_window_that_the_journal_opened_ends_the_session(site_desk: Desk) -> None:
    journal_window = site_desk.window()
    address = f"{site_desk.place.url}/visa/intyg/{INCOMPLETE}"
    journal_window.goto(site_desk.journal.launch_page(address, {"enhet": VE01}, window="webcert"))
    with site_desk.context.expect_page():
        journal_window.get_by_role("button", name=OPEN).click()
    opened = site_desk.windows[-1]
    opened.wait_for_load_state()
    choose_persona(opened, DOCTOR)
    expect(opened.get_by_test_id("status-1")).to_be_visible()
    opened.close(run_before_unload=True)
    eventually(lambda: not site_desk.is_logged_in(), because="the session goes on")


def test_pages_are_not_shown_in_the_frame_of_another_site(desk: Desk) -> None:
    window = desk.window()
    address = f"{desk.place.url}/visa/intyg/{INCOMPLETE}"
    window.goto(desk.journal.launch_page(address, {"enhet": VE01}, window="webcert", in_frame=True))
    window.get_by_role("button", name=OPEN).click()
    window.wait_for_timeout(1500)
    expect(window.frame_locator("iframe").locator('button[name="hsa_id"]')).to_have_count(0)
    refusals = [complaint for complaint in window.complaints if "frame-ancestors" in complaint]
    assert refusals
    assert refusals == window.complaints
    window.complaints.clear()


def test_a_page_that_is_loaded_anew_or_gone_back_to_keeps_the_session(site_desk: Desk) -> None:
    window = site_desk.open(INCOMPLETE)
    window.reload()
    window.wait_for_timeout(LATER_S * 1000)
    assert site_desk.is_logged_in()
    window.goto(site_desk.journal.url)
    window.go_back()
    window.wait_for_timeout(LATER_S * 1000)
    assert site_desk.is_logged_in()
    expect(window.get_by_test_id("status-1")).to_be_visible()


def test_going_from_page_to_page_keeps_the_session(site_desk: Desk) -> None:
    window = site_desk.open(INCOMPLETE)
    window.get_by_test_id("btn-sign-certificate").click()
    expect(window.get_by_test_id("summary-top")).to_be_visible()
    window.wait_for_timeout(LATER_S * 1000)
    assert site_desk.is_logged_in()


def test_a_page_that_the_browser_had_kept_takes_the_end_back(site_desk: Desk) -> None:
    window = site_desk.open(INCOMPLETE)
    window.wait_for_timeout(2500)  # the page has taken back what its predecessor may have sent
    site_desk.context.request.post(f"{site_desk.place.url}/api/anvandare/logout")
    window.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    window.wait_for_timeout(LATER_S * 1000)
    assert site_desk.is_logged_in()


def test_a_long_visit_to_the_signing_service_does_not_end_the_session(site_desk: Desk) -> None:
    window = site_desk.open(COMPLETE)
    # a page on the way may be left before it has taken anything back
    window.route("**/api/anvandare/logout/cancel", lambda route: route.abort())
    window.get_by_test_id("btn-sign-certificate").click()
    window.wait_for_url(f"{signing_site(site_desk.place)}/**")
    window.wait_for_timeout(LATER_S * 1000)
    assert site_desk.is_logged_in()
    window.get_by_role("button", name="Signera", exact=True).click()
    expect(window.get_by_test_id("status-1")).to_contain_text("Intyget är signerat")
    assert window.url == f"{site_desk.place.url}/certificate/{COMPLETE}"
    window.unroute_all()
    window.wait_for_load_state()  # a page that is left before its script has come cannot tell
    window.goto(site_desk.journal.url)
    eventually(lambda: not site_desk.is_logged_in(), because="the session goes on")


def test_a_window_that_is_left_is_not_called_back_by_its_own_belated_word(site_desk: Desk) -> None:
    window = site_desk.open(INCOMPLETE)
    with window.expect_request("**/api/anvandare/logout/cancel?*") as said:
        window.reload()
    window.goto(site_desk.journal.url)
    site_desk.context.request.get(said.value.url)
    eventually(lambda: not site_desk.is_logged_in(), because="the session goes on")


def test_a_stand_alone_session_survives_that_its_page_is_left(site_desk: Desk) -> None:
    window = site_desk.window()
    window.goto(f"{site_desk.place.url}/welcome")
    choose_persona(window, DOCTOR)
    window.goto(site_desk.journal.url)
    window.wait_for_timeout(LATER_S * 1000)
    assert site_desk.is_logged_in()


def test_the_journals_page_ends_the_session_by_its_launch_id(site_desk: Desk) -> None:
    launch_id = str(uuid.uuid4())
    site_desk.open(INCOMPLETE, launchId=launch_id)
    journal_window = site_desk.window()
    address = f"{site_desk.place.url}/api/v1/session/invalidate"
    journal_window.goto(site_desk.journal.ending_page(address, launch_id=launch_id, user_hsa_id=CARE_ADMIN))
    expect(journal_window.locator("h1")).to_have_text("Svar 204")
    assert site_desk.is_logged_in()
    journal_window.goto(site_desk.journal.ending_page(address, launch_id=launch_id, user_hsa_id=DOCTOR))
    expect(journal_window.locator("h1")).to_have_text("Svar 204")
    assert not site_desk.is_logged_in()


def test_the_window_of_an_older_launch_is_told_that_another_certificate_is_open(site_desk: Desk) -> None:
    older = site_desk.open(INCOMPLETE, launchId=str(uuid.uuid4()))
    site_desk.context.clear_cookies()
    site_desk.open(COMPLETE, launchId=str(uuid.uuid4()))
    older.locator('[name="e.25.text"]').fill("Skrivet i det gamla fönstret")
    older.wait_for_url("**/error?reason=invalid-launchid")
    expect(older.get_by_role("heading", level=1)).to_be_visible()
