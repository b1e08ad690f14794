"""The internal port: ``/internalapi/`` without login, and only there (spec/integration.md 4.2)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.contrib.admin.models import LogEntry
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from structlog.testing import capture_logs

from accounts.internal_port import MARK
from delivery.models import Delivery
from tests.factories import VE01, VE22
from tests.notifications.conftest import integrate
from tests.notifications.test_internal_api import make_staff, make_update
from webcert.wsgi_internal import application

pytestmark = pytest.mark.django_db
RESEND = "/internalapi/notification/certificates"


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server shares the connection of the test, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """One call to the server of the internal port: status, and the JSON of the answer."""
    content = b"" if body is None else json.dumps(body).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": io.BytesIO(content),
        "REMOTE_ADDR": "10.0.0.7",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    answer = b"".join(application(environ, lambda status, _headers, *_: statuses.append(status)))
    return int(statuses[0][:3]), json.loads(answer) if answer[:1] in {b"{", b"["} else answer


def test_the_register_is_read_without_login_units_of_every_provider() -> None:
    integrate(VE01)
    integrate(VE22)

    assert {unit["enhetsId"] for unit in call("GET", "/internalapi/integratedUnits/all")[1]} == {VE01, VE22}
    assert call("GET", f"/internalapi/integratedUnits/{VE01}")[1]["enhetsId"] == VE01
    assert call("GET", "/internalapi/integratedUnits/SE-NOBODY") == (404, b"")


def test_events_are_counted_and_sent_again_without_login_or_token_of_a_form() -> None:
    update = make_update()
    body = {"certificateIds": [update.certificate_id], "statuses": ["FAILURE"]}

    assert call("POST", "/internalapi/notification/count/certificates", body)[1]["count"] == 1
    assert call("POST", RESEND, body) == (200, {"count": 1})
    assert Delivery.objects.get().state == Delivery.State.PENDING


def test_one_event_is_sent_again_without_a_body() -> None:
    assert call("POST", f"/internalapi/notification/{make_update().pk}") == (200, {"count": 1})


def test_what_is_refused_on_the_public_port_is_refused_here_too() -> None:
    status, answer = call("POST", RESEND, {"certificateIds": [], "statuses": ["FAILURE"]})

    assert (status, answer["errorCode"]) == (400, "UNKNOWN_INTERNAL_PROBLEM")


def test_a_call_is_written_in_the_log_of_the_program_for_nobody_is_logged_in() -> None:
    update = make_update()
    with capture_logs() as lines:
        call("POST", f"/internalapi/notification/{update.pk}")

    (line,) = [line for line in lines if line["event"] == "internal_call"]
    assert (line["path"], line["caller"]) == (f"/internalapi/notification/{update.pk}", "10.0.0.7")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("header", [{"origin": "https://evil.test"}, {"sec_fetch_site": "cross-site"}])
def test_a_page_in_somebodys_browser_cannot_be_led_to_call_it(header: dict[str, str]) -> None:
    update = make_update()
    body = {"certificateIds": [update.certificate_id], "statuses": ["FAILURE"]}

    assert call("POST", RESEND, body, **header)[0] == 403
    assert Delivery.objects.get().state == Delivery.State.FAILED


@pytest.mark.parametrize("path", ["/", "/welcome", "/admin/", "/api/integration/v1/openapi.json", "/internalapi"])
def test_nothing_else_answers_on_the_internal_port(path: str) -> None:
    assert call("GET", path) == (404, b"")


def test_the_health_is_told_on_the_internal_port() -> None:
    assert call("GET", "/healthz") == (200, {"status": "ok"})
    assert call("GET", "/readyz")[0] == 200


@pytest.mark.parametrize("name", [MARK, f"HTTP_{MARK.upper().replace('.', '_')}", "HTTP_X_FORWARDED_PORT"])
def test_nobody_can_say_that_he_came_through_the_internal_port(client: Client, name: str) -> None:
    answer = client.get("/internalapi/integratedUnits/all", **{name: "True"})

    assert answer.status_code == 403


def test_on_the_public_port_an_administrator_still_needs_the_token_of_the_form() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("notifications.resend_statusupdate"))
    update = make_update()
    body = json.dumps({"certificateIds": [update.certificate_id], "statuses": ["FAILURE"]})

    client.post(RESEND, body, content_type="application/json")

    assert Delivery.objects.get().state == Delivery.State.FAILED
