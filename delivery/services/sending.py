"""From claim to call: one attempt, and the sender that goes on with the next due rows (9.5)."""

from __future__ import annotations

import datetime as dt
import threading
import time

import structlog
from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import prefetch_related_objects

from delivery import hints, kinds
from delivery.outcomes import Outcome
from delivery.services.claiming import Lease, Round, claim, claim_some, give_back
from delivery.services.marking import Answered, mark_all
from webcert import clock

log = structlog.get_logger(__name__)

SENDER_MAX_SECONDS = 2.0
"""After this a sender makes room for the other queues and asks for a successor."""
BATCH_MAX_SECONDS = 1.0
"""Rows that were not called by then go back, so that a slow receiver keeps no sender and no lease for long."""
MARK_AFTER_SECONDS = 0.1
"""How long an outcome may wait for others to be written together with; a crash meanwhile costs a second call."""


class _Senders:
    """How many senders of this process are at work."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self._count += 1

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._count -= 1

    @property
    def are_all_at_work(self) -> bool:
        return self._count >= settings.DELIVERY_SENDERS


_senders = _Senders()


def attempt(delivery_id: int, *, now: dt.datetime | None = None) -> Outcome | None:
    """Claim, send, mark. None when the row was not to be had, which is no error."""
    lease = claim(delivery_id, now=now)
    if lease is None:
        return None
    _fetch([lease])
    answered = _call(lease)
    _write_down([answered], now=now)
    return answered.outcome


def run_sender(queue: str) -> int:
    """What a hint starts: the due rows of a queue, some at a time. Returns how many were attempted.

    While more is due than one sender takes, it calls a colleague, and a successor when its time is over. A database
    that is busy or away ends it: the rows are there for the next sweep.
    """
    deadline = time.monotonic() + SENDER_MAX_SECONDS
    done, has_called = 0, False
    with _senders:
        try:
            look = Round.begin()
            while (claimed := claim_some(queue, look)).leases:
                if claimed.has_more and not has_called and not _senders.are_all_at_work:
                    has_called = True
                    hints.call_sender(queue)
                began = time.monotonic()
                number = _carry_out(claimed.leases)
                look.learn_pace((time.monotonic() - began) / number)
                done += number
                if time.monotonic() > deadline:
                    hints.call_sender(queue)
                    break
        except OperationalError as error:
            log.warning("delivery_database_busy", queue=queue, error=str(error))
    return done


def _carry_out(leases: list[Lease]) -> int:
    """Call for one lease after the other, as long as the time and the receiver allow; the rest goes back."""
    started = time.monotonic()
    answered: list[Answered] = []
    done, marked_at = 0, started
    try:
        _fetch(leases)
        for lease in leases:
            answered.append(_call(lease))
            done += 1
            moment = time.monotonic()
            if answered[-1].outcome.endpoint_failed or moment - started > BATCH_MAX_SECONDS:
                break
            if moment - marked_at > MARK_AFTER_SECONDS:
                to_mark, answered, marked_at = answered, [], moment
                _write_down(to_mark)
        _write_down(answered)
    finally:
        if done < len(leases):
            give_back(leases[done:])
    return done


def _fetch(leases: list[Lease]) -> None:
    """What the senders of the kind read, for all rows at once."""
    deliveries = [lease.delivery for lease in leases]
    prefetch_related_objects(deliveries, *kinds.get(deliveries[0].kind).prefetch)


def _call(lease: Lease) -> Answered:
    delivery, started = lease.delivery, clock.now()
    began = time.monotonic()
    try:
        outcome = kinds.get(delivery.kind).send(delivery)
    except Exception as error:
        log.exception("delivery_send_raised", kind=delivery.kind, delivery_id=delivery.pk)
        outcome = Outcome.retry(f"{type(error).__name__}: {error}", error_id="WEBCERT_EXCEPTION")
    return Answered(lease, outcome, started_at=started, duration=dt.timedelta(seconds=time.monotonic() - began))


def _write_down(answered: list[Answered], *, now: dt.datetime | None = None) -> None:
    """Mark; while the database is away try for the rest of the lease, then let it expire."""
    if not answered:
        return
    while True:
        try:
            kept = mark_all(answered, now=now)
            break
        except OperationalError:
            if clock.wall_now() >= answered[0].lease.until or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.5)
    for one in answered:
        delivery, outcome = one.lease.delivery, one.outcome
        log.info(
            "delivery_attempt_finished",
            kind=delivery.kind,
            delivery_id=delivery.pk,
            attempt=delivery.attempts,
            logical_address=delivery.logical_address,
            verdict=outcome.verdict.value,
            result_code=outcome.result_code,
            error_id=outcome.error_id,
            lease_kept=delivery.pk in kept,
        )
