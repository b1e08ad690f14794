"""One attempt from claim to mark, and the sender that goes on with the next due row (9.5)."""

from __future__ import annotations

import datetime as dt
import time

import structlog
from django.db import OperationalError, connection, transaction

from delivery import breaker, kinds
from delivery.models import Delivery, DeliveryAttempt
from delivery.outcomes import Outcome, Verdict
from delivery.services.claiming import Lease, claim, claim_each, released
from webcert import clock

log = structlog.get_logger(__name__)
State = Delivery.State

SENDER_MAX_ROWS = 50
SENDER_MAX_SECONDS = 25.0
"""Below Celery's soft limit of 60 s even when the last call takes its whole 30 s."""


def attempt(delivery_id: int, *, now: dt.datetime | None = None) -> Outcome | None:
    """Claim, send, mark. None when the row was not to be had, which is no error."""
    lease = claim(delivery_id, now=now)
    return None if lease is None else _carry_out(lease, now=now)


def run_sender(delivery_id: int, queue: str) -> int:
    """What a hint starts: this row, then the next due ones of the queue. Returns how many were attempted.

    A database that is busy or away ends it: the rows are there for the next sweep.
    """
    started = time.monotonic()
    done = 0
    try:
        done += attempt(delivery_id) is not None
        leases = claim_each(queue)
        while done < SENDER_MAX_ROWS and time.monotonic() - started < SENDER_MAX_SECONDS:
            lease = next(leases, None)
            if lease is None:
                break
            _carry_out(lease, now=None)
            done += 1
    except OperationalError as error:
        log.warning("delivery_database_busy", queue=queue, error=str(error))
    return done


def mark(lease: Lease, outcome: Outcome, *, now: dt.datetime | None = None) -> bool:
    """Write down the outcome, guarded by the lease's token.

    False when the lease was lost to somebody else meanwhile: then only the attempt row is completed.
    """
    now = now or clock.now()
    with transaction.atomic():
        _finish_attempt(lease, outcome, now)
        held = Delivery.objects.filter(pk=lease.delivery.pk, state=State.LEASED, lease_token=lease.token)
        changes = _after(lease.delivery, outcome, now)
        changed = held.update(**changes)
        if changed:
            for name, value in changes.items():
                setattr(lease.delivery, name, value)
            announce_if_final(lease.delivery)
        if lease.delivery.endpoint:
            breaker.note(lease.delivery.endpoint, outcome, now=now)
    return bool(changed)


def announce_if_final(delivery: Delivery) -> None:
    """Tell the kind that a delivery has come to its end, in the transaction that ended it."""
    hook = kinds.get(delivery.kind).on_finished
    if delivery.is_final and hook is not None:
        hook(delivery)


def _carry_out(lease: Lease, *, now: dt.datetime | None) -> Outcome:
    outcome = _send(lease.delivery)
    while True:
        try:
            changed = mark(lease, outcome, now=now)
            break
        except OperationalError:  # the database is away: try for the rest of the lease, then let it expire
            if clock.wall_now() >= lease.until or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.5)
    log.info(
        "delivery_attempt_finished",
        kind=lease.delivery.kind,
        delivery_id=lease.delivery.pk,
        attempt=lease.delivery.attempts,
        logical_address=lease.delivery.logical_address,
        verdict=outcome.verdict.value,
        result_code=outcome.result_code,
        error_id=outcome.error_id,
        lease_kept=changed,
    )
    return outcome


def _send(delivery: Delivery) -> Outcome:
    try:
        return kinds.get(delivery.kind).send(delivery)
    except Exception as error:
        log.exception("delivery_send_raised", kind=delivery.kind, delivery_id=delivery.pk)
        return Outcome.retry(f"{type(error).__name__}: {error}", error_id="WEBCERT_EXCEPTION")


def _finish_attempt(lease: Lease, outcome: Outcome, now: dt.datetime) -> None:
    elapsed = clock.wall_now() - lease.taken_at
    DeliveryAttempt.objects.filter(pk=lease.attempt_id).update(
        finished_at=now,
        duration_ms=max(0, int(elapsed.total_seconds() * 1000)),
        verdict=outcome.verdict,
        url=(outcome.url or lease.delivery.endpoint)[:500],
        http_status=outcome.http_status,
        result_code=outcome.result_code[:40],
        error_id=outcome.error_id[:40],
        text=outcome.text[:2000],
    )


def _after(delivery: Delivery, outcome: Outcome, now: dt.datetime) -> dict[str, object]:
    """The columns after an outcome: final, or due again by the plan."""
    kind = kinds.get(delivery.kind)
    changes: dict[str, object] = {
        **released(),
        "lost_leases": 0,
        "waiting_for_route": outcome.waiting_for_route,
        "last_result": outcome.result_code[:40],
        "last_error_id": outcome.error_id[:40],
        "last_text": outcome.text[:2000],
        "queue": kind.queue_for(delivery.attempts),
    }
    if outcome.verdict is Verdict.RETRY and not _used_up(delivery, kind.never_gives_up):
        return changes | {"state": State.RETRY, "available_at": now + kind.plan.wait_after(delivery.attempts)}
    state = State.DELIVERED if outcome.verdict is Verdict.DELIVERED else State.FAILED
    return changes | {"state": state, "finished_at": now, "waiting_for_route": False}


def _used_up(delivery: Delivery, never_gives_up: bool) -> bool:
    return not never_gives_up and delivery.max_attempts is not None and delivery.attempts >= delivery.max_attempts
