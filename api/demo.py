"""The demo world's keys (spec/demo-world.md): known to everybody, so only there."""

from __future__ import annotations

from django.db import transaction

from api.keys import set_text
from api.models import ApiKey

KEYS = {"demo-vg01": "SE2321000016-VG01", "demo-vg02": "SE5565000001-VG02"}


@transaction.atomic
def load() -> None:
    """Make them; those that are there are left alone."""
    for text, care_provider_id in KEYS.items():
        key = ApiKey(name="Exempelnyckel", care_provider_id=care_provider_id)
        set_text(key, text)
        if not ApiKey.objects.filter(key_hash=key.key_hash).exists():
            key.save(force_insert=True)
