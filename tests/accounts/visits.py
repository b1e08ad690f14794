"""Short ways to say what a browser does."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client

from accounts import serialisation
from accounts.user import CareUser

DOCTOR, CARE_ADMIN, MANY_UNITS = "SE2321000016-P001", "SE2321000016-P005", "SE2321000016-P013"
PROTECTED_DOCTOR, NO_SUBSCRIPTION = "SE2321000016-P018", "SE5566000002-P010"
LAUNCH_ID = "97f279ba-7d2b-4b0a-8665-7adde08f26f4"


def log_in(client: Client, login_id: str = DOCTOR, **fields: str) -> HttpResponse:
    return client.post("/welcome", {"hsa_id": login_id, **fields})


def user_of(client: Client) -> CareUser | None:
    """The care user that the server keeps for this browser."""
    cookie = client.cookies.get("sessionid")
    stored = SessionStore(cookie.value).get("care_user") if cookie else None
    return serialisation.user_from_json(stored) if stored else None


def ping(client: Client) -> dict[str, Any]:
    return client.get("/api/session-auth-check/ping").json()
