"""Health, headers and logs of the frame."""

import datetime as dt
import io
import logging

import pytest
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.test import Client, RequestFactory

from delivery import hints, services
from delivery.models import Delivery
from webcert import clock, logs
from webcert.middleware import UNREAD_LIMIT, DomainErrors, ReadToTheEnd


@pytest.fixture
def waiting_delivery(db: None, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """A delivery, with a broker that has taken every hint."""
    monkeypatch.setattr(hints, "nudge", lambda delivery_id, queue: None)
    monkeypatch.setattr(hints.counts, "dropped", 0)
    return services.enqueue("certificate", owner_id="1")


def test_ready_when_the_database_answers_and_is_migrated(client: Client, waiting_delivery: Delivery) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "warnings": []}


def test_ready_tells_what_is_wrong_with_the_outgoing_traffic(client: Client, waiting_delivery: Delivery) -> None:
    Delivery.objects.update(available_at=clock.now() - dt.timedelta(minutes=6))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["warnings"] == ["Den äldsta leveransen har väntat över 5 minuter."]


def test_ready_tells_that_the_broker_is_away(
    client: Client, waiting_delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints.counts, "dropped", 3)
    (warning,) = client.get("/readyz").json()["warnings"]
    assert warning.startswith("Meddelandekön går inte att nå: 3 påminnelser")


def test_not_ready_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("webcert.views.MigrationExecutor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "database unreachable"


@pytest.mark.django_db
def test_ready_says_that_migrations_are_waiting(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'certificates'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "waiting" in answer.json()["reason"]


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Request-Id"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/welcome", "/visa/intyg/x"])
def test_a_text_with_a_zero_byte_is_no_error_of_ours(client: Client, db: None, address: str) -> None:
    assert client.post(address, {"hsa_id": "\0", "enhet": "\0"}).status_code < 500


def test_half_a_letter_in_json_is_no_error_of_ours(client: Client, db: None) -> None:
    content = '{"launchId": "\\ud800", "userHsaId": "SE2321000016-P001"}'
    answer = client.post("/api/v1/session/invalidate", content, content_type="application/json")
    assert answer.status_code == 400


def test_a_text_that_the_database_refuses_is_invalid_input(rf: RequestFactory) -> None:
    errors = DomainErrors(lambda _request: HttpResponse())
    refused = ValueError("A string literal cannot contain NUL (0x00) characters.")
    answer = errors.process_exception(rf.get("/api/x"), refused)
    assert answer is not None
    assert answer.status_code == 400
    assert errors.process_exception(rf.get("/api/x"), ValueError("another")) is None


@pytest.mark.parametrize("text", ["191212121212", "19121212-1212", "20180302+2381"])
def test_a_personal_number_is_blanked_in_the_log(text: str) -> None:
    event = logs.mask_personal_numbers(None, "info", {"event": f"patient {text} opened"})
    assert event["event"] == "patient [personnummer] opened"


def test_an_organisation_or_certificate_id_is_left_alone_in_the_log() -> None:
    text = "SE2321000016-VE01 de300000-0000-4000-8000-000000000001"
    assert logs.mask_personal_numbers(None, "info", {"event": text})["event"] == text


def test_the_clock_can_be_moved_for_all_but_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_offset", lambda: dt.timedelta(days=15))
    assert clock.now() - clock.wall_now() > dt.timedelta(days=14, hours=23)


def test_riv_times_are_swedish_local_time_without_zone() -> None:
    summer = dt.datetime(2026, 7, 1, 10, 0, 0, 123_456, tzinfo=dt.UTC)
    assert clock.riv_timestamp(summer) == "2026-07-01T12:00:00"
    assert clock.riv_timestamp_ms(summer) == "2026-07-01T12:00:00.123"
    assert clock.from_local(dt.datetime(2026, 1, 1, 12)) == dt.datetime(2026, 1, 1, 11, tzinfo=dt.UTC)


def test_riv_times_have_a_year_of_four_digits_however_early() -> None:
    early = clock.from_local(dt.datetime(800, 1, 2, 3, 4, 5))
    assert clock.riv_timestamp(early) == "0800-01-02T03:04:05"
    assert clock.riv_timestamp_ms(early) == "0800-01-02T03:04:05.000"


@pytest.mark.parametrize(
    ("error", "extra"),
    [
        (DisallowedHost("Invalid HTTP_HOST header"), {}),
        (RequestDataTooBig("Request body exceeded"), {}),
        (MultiPartParserError("Invalid boundary"), {"status_code": 400}),
    ],
)
def test_what_django_refuses_is_told_without_a_traceback(error: Exception, extra: dict[str, int]) -> None:
    record = logging.makeLogRecord({"msg": str(error), "exc_info": (type(error), error, None), **extra})
    assert logs.refusals_in_one_line(record)
    assert record.exc_info is None


def test_an_unexpected_error_keeps_its_traceback_in_the_log() -> None:
    error = KeyError("a")
    record = logging.makeLogRecord({"exc_info": (KeyError, error, None), "status_code": 500})
    assert logs.refusals_in_one_line(record)
    assert record.exc_info


def test_the_root_logger_speaks_once() -> None:
    assert len([h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]) <= 1


@pytest.mark.parametrize(
    ("method", "terminated", "length", "left"),
    [
        ("POST", True, 200_000, 0),
        ("POST", True, UNREAD_LIMIT + 70_000, 70_000),
        ("POST", False, 200_000, 200_000),
        ("GET", True, 200_000, 200_000),
    ],
    ids=["taken in", "at most the limit", "a stream without an end of its own", "a method without a body"],
)
def test_what_an_answer_leaves_unread_is_taken_in(method: str, terminated: bool, length: int, left: int) -> None:
    body = io.BytesIO(b"x" * length)
    request = RequestFactory().generic(method, "/")
    request.META |= {"wsgi.input": body, "wsgi.input_terminated": terminated}
    assert ReadToTheEnd(lambda request: HttpResponse(status=413))(request).status_code == 413
    assert length - body.tell() == left
