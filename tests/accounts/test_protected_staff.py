"""Staff with protected identity accept terms once (spec/roles-and-access.md 4.11; spec/ui.md S-46)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.visits import PROTECTED_DOCTOR, log_in, user_of

pytestmark = pytest.mark.usefixtures("demo_people")
TITLE = "Användning av Webcert med skyddade personuppgifter"


def test_the_terms_come_before_every_page(client: Client) -> None:
    log_in(client, PROTECTED_DOCTOR)
    for path in ("/search", "/list/draft"):
        assert TITLE in client.get(path).content.decode()


def test_accepting_leads_on_and_is_never_asked_again(client: Client) -> None:
    log_in(client, PROTECTED_DOCTOR)
    answer = client.post("/terms", {"answer": "accept", "approved": "on", "next": "/list/draft"})
    assert answer["Location"] == "/list/draft"
    log_in(client, PROTECTED_DOCTOR)
    assert TITLE not in client.get("/search").content.decode()


def test_accepting_without_the_tick_says_what_is_missing(client: Client) -> None:
    log_in(client, PROTECTED_DOCTOR)
    answer = client.post("/terms", {"answer": "accept", "next": "/search"})
    assert answer.status_code == 422
    assert 'aria-describedby="approved-error"' in answer.content.decode()
    assert TITLE in client.get("/search").content.decode()


def test_declining_ends_the_session(client: Client) -> None:
    log_in(client, PROTECTED_DOCTOR)
    answer = client.post("/terms", {"answer": "decline"})
    assert answer["Location"] == "/error?reason=protected-person-agreement"
    assert user_of(client) is None
    page = client.get(answer["Location"]).content.decode()
    assert 'data-error-code="NOT_APPROVED_PROTECTED_PERSON_AGREEMENT"' in page


def test_the_way_on_never_leads_elsewhere(client: Client) -> None:
    log_in(client, PROTECTED_DOCTOR)
    answer = client.post("/terms", {"answer": "accept", "approved": "on", "next": "https://evil.test/"})
    assert answer["Location"] == "/search"
