"""Locks by name, for a decision that has no row of its own to lock. A leaf: it imports nothing of ours."""

from __future__ import annotations

import hashlib

from django.db import connection


def hold(*name: str) -> None:
    """Wait until nobody else holds ``name``, and hold it until the transaction ends.

    SQLite's transactions come one at a time as it is (they begin by taking the write lock).
    """
    if connection.vendor != "postgresql":
        return
    digest = hashlib.sha256(" ".join(name).encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
