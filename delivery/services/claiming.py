"""Taking a row for oneself: one conditional UPDATE, with order and back-pressure in it (9.5, 9.6, 9.12)."""

from __future__ import annotations

import datetime as dt
import os
import socket
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from delivery import breaker, kinds
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery, DeliveryAttempt
from webcert import clock

State = Delivery.State
SOFT_ATTEMPTS = 3
_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to send one delivery until ``until`` (wall clock); ``token`` guards the mark."""

    delivery: Delivery
    attempt_id: int
    token: uuid.UUID
    taken_at: dt.datetime
    until: dt.datetime


def due(now: dt.datetime, *, queue: str | None = None, kind_names: list[str] | None = None) -> QuerySet[Delivery]:
    """Rows whose time has come, oldest first, without those that have to wait for an earlier one."""
    rows = Delivery.objects.filter(available_at__lte=now)
    if queue is not None:
        rows = rows.filter(queue=queue)
    if kind_names is not None:
        rows = rows.filter(kind__in=kind_names)
    return rows.filter(_not_blocked(now)).order_by("available_at", "id")


def claim(delivery_id: int, *, now: dt.datetime | None = None) -> Lease | None:
    """Lease one row, or None: not due, taken, blocked by an earlier one, or its receiver has to rest.

    A row whose receiver rests is pushed forward without counting an attempt, but never longer than its own plan would
    have waited after one.
    """
    now = now or clock.now()
    try:
        with transaction.atomic():
            return _claim(delivery_id, now=now)
    except IntegrityError:  # two of the same order key at the same instant: the index lets one through
        return None


def claim_next(queue: str, *, now: dt.datetime | None = None) -> Lease | None:
    """Lease the next due row of a queue that is to be had."""
    return next(claim_each(queue, now=now), None)


def claim_each(queue: str, *, now: dt.datetime | None = None) -> Iterator[Lease]:
    """Lease one due row of a queue after the other, oldest first, until none is to be had.

    Candidates are looked up some at a time; on PostgreSQL rows that others are claiming are skipped.
    """
    while True:
        leases = 0
        for delivery_id in _candidates(queue, now or clock.now()):
            lease = claim(delivery_id, now=now)
            if lease is not None:
                leases += 1
                yield lease
        if not leases:
            return


def released() -> dict[str, object]:
    """The lease columns of a row that nobody holds."""
    return {"lease_token": None, "lease_until": None, "lease_owner": "", "lease_is_exclusive": False}


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def _candidates(queue: str, now: dt.datetime) -> list[int]:
    with transaction.atomic():
        rows = due(now, queue=queue).select_for_update(skip_locked=True, of=("self",))
        return list(rows.values_list("pk", flat=True)[:_CANDIDATES])


def _claim(delivery_id: int, *, now: dt.datetime) -> Lease | None:
    """In a transaction. The row's lock keeps its own state, the index keeps the others of its order key."""
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).defer("payload")
    delivery = rows.filter(pk=delivery_id, available_at__lte=now).first()
    if delivery is None or not kinds.is_known(delivery.kind):
        return None
    kind = kinds.get(delivery.kind)
    if _is_blocked(delivery, kind, now):
        return None
    url = _endpoint(kind, delivery)
    if url:
        until = breaker.wait_until(url, now=now)
        if until is not None:
            _push_forward(delivery, url, until=min(until, now + kind.plan.wait_after(delivery.attempts + 1)))
            return None
    return _take(delivery, kind, url, now=now)


def _endpoint(kind: DeliveryKind, delivery: Delivery) -> str:
    """Where the delivery would go; when that cannot be found out the attempt itself will say why."""
    try:
        return kind.endpoint(delivery)[:500] if kind.endpoint else ""
    except DatabaseError:
        raise
    except Exception:
        return ""


def _push_forward(delivery: Delivery, url: str, *, until: dt.datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state, available_at=delivery.available_at).update(
        available_at=until, endpoint=url
    )


def _take(delivery: Delivery, kind: DeliveryKind, url: str, *, now: dt.datetime) -> Lease | None:
    started = clock.wall_now()
    token = uuid.uuid4()
    changes: dict[str, Any] = {
        "state": State.LEASED,
        "available_at": None,
        "lease_token": token,
        "lease_until": started + dt.timedelta(seconds=settings.DELIVERY_LEASE_SECONDS),
        "lease_owner": worker_name(),
        "lease_is_exclusive": kind.ordering is not Ordering.NONE and delivery.order_key != "",
        "endpoint": url,
        "attempts": delivery.attempts + 1,
        "first_sent_at": delivery.first_sent_at or now,
    }
    unchanged = Delivery.objects.filter(pk=delivery.pk, state=delivery.state, available_at=delivery.available_at)
    if not unchanged.update(**changes):
        return None
    for name, value in changes.items():
        setattr(delivery, name, value)
    row = DeliveryAttempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        started_at=now,
        url=url,
        worker=worker_name(),
        lease_token=token,
    )
    return Lease(delivery, attempt_id=row.pk, token=token, taken_at=started, until=changes["lease_until"])


def _is_blocked(delivery: Delivery, kind: DeliveryKind, now: dt.datetime) -> bool:
    if kind.ordering is Ordering.NONE or not delivery.order_key:
        return False
    others = Delivery.objects.filter(kind=delivery.kind, order_key=delivery.order_key, finished_at__isnull=True)
    return others.exclude(pk=delivery.pk).filter(_blocking(kind.ordering, now, delivery.pk)).exists()


def _not_blocked(now: dt.datetime) -> Q:
    """The order rule of each kind as one condition. A resend that waits for its day blocks nobody."""
    condition = Q()
    for ordering in (Ordering.SOFT, Ordering.STRICT):
        names = [kind.name for kind in kinds.all_kinds() if kind.ordering is ordering]
        if names:
            condition &= Q(order_key="") | ~Q(kind__in=names) | Q(~Exists(_blockers(ordering, now)))
    return condition


def _blockers(ordering: Ordering, now: dt.datetime) -> QuerySet[Delivery]:
    others = Delivery.objects.filter(kind=OuterRef("kind"), order_key=OuterRef("order_key"), finished_at__isnull=True)
    return others.exclude(pk=OuterRef("pk")).filter(_blocking(ordering, now, OuterRef("pk")))


def _blocking(ordering: Ordering, now: dt.datetime, pk: int | OuterRef) -> Q:
    """What another row with the same order key must be to stop the one with ``pk`` (9.6)."""
    waiting = Q(state=State.PENDING) & ~Q(resend_batch__isnull=False, available_at__gt=now)
    retrying = Q(state=State.RETRY)
    if ordering is Ordering.SOFT:
        retrying &= Q(attempts__lt=SOFT_ATTEMPTS)
    return Q(state=State.LEASED) | (Q(pk__lt=pk) & (waiting | retrying))
