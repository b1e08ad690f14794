"""Writing down what attempts led to, in one short transaction guarded by the lease's token (9.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import OperationalError, transaction

from delivery import breaker, kinds
from delivery.models import Delivery, DeliveryAttempt
from delivery.outcomes import Outcome, Verdict
from delivery.plans import spread
from delivery.services.claiming import Lease, released
from webcert import clock

log = structlog.get_logger(__name__)
State = Delivery.State

_ATTEMPT_COLUMNS = (
    "started_at",
    "finished_at",
    "duration_ms",
    "url",
    "http_status",
    "verdict",
    "result_code",
    "error_id",
    "text",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A lease whose call has ended: when it began, how long it took, what came of it."""

    lease: Lease
    outcome: Outcome
    started_at: dt.datetime
    duration: dt.timedelta


class _LeaseLost(Exception):
    """Somebody else took over one of several deliveries."""


def mark(lease: Lease, outcome: Outcome, *, now: dt.datetime | None = None) -> bool:
    """Write down one outcome. False when the lease was lost meanwhile: then only the attempt's row is completed."""
    answered = Answered(lease, outcome, started_at=lease.attempt.started_at, duration=dt.timedelta())
    return bool(mark_all([answered], now=now))


def mark_all(answered: Sequence[Answered], *, now: dt.datetime | None = None) -> set[int]:
    """Write down outcomes together; returns the ids of the deliveries whose lease was still held.

    When that fails each is written alone, so that one stops none of the others; what one raised is raised at the end.
    """
    now = now or clock.now()
    try:
        return _mark(answered, now)
    except OperationalError:
        raise
    except Exception:
        if len(answered) == 1:
            raise
    kept: set[int] = set()
    failures: list[Exception] = []
    for one in answered:
        try:
            kept |= _mark([one], now)
        except OperationalError:
            raise
        except Exception as error:
            log.exception("delivery_mark_failed", delivery_id=one.lease.delivery.pk)
            failures.append(error)
    if failures:
        raise failures[0]
    return kept


def announce_if_final(delivery: Delivery) -> None:
    """Tell the kind that a delivery has come to its end, in the transaction that ended it."""
    hook = kinds.get(delivery.kind).on_finished
    if delivery.is_final and hook is not None:
        hook(delivery)


@transaction.atomic
def _mark(answered: Sequence[Answered], now: dt.datetime) -> set[int]:
    attempts = [_finished_attempt(one) for one in answered]
    if all(_change(changes, group) for changes, group in _alike(answered, now)):
        # Their deliveries are locked now, so the rows are there: this only updates, with values of their own.
        DeliveryAttempt.objects.bulk_create(
            attempts, update_conflicts=True, unique_fields=["id"], update_fields=_ATTEMPT_COLUMNS
        )
        kept = {one.lease.delivery.pk for one in answered}
        for one in answered:
            announce_if_final(one.lease.delivery)
    elif len(answered) == 1:
        values = {name: getattr(attempts[0], name) for name in _ATTEMPT_COLUMNS}
        DeliveryAttempt.objects.filter(pk=attempts[0].pk).update(**values)
        kept = set()
    else:
        raise _LeaseLost
    _note_receivers(answered, now)
    return kept


def _alike(answered: Sequence[Answered], now: dt.datetime) -> list[tuple[dict[str, Any], list[Answered]]]:
    """Those whose rows change in the same way, together: usually all."""
    groups: dict[tuple[object, ...], tuple[dict[str, Any], list[Answered]]] = {}
    for one in answered:
        changes = _after(one.lease.delivery, one.outcome, now)
        groups.setdefault((one.lease.token, *changes.values()), (changes, []))[1].append(one)
    return list(groups.values())


def _change(changes: dict[str, Any], group: list[Answered]) -> bool:
    """False when not all of the group are held by their lease any more."""
    ids = [one.lease.delivery.pk for one in group]
    held = Delivery.objects.filter(pk__in=ids, state=State.LEASED, lease_token=group[0].lease.token)
    if held.update(**changes) < len(group):
        return False
    for one in group:
        for name, value in changes.items():
            setattr(one.lease.delivery, name, value)
    return True


def _finished_attempt(one: Answered) -> DeliveryAttempt:
    row, outcome = one.lease.attempt, one.outcome
    row.started_at, row.finished_at = one.started_at, one.started_at + one.duration
    row.duration_ms = int(one.duration.total_seconds() * 1000)
    row.url = (outcome.url or one.lease.delivery.endpoint)[:500]
    row.http_status = outcome.http_status
    row.verdict, row.result_code = outcome.verdict, outcome.result_code[:40]
    row.error_id, row.text = outcome.error_id[:40], outcome.text[:2000]
    return row


def _note_receivers(answered: Sequence[Answered], now: dt.datetime) -> None:
    """Every failure to reach an address counts; that it was reached is noted once."""
    reached: set[str] = set()
    for one in answered:
        url, has_failed = one.lease.delivery.endpoint, one.outcome.endpoint_failed
        if url and (has_failed or url not in reached):
            breaker.note(url, one.outcome, now=now)
        if not has_failed:
            reached.add(url)


def _after(delivery: Delivery, outcome: Outcome, now: dt.datetime) -> dict[str, Any]:
    """The columns after an outcome: final, or due again by the plan."""
    kind = kinds.get(delivery.kind)
    changes: dict[str, Any] = {
        **released(),
        "lost_leases": 0,
        "waiting_for_route": outcome.waiting_for_route,
        "last_result": outcome.result_code[:40],
        "last_error_id": outcome.error_id[:40],
        "last_text": outcome.text[:2000],
        "queue": kind.queue_for(delivery.attempts),
    }
    if outcome.verdict is Verdict.RETRY and not _used_up(delivery, kind.never_gives_up):
        return changes | {"state": State.RETRY, "available_at": now + spread(kind.plan.wait_after(delivery.attempts))}
    state = State.DELIVERED if outcome.verdict is Verdict.DELIVERED else State.FAILED
    return changes | {"state": state, "finished_at": now, "waiting_for_route": False}


def _used_up(delivery: Delivery, never_gives_up: bool) -> bool:
    return not never_gives_up and delivery.max_attempts is not None and delivery.attempts >= delivery.max_attempts
