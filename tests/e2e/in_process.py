"""A doctor's page at the server of this process, for what the demo world does not have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.e2e.watch import WatchedPage
from tests.factories import make_user
from tests.pages.certificate.sessions import log_in


@contextmanager
def doctors_page(browser: Browser, live_server: LiveServer, path: str, *, width: int) -> Iterator[WatchedPage]:
    """``path`` opened in a session of its own, ``width`` pixels wide. At the end as the fixture ``page``."""
    session = log_in(make_user()).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE")
    host = urlsplit(live_server.url).hostname
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": host, "path": "/"}])
    page = WatchedPage(context.new_page(), live_server.url)
    page.goto(live_server.url + path)
    yield page
    context.close()
    page.assert_clean()
