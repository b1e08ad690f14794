"""Questions about an FK 7263 in a real browser: read and handled (spec/messages.md 11).

The demo world has no FK 7263, so these run against a server in this process.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from arenden.legacy_soap import QUESTION_PATH
from arenden.models import Arende
from certificates.models import Certificate
from rivta import envelope, server
from rivta.profiles import BASIC_PROFILE_20
from tests.arenden.conftest import make_sent
from tests.arenden.legacy_messages import Parts
from tests.e2e.in_process import doctors_page
from tests.e2e.watch import WatchedPage
from tests.factories import VE01, make_patient


@pytest.fixture
def asked_about(live_server: LiveServer) -> Certificate:
    """Försäkringskassan has asked by the contract of that time."""
    make_patient()
    certificate = make_sent("fk7263")
    content = envelope.wrap(Parts(certificate_id=certificate.pk).question(), VE01, profile=BASIC_PROFILE_20)
    assert server.answer(QUESTION_PATH, content)[0] == 200
    return certificate


@pytest.fixture(params=[1280, 320])
def page(
    browser: Browser, live_server: LiveServer, asked_about: Certificate, request: pytest.FixtureRequest
) -> Iterator[WatchedPage]:
    with doctors_page(browser, live_server, f"/certificate/{asked_about.pk}", width=request.param) as watched:
        yield watched


def test_a_question_is_read_handled_and_taken_up_again(page: WatchedPage, asked_about: Certificate) -> None:
    question = asked_about.legacy_messages.get()
    card = page.locator("#questions article")
    expect(card).to_contain_text("Kan ni ringa oss?")
    expect(card.get_by_text("Svara", exact=False)).to_have_count(0)
    assert page.axe() == []
    card.get_by_label("Hanterad").check()
    expect(card.get_by_label("Hanterad")).to_be_checked()
    expect(page.locator("#questions article.wc-msg--open")).to_have_count(0)
    question.refresh_from_db()
    assert question.status == Arende.Status.CLOSED
    page.locator("#questions article").get_by_label("Hanterad").uncheck()
    expect(page.locator("#questions article.wc-msg--open")).to_have_count(1)
    question.refresh_from_db()
    assert question.status == Arende.Status.PENDING_INTERNAL_ACTION
    assert page.axe() == []
