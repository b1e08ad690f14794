"""Reads over the outbox: the state of the traffic (spec/status-updates.md 9.12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet

from delivery import hints, kinds
from delivery.kinds import Ordering
from delivery.models import Delivery, Endpoint, Hold
from delivery.services.claiming import blocking
from delivery.services.holding import is_held
from delivery.services.resting import is_aside
from webcert import clock

OLDEST_DUE_MAX = dt.timedelta(minutes=5)
WAITING_MAX = 10_000
RESTING = "resting"
"""The queues of all receivers that rest, taken together."""


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
    held_addresses: int
    leases_lost_last_hour: int
    hints_dropped: int
    warnings: tuple[str, ...]


def health() -> Health:
    """The state of the traffic now. Cheap: every count has its partial index."""
    now = clock.now()
    waiting = Delivery.objects.filter(available_at__isnull=False)
    per_queue: Counter[str] = Counter()
    for queue, number in waiting.order_by().values_list("queue").annotate(Count("pk")):
        per_queue[RESTING if is_aside(queue) else queue] += number
    figures: dict[str, Any] = {
        "waiting": per_queue.total(),
        "oldest_due": _oldest_due(waiting, now),
        "failed_last_day": Delivery.objects.filter(
            state=Delivery.State.FAILED, finished_at__gt=now - dt.timedelta(days=1)
        ).count(),
        "open_endpoints": Endpoint.objects.filter(open_until__gt=now).count(),
        "held_addresses": Hold.objects.count(),
        "leases_lost_last_hour": Delivery.objects.filter(lease_lost_at__gt=now - dt.timedelta(hours=1)).count(),
        "hints_dropped": hints.counts.dropped,
    }
    warnings = (*_warnings(now=now, **figures), *(text for check in _warnings_of_rooms for text in check()))
    return Health(waiting_per_queue=dict(per_queue), warnings=warnings, **figures)


def blockers(delivery: Delivery) -> QuerySet[Delivery]:
    """The deliveries with the same order key that this one has to wait for now (9.6)."""
    ordering = kinds.get(delivery.kind).ordering if kinds.is_known(delivery.kind) else Ordering.NONE
    if ordering is Ordering.NONE or not delivery.order_key:
        return Delivery.objects.none()
    others = Delivery.objects.filter(kind=delivery.kind, order_key=delivery.order_key, finished_at__isnull=True)
    return others.exclude(pk=delivery.pk).filter(blocking(ordering, clock.now(), delivery.pk)).order_by("pk")


def resting_until(url: str) -> dt.datetime | None:
    """Until when calls to an address rest; None when they do not."""
    endpoint = Endpoint.objects.filter(url=url, open_until__gt=clock.now()).first()
    return endpoint.open_until if endpoint else None


def hold_of(kind: str, logical_address: str) -> Hold | None:
    return Hold.objects.filter(kind=kind, logical_address=logical_address).first()


def _oldest_due(waiting: QuerySet[Delivery], now: dt.datetime) -> dt.datetime | None:
    """What is held back on purpose, or waits for a receiver that rests, is not late."""
    due = waiting.filter(~is_held(), queue__in=kinds.QUEUES, available_at__lte=now)
    return due.aggregate(oldest=Min("available_at"))["oldest"]


def _warnings(
    *,
    now: dt.datetime,
    waiting: int,
    oldest_due: dt.datetime | None,
    failed_last_day: int,
    open_endpoints: int,
    held_addresses: int,
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
        (held_addresses > 0, f"Leveranser till {held_addresses} logiska adresser hålls tillbaka."),
        (leases_lost_last_hour > 0, f"{leases_lost_last_hour} försök blev avbrutna den senaste timmen."),
        (waiting > WAITING_MAX, f"{waiting} leveranser väntar."),
        (hints_dropped > 0, f"Meddelandekön går inte att nå: {hints_dropped} påminnelser har tappats i denna process."),
    ]
    return [text for applies, text in checks if applies]
