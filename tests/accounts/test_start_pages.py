"""Start page, ways to log in, error page, texts (spec/ui.md 1.1, 2.1, 5.5, 8.3 K13-K16)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.errors import REASONS, WORDS
from tests.accounts.visits import DOCTOR, log_in

pytestmark = pytest.mark.usefixtures("demo_people")
PAGES = [
    "/",
    "/welcome",
    "/error?reason=login.failed",
    *(f"/about/{p}/" for p in ("accessibility", "cookies", "help", "support")),
]


@pytest.mark.parametrize("path", PAGES)
def test_an_open_page_keeps_the_frame_s_rules(client: Client, path: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert 'lang="sv"' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>(Fel: )?[^<]+ – Webcert-emulator</title>", page)
    assert "EMULATOR" in page and "endast testdata" in page


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_script_or_style(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", page)


def test_the_start_page_offers_both_ways(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/saml2/authenticate/sithsNormal"' in page and 'href="/saml2/authenticate/eleg"' in page


@pytest.mark.parametrize("way", ["siths", "sithsNormal", "eleg"])
def test_every_way_leads_to_the_test_login(client: Client, way: str) -> None:
    assert client.get(f"/saml2/authenticate/{way}")["Location"].split("#")[0] == "/welcome"


def test_an_unknown_way_does_not_exist(client: Client) -> None:
    assert client.get("/saml2/authenticate/other").status_code == 404


def test_who_is_logged_in_goes_on_from_the_start_page(client: Client) -> None:
    log_in(client, DOCTOR)
    assert client.get("/")["Location"] == "/search"


@pytest.mark.parametrize(("reason", "code"), REASONS.items())
def test_every_reason_has_its_words(client: Client, reason: str, code: str) -> None:
    answer = client.get("/error", {"reason": reason})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert WORDS[code].title in page and f'data-error-code="{code}"' in page
    assert ("Fel-id" in page) is WORDS[code].has_id


@pytest.mark.parametrize(
    "reason", ["unknown", "pu-problem", "missing-parameter", "enhet.auth.exception", "", "<script>"]
)
def test_every_other_reason_is_an_unknown_problem(client: Client, reason: str) -> None:
    page = client.get("/error", {"reason": reason}).content.decode()
    assert 'data-error-code="UNKNOWN_INTERNAL_PROBLEM"' in page
    assert "<script>" not in page


def test_every_error_page_has_an_id_of_its_own(client: Client) -> None:
    ids = {re.search(r"<code>([0-9a-f-]{36})</code>", client.get("/error").content.decode()).group(1) for _ in range(2)}
    assert len(ids) == 2


def test_support_details_stand_on_every_page_without_a_personal_number(client: Client) -> None:
    log_in(client, "197705232382")
    page = client.get("/search").content.decode()
    assert "Kopiera supportuppgifter" in page and "SE165565594230-WEBCERT00001" in page
    assert "19770523" not in page


def test_the_registration_says_what_is_missing(client: Client) -> None:
    log_in(client, "196203052391")
    page = client.get("/register").content.decode()
    assert "Skapa konto i Webcert" in page and "abonnemang" in page
    assert client.get("/unauthorized").status_code == 403
    assert client.get("/search").status_code == 403


def test_a_doctor_has_no_registration(client: Client) -> None:
    log_in(client, DOCTOR)
    assert client.get("/register").status_code == 403
