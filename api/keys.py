"""Keys: made, shown once, recognised by their hash, revoked (spec/integration.md 4.3)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from api.models import ApiKey
from webcert import clock

PREFIX = "wck_"
HINT_LENGTH = 8
STAMPED_FOR = dt.timedelta(minutes=1)


@transaction.atomic
def make_key(name: str, care_provider_id: str, *, expires_at: dt.datetime | None = None) -> tuple[ApiKey, str]:
    """A new key and its text, which is nowhere to be had again."""
    key = ApiKey(name=name, care_provider_id=care_provider_id, expires_at=expires_at)
    text = new_text()
    set_text(key, text)
    key.save(force_insert=True)
    return key, text


@transaction.atomic
def rotate(key: ApiKey) -> str:
    """A new text for the same key; the old one is void at once."""
    text = new_text()
    set_text(key, text)
    key.save(update_fields=["key_hash", "hint"])
    return text


@transaction.atomic
def revoke(key: ApiKey) -> None:
    """For good; a key that is revoked already keeps its time."""
    ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=clock.now())


def find(text: str) -> ApiKey | None:
    """The valid key with this text; that it was used is written down once a minute at most."""
    now = clock.now()
    key = ApiKey.objects.filter(key_hash=hash_of(text)).first()
    if key is None or not key.is_valid(now):
        return None
    if key.last_used_at is None or not now - STAMPED_FOR < key.last_used_at <= now:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def new_text() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def set_text(key: ApiKey, text: str) -> None:
    """Let ``key`` be the one with this text, on the row in memory."""
    key.text = text
    key.key_hash = hash_of(text)
    key.hint = text[:HINT_LENGTH]


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
