"""Times of the sweep over many rows, in milliseconds."""

from __future__ import annotations

from django.db import connection

from delivery import services
from delivery.models import Delivery
from tools.benchmarks.inside import bulk
from tools.benchmarks.timing import WARM_UP, Times

PAYLOAD_BYTES = 600
PAST = "2 + n / 86400000.0"
"""Days ago, as SQL over the row's number."""


def measure(pending: str, finished: str, sweeps: str) -> dict[str, float]:
    """p50, p95 and the like of so many sweeps."""
    _fill(int(finished), state="DELIVERED", available_at="NULL", finished_at=bulk.days_ago(PAST))
    _fill(int(pending) // 2, state="PENDING", available_at=bulk.days_ago(PAST), finished_at="NULL")
    _fill(int(pending) // 2, state="RETRY", available_at=bulk.days_from_now("1 + n / 86400000.0"), finished_at="NULL")
    bulk.settle()
    times = Times()
    for _ in range(int(sweeps) + WARM_UP):
        times.of(services.sweep)
    if Delivery.objects.filter(available_at__isnull=False).count() < int(pending) - 1:
        raise ValueError("pending rows were sent")
    return times.summary()


def _fill(count: int, *, state: str, available_at: str, finished_at: str) -> None:
    """Deliveries of certificates of their own, made one millisecond after the other."""
    columns = {
        "kind": "'status'",
        "queue": "'status'",
        "state": f"'{state}'",
        "owner_id": "'owner' || n",
        "order_key": f"'{state}' || n",
        "logical_address": "'SE2321000016-VE01'",
        "payload": bulk.blob(PAYLOAD_BYTES),
        "payload_sha256": "''",
        "metadata": "'{}'::jsonb" if connection.vendor == "postgresql" else "'{}'",
        "created_at": bulk.days_ago(PAST),
        "available_at": available_at,
        "attempts": "1",
        "max_attempts": "30",
        "lost_leases": "0",
        "waiting_for_route": bulk.false(),
        "lease_owner": "''",
        "lease_is_exclusive": bulk.false(),
        "endpoint": "''",
        "last_result": "''",
        "last_error_id": "''",
        "last_text": "''",
        "first_sent_at": bulk.days_ago(PAST),
        "finished_at": finished_at,
    }
    with connection.cursor() as cursor:
        bulk.make_room(cursor)
        for first, last in bulk.batches(0, count):
            cursor.execute(
                f"INSERT INTO delivery_delivery ({', '.join(columns)}) {bulk.series(first, last)} "
                f"SELECT {', '.join(columns.values())} FROM numbers"
            )
