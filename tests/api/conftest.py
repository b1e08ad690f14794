"""The demo world's directory, patients and routes, and a journal system that calls with a key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

import hsa.demo
import patients.demo
import tak.demo
from api import keys
from api.models import ApiKey
from delivery import hints
from notifications.models import StatusUpdate
from tests.factories import DOCTOR_ID, PATIENT, PRIVATE, REGION, VE01

BASE = "/api/integration/v1"
KV_INTYGSTYP = "b64ea353-e8f6-4832-b563-fc7d46f29548"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """Of a problem document; asserts that it is one."""
        assert self.headers["Content-Type"] == "application/problem+json", self.content
        assert self.body["status"] == self.status
        return self.body["code"]


@dataclass(frozen=True, slots=True)
class System:
    """A journal system with its key."""

    key: ApiKey
    text: str

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any) -> Reply:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Reply:
        return self.send("DELETE", path)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """``body``: bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.text}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return call(method, path, content, **sent)


def call(method: str, path: str, content: bytes = b"", **headers: str) -> Reply:
    """A call with just these headers."""
    content_type = headers.pop("Content-Type", "application/json")
    answer = Client().generic(method, BASE + path, content, content_type=content_type, headers=headers)
    return Reply(answer.status_code, dict(answer.headers), answer.content)


def draft_body(**changes: Any) -> dict[str, Any]:
    """P001 on VE01 asks for an FK7804 for Tolvan, unless told otherwise."""
    body: dict[str, Any] = {
        "type": {"code": "LISJP", "codeSystem": KV_INTYGSTYP},
        "patient": {"personId": PATIENT},
        "createdBy": {"hsaId": DOCTOR_ID, "name": "Namn Enligt Journalsystemet", "unitHsaId": VE01},
    }
    return body | changes


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    given: list[str] = []
    monkeypatch.setattr(hints, "nudge", given.append)
    return given


@pytest.fixture(autouse=True)
def standing_settings(settings) -> None:
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = False
    settings.STATUS_UPDATE_ANDRAT_WINDOW = 30
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def world(db: None) -> None:
    for room in (hsa.demo, patients.demo, tak.demo):
        room.load()


def make_system(care_provider_id: str = REGION) -> System:
    return System(*keys.make_key("Journalsystem", care_provider_id))


@pytest.fixture
def region(world: None) -> System:
    """A journal system of VG01."""
    return make_system()


@pytest.fixture
def private(world: None) -> System:
    """A journal system of VG02."""
    return make_system(PRIVATE)


@pytest.fixture
def draft_id(region: System) -> str:
    """A draft of VE01 that the region's system has asked for; the unit is integrated by it."""
    reply = region.post("/drafts", draft_body(ref="min-referens"))
    assert reply.status == 201, reply.content
    return reply.body["id"]


@pytest.fixture
def created(draft_id: str) -> StatusUpdate:
    """The event SKAPAT of that draft."""
    return StatusUpdate.objects.get(certificate_id=draft_id)
