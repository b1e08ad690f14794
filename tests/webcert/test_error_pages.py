"""What a caller gets where no view answers: unknown addresses, refusals by Django, faults of ours."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the inside")


def refuses(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


def denies(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


handler400 = "webcert.views.bad_request"
handler403 = "webcert.views.permission_denied"
handler404 = "webcert.views.not_found"
handler500 = "webcert.views.server_fault"
urlpatterns = [
    path("about/fails", fails),
    path("api/session-auth-check/fails", fails),
    path("about/refuses", refuses),
    path("about/denies", denies),
    path("", include("webcert.urls")),
]


@pytest.fixture
def client(client: Client) -> Client:
    client.raise_request_exception = False  # as in service
    return client


@pytest.mark.django_db
def test_an_unknown_address_shows_the_error_page_in_a_browser(client: Client) -> None:
    answer = client.get("/no-such-page", headers=BROWSER)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Sidan finns inte" in page
    assert 'href="/"' in page
    assert "Fel-id" not in page


@pytest.mark.parametrize("address", ["/services/no-such-contract/v1", "/no-such-page"])
def test_an_unknown_address_is_a_line_of_text_for_a_program(client: Client, address: str) -> None:
    answer = client.post(address, "<a/>", content_type="text/xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert answer.content.decode() == "PAGE_NOT_FOUND: Adressen finns inte.\n"


def test_an_unknown_address_is_json_below_the_addresses_of_programs(client: Client) -> None:
    answer = client.get("/internalapi/no-such-call")
    assert answer.status_code == 404
    assert answer.json() == {"errorCode": "PAGE_NOT_FOUND", "message": "Adressen finns inte."}


@pytest.mark.urls(__name__)
class TestRefusedAndFailed:
    def test_a_fault_of_ours_shows_an_id_to_quote_and_nothing_of_the_inside(self, client: Client) -> None:
        answer = client.get("/about/fails", headers=BROWSER)
        page = answer.content.decode()
        assert answer.status_code == 500
        assert "Tekniskt fel" in page
        assert "Fel-id" in page
        assert "secret" not in page
        assert "RuntimeError" not in page

    def test_a_fault_in_a_part_of_a_page_is_a_dialog(self, client: Client) -> None:
        answer = client.get("/about/fails", headers=BROWSER | {"HX-Request": "true"})
        page = answer.content.decode()
        assert answer.status_code == 500
        assert page.startswith('<div class="wc-dialog__head">')
        assert "Tekniskt fel" in page

    def test_a_fault_is_json_below_the_addresses_of_programs(self, client: Client) -> None:
        answer = client.get("/api/session-auth-check/fails")
        assert answer.status_code == 500
        assert answer.json() == {"errorCode": "INTERNAL_PROBLEM", "message": "Ett tekniskt fel har uppstått."}

    def test_a_request_that_django_refuses_is_told_in_swedish(self, client: Client) -> None:
        answer = client.get("/about/refuses", headers=BROWSER)
        assert answer.status_code == 400
        assert "Begäran gick inte att tolka" in answer.content.decode()

    @pytest.mark.django_db
    def test_a_page_that_one_may_not_reach_says_so(self, client: Client) -> None:
        answer = client.get("/about/denies", headers=BROWSER)
        assert answer.status_code == 403
        assert "Behörighet saknas" in answer.content.decode()
