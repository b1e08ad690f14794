"""The only thing that must run for progress: free lost leases, find what is due (9.5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import structlog
from django.db import transaction
from django.db.models import QuerySet

from delivery import hints
from delivery import kinds as registry
from delivery.models import UNKNOWN_OUTCOME, Delivery
from delivery.services.claiming import due, released
from delivery.services.marking import announce_if_final
from delivery.services.resting import let_rest, wake
from delivery.services.sending import attempt
from webcert import clock

log = structlog.get_logger(__name__)
State = Delivery.State

SWEEP_MAX_ROWS = 500
LOST_LEASES_MAX = 5
WORKER_LOST = "worker lost"

_before_sweep: list[Callable[[dt.datetime], object]] = []


def before_sweep(callable_: Callable[[dt.datetime], object]) -> None:
    """Let a room put work in the outbox (batches, for example) before each sweep; it is given the time of the sweep."""
    if callable_ not in _before_sweep:
        _before_sweep.append(callable_)


def sweep(now: dt.datetime | None = None) -> int:
    """One sweep: expire leases, wake and rest, hint at every queue with due rows. Returns the number of hints."""
    now = now or clock.now()
    expire_leases(now)
    wake(now)
    let_rest(now)
    _prepare(now)
    waiting = [queue for queue in registry.QUEUES if due(now, queue=queue).order_by().exists()]
    for queue in waiting:
        hints.nudge(queue)
    return len(waiting)


def deliver_due(
    now: dt.datetime | None = None, kinds: list[str] | None = None, limit: int | None = None
) -> Counter[str]:
    """Send everything that is due, here and now; returns the number of attempts per verdict.

    With ``now`` in the future the waits up to then are over. A row is tried once per call, and what follows from it
    (the next of its order, a batch that was split) too.
    """
    moment = now or clock.now()
    expire_leases(moment)
    _prepare(moment)
    counts: Counter[str] = Counter()
    tried: set[int] = set()
    while fresh := _not_tried(due(now or clock.now(), kind_names=kinds), tried):
        for delivery_id in fresh:
            if limit is not None and len(tried) >= limit:
                return counts
            tried.add(delivery_id)
            outcome = attempt(delivery_id, now=now)
            if outcome is not None:
                counts[outcome.verdict.value] += 1
    return counts


def expire_leases(now: dt.datetime | None = None) -> int:
    """Give back what lost workers hold: due at once, the attempt counted with unknown outcome (9.5, 9.8)."""
    now = now or clock.now()
    lost = _lost_leases().defer("payload")[:SWEEP_MAX_ROWS]
    return sum(_expire(row, now) for row in lost if registry.is_known(row.kind))


def _lost_leases() -> QuerySet[Delivery]:
    """In the order of their index: by any other SQLite reads every delivery ever made."""
    return Delivery.objects.filter(state=State.LEASED, lease_until__lt=clock.wall_now()).order_by("lease_until")


def _not_tried(rows: QuerySet[Delivery], tried: set[int]) -> list[int]:
    return [pk for pk in rows.values_list("pk", flat=True)[:SWEEP_MAX_ROWS] if pk not in tried]


def _expire(delivery: Delivery, now: dt.datetime) -> bool:
    token = delivery.lease_token
    if token is None:
        return False
    kind = registry.get(delivery.kind)
    lost = delivery.lost_leases + 1
    used_up = delivery.max_attempts is not None and delivery.attempts >= delivery.max_attempts
    ends = not kind.never_gives_up and (lost >= LOST_LEASES_MAX or used_up)
    changes = released() | {
        "lost_leases": lost,
        "lease_lost_at": now,
        "last_result": UNKNOWN_OUTCOME,
        "last_text": WORKER_LOST,
    }
    if ends:
        changes |= {"state": State.FAILED, "finished_at": now}
    else:
        changes |= {"state": State.RETRY, "available_at": now, "queue": kind.queue_for(delivery.attempts)}
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery.pk, state=State.LEASED, lease_token=token)
        if not mine.update(**changes):
            return False
        open_attempts = delivery.attempt_rows.filter(lease_token=token, finished_at__isnull=True)
        open_attempts.update(finished_at=now, verdict=UNKNOWN_OUTCOME, text=WORKER_LOST)
        delivery.refresh_from_db()
        announce_if_final(delivery)
    log.warning("delivery_lease_lost", kind=delivery.kind, delivery_id=delivery.pk, in_a_row=lost, given_up=ends)
    return True


def _prepare(now: dt.datetime) -> None:
    for callable_ in _before_sweep:
        try:
            callable_(now)
        except Exception:
            log.exception("delivery_before_sweep_failed", source=getattr(callable_, "__qualname__", ""))
