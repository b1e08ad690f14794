"""A running installation and a real browser for the tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.watch import PATIENCE_MS, WatchedPage
from tools.installation import Installation, installation

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip

LONGEST_TEST_S = 900
"""A busy machine takes several times as long; a test that hangs has failed long before."""

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.e2e)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(LONGEST_TEST_S))


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all browser tests, with short waits."""
    with installation(
        tmp_path_factory.mktemp("installation"),
        DELIVERY_SWEEP_SECONDS="1",
        STATUS_UPDATE_ANDRAT_WINDOW="3",
        PDL_BATCH_TIMEOUT="2",
        AUTOSAVE_DELAY_MS="300",
        SIGNING_ONE_CLICK="true",
    ) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless. ``make test`` has made sure that it is there."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "Chromium is missing; make test installs it"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        # Playwright's event loop runs in this thread, where some tests look into the database
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, place: Installation) -> Iterator[WatchedPage]:
    """A page in a session of its own. At the end: no policy message, no script error, no request elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE", base_url=place.url)
    watched = WatchedPage(context.new_page(), place.url)
    yield watched
    context.close()
    watched.assert_clean()


@pytest.fixture
def scriptless_page(browser: Browser, place: Installation) -> Iterator[WatchedPage]:
    """As ``page``, with scripting switched off."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="sv-SE", base_url=place.url, java_script_enabled=False
    )
    watched = WatchedPage(context.new_page(), place.url)
    yield watched
    context.close()
    watched.assert_clean()
