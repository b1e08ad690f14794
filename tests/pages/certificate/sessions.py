"""A Django client with a care user in its session, without the detour over a login."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client

from accounts.serialisation import user_to_json
from accounts.user import CareUser


def log_in(user: CareUser, *, client: Client | None = None) -> Client:
    """The client's session belongs to ``user`` from now on."""
    store = SessionStore()
    store["care_user"] = user_to_json(user)
    store.create()
    client = client or Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client


def htmx_post(client: Client, address: str, fields: dict[str, Any]) -> HttpResponse:
    """As htmx posts."""
    return client.post(address, fields, headers={"HX-Request": "true"})


def htmx_get(client: Client, address: str) -> HttpResponse:
    return client.get(address, headers={"HX-Request": "true"})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
