"""Every error is problem JSON with the field's code (spec/integration.md 4.3)."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError

from api import queries
from hsa.models import DirectoryFault
from tests.api.conftest import System, call, draft_body
from tests.factories import VE01

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "rad 1"),
        (b"\xff", "UTF-8"),
        (b'{"type": NaN}', "NaN"),
        (b'{"ref": "a", "ref": "b"}', "två gånger"),
        (b'{"\\ud800": 1}', "halvt"),
        (b'{"patient": {"\\udfff": 1}}', "halvt"),
        (b"[" * 100_000, "nivåer"),
        (b'{"instance": ' + b"9" * 5000 + b"}", "JSON"),
    ],
)
def test_a_body_that_is_no_clear_json_is_a_bad_request(region: System, content: bytes, words: str) -> None:
    reply = region.post("/drafts", content)
    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")
    assert words in reply.body["detail"]


@pytest.mark.parametrize("value", [[], "text", 1, None])
def test_a_body_that_is_no_object_is_not_as_described(region: System, value: object) -> None:
    reply = region.post("/drafts", json.dumps(value).encode())
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_only_json_is_taken(region: System, content_type: str) -> None:
    reply = region.post("/drafts", b"{}", Content_Type=content_type)
    assert (reply.status, reply.code) == (415, "VALIDATION_ERROR")


def test_the_character_set_of_the_content_type_does_no_harm(region: System) -> None:
    body = json.dumps(draft_body()).encode()
    assert region.post("/drafts", body, Content_Type="application/json; charset=utf-8").status == 201


def test_a_body_above_the_limit_is_too_large(region: System, settings) -> None:
    settings.API_MAX_BYTES = 100
    reply = region.post("/drafts", draft_body())
    assert (reply.status, reply.code) == (413, "VALIDATION_ERROR")


def test_every_fault_is_named_at_every_level(region: System) -> None:
    body = draft_body(patient={"personId": "1", "namn": "x"}, createdBy={"name": " "}, okänt=1)
    errors = {fault["field"] for fault in region.post("/drafts", body).body["errors"]}
    assert errors == {"okänt"}
    body.pop("okänt")
    errors = {fault["field"] for fault in region.post("/drafts", body).body["errors"]}
    assert errors == {"patient.namn", "createdBy.name", "createdBy.hsaId", "createdBy.unitHsaId"}


def test_an_address_that_is_none_is_not_found(region: System) -> None:
    reply = region.get("/nowhere")
    assert (reply.status, reply.code) == (404, "DATA_NOT_FOUND")


def test_an_unknown_address_is_told_to_nobody_without_a_key(region: System) -> None:
    assert call("GET", "/nowhere").status == 401


def test_a_method_that_is_none_names_those_that_are(region: System) -> None:
    reply = region.put("/drafts", {})
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")
    assert reply.code == "VALIDATION_ERROR"


def test_a_parameter_that_is_none_is_refused(region: System) -> None:
    reply = region.get("/events?enhet=x")
    assert reply.status == 422
    assert reply.body["errors"][0]["field"] == "enhet"


def test_hsas_silence_is_another_systems_fault(region: System) -> None:
    DirectoryFault.objects.update_or_create(pk=1, defaults={"is_unavailable": True})
    reply = region.get(f"/units/{VE01}")
    assert (reply.status, reply.code) == (502, "EXTERNAL_SYSTEM_PROBLEM")


def test_a_busy_database_asks_to_come_back(region: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(queries, "webhooks", busy)
    reply = region.get("/webhooks")
    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "TECHNICAL_ERROR", "5")


def test_what_nobody_expected_is_told_without_details(region: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "webhooks", lambda *_args: 1 / 0)
    reply = region.get("/webhooks")
    assert (reply.status, reply.code) == (500, "INTERNAL_PROBLEM")
    assert "division" not in reply.content.decode()
