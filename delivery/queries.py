"""Reads over the outbox: the state of the traffic (spec/status-updates.md 9.12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Min

from delivery import hints
from delivery.models import Delivery, Endpoint
from webcert import clock

OLDEST_DUE_MAX = dt.timedelta(minutes=5)
WAITING_MAX = 10_000


_warnings_of_rooms: list[Callable[[], Iterable[str]]] = []


def add_warnings(check: Callable[[], Iterable[str]]) -> None:
    """Let a room say what is wrong with its own traffic, in Swedish sentences; asked at every look at the health."""
    if check not in _warnings_of_rooms:
        _warnings_of_rooms.append(check)


@dataclass(frozen=True, slots=True)
class Health:
    """Figures an administrator looks at; ``warnings`` are Swedish sentences, empty when all is well."""

    waiting: int
    waiting_per_queue: dict[str, int]
    oldest_due: dt.datetime | None
    failed_last_day: int
    open_endpoints: int
    leases_lost_last_hour: int
    hints_dropped: int
    warnings: tuple[str, ...]


def health() -> Health:
    """The state of the traffic now. Cheap: every count has its partial index."""
    now = clock.now()
    waiting = Delivery.objects.filter(available_at__isnull=False)
    per_queue = Counter(dict(waiting.order_by().values_list("queue").annotate(Count("pk"))))
    figures = {
        "waiting": per_queue.total(),
        "oldest_due": waiting.filter(available_at__lte=now).aggregate(oldest=Min("available_at"))["oldest"],
        "failed_last_day": Delivery.objects.filter(
            state=Delivery.State.FAILED, finished_at__gt=now - dt.timedelta(days=1)
        ).count(),
        "open_endpoints": Endpoint.objects.filter(open_until__gt=now).count(),
        "leases_lost_last_hour": Delivery.objects.filter(lease_lost_at__gt=now - dt.timedelta(hours=1)).count(),
        "hints_dropped": hints.counts.dropped,
    }
    warnings = (*_warnings(now=now, **figures), *(text for check in _warnings_of_rooms for text in check()))
    return Health(waiting_per_queue=dict(per_queue), warnings=warnings, **figures)


def _warnings(
    *,
    now: dt.datetime,
    waiting: int,
    oldest_due: dt.datetime | None,
    failed_last_day: int,
    open_endpoints: int,
    leases_lost_last_hour: int,
    hints_dropped: int,
) -> list[str]:
    checks = [
        (
            oldest_due is not None and now - oldest_due > OLDEST_DUE_MAX,
            "Den äldsta leveransen har väntat över 5 minuter.",
        ),
        (failed_last_day > 0, f"{failed_last_day} leveranser har misslyckats det senaste dygnet."),
        (open_endpoints > 0, f"{open_endpoints} mottagare går inte att nå och vilar."),
        (leases_lost_last_hour > 0, f"{leases_lost_last_hour} försök blev avbrutna den senaste timmen."),
        (waiting > WAITING_MAX, f"{waiting} leveranser väntar."),
        (hints_dropped > 0, f"Meddelandekön går inte att nå: {hints_dropped} påminnelser har tappats i denna process."),
    ]
    return [text for applies, text in checks if applies]
