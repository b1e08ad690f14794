"""Filling tables by SQL in bulk, in the words of either database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

BATCH = 100_000


def batches(present: int, wanted: int) -> Iterator[tuple[int, int]]:
    """First number and the one after the last, of every batch from ``present`` up to ``wanted``."""
    for first in range(present, wanted, BATCH):
        yield first, min(first + BATCH, wanted)


def make_room(cursor: Any) -> None:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA cache_size = -400000")


def settle() -> None:
    """What PostgreSQL does by itself in time: statistics for the planner, dead rows cleared. SQLite does neither."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def series(first: int, last: int) -> str:
    """A table ``numbers`` with the column ``n`` from ``first`` up to below ``last``."""
    if connection.vendor == "postgresql":
        return f"WITH numbers(n) AS (SELECT generate_series({first}::bigint, {last - 1}))"
    return f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last - 1})"


def days_ago(days: str) -> str:
    if connection.vendor == "postgresql":
        return f"now() - ({days}) * interval '1 day'"
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({days}) || ' days')"


def days_from_now(days: str) -> str:
    if connection.vendor == "postgresql":
        return f"now() + ({days}) * interval '1 day'"
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '+' || ({days}) || ' days')"


def true() -> str:
    return "true" if connection.vendor == "postgresql" else "1"


def false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"


def blob(size: int) -> str:
    """So many bytes."""
    return f"decode(repeat('78', {size}), 'hex')" if connection.vendor == "postgresql" else f"zeroblob({size})"
