"""Putting messages in the outbox, inside the transaction of the change they tell of (9.4)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from delivery import hints, kinds
from delivery.models import Delivery
from webcert import clock

State = Delivery.State


def enqueue(
    kind: str,
    *,
    owner_id: str,
    payload: bytes = b"",
    order_key: str = "",
    logical_address: str = "",
    metadata: dict[str, Any] | None = None,
    coalesce_until: dt.datetime | None = None,
    due_at: dt.datetime | None = None,
) -> Delivery:
    """Store one message, due at once or at ``due_at``; with ``coalesce_until`` it rests until then and blocks nobody.

    Call it in the transaction of the change. Messages with the same ``order_key`` follow the kind's ordering in the
    order they were stored, so take the owner's row lock first. The hint is published after the commit.
    """
    now = clock.now()
    delivery = _new(
        kind,
        owner_id=owner_id,
        payload=payload,
        order_key=order_key,
        logical_address=logical_address,
        metadata=metadata,
        state=State.COALESCING if coalesce_until else State.PENDING,
        available_at=coalesce_until or due_at or now,
        now=now,
    )
    delivery.save(force_insert=True)
    if coalesce_until is None:
        transaction.on_commit(partial(hints.nudge, delivery.queue), robust=True)
    return delivery


def record_final(
    kind: str,
    *,
    state: Delivery.State,
    owner_id: str,
    text: str = "",
    result_code: str = "",
    payload: bytes = b"",
    order_key: str = "",
    logical_address: str = "",
    metadata: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Delivery:
    """Store a message that is settled from the start: refused by our own contract check, or history of demo data."""
    now = at or clock.now()
    delivery = _new(
        kind,
        owner_id=owner_id,
        payload=payload,
        order_key=order_key,
        logical_address=logical_address,
        metadata=metadata,
        state=state,
        available_at=None,
        now=now,
    )
    delivery.finished_at = now
    delivery.last_result = result_code
    delivery.last_text = text[:2000]
    if state == State.DELIVERED:
        delivery.attempts = 1
        delivery.first_sent_at = now
    delivery.save(force_insert=True)
    return delivery


def supersede(delivery_ids: Iterable[int]) -> int:
    """Withdraw resting messages that a newer one makes needless (9.4); returns how many still rested."""
    resting = Delivery.objects.filter(pk__in=list(delivery_ids), state=State.COALESCING)
    return resting.update(state=State.SUPERSEDED, available_at=None, finished_at=clock.now())


def _new(
    kind: str,
    *,
    owner_id: str,
    payload: bytes,
    order_key: str,
    logical_address: str,
    metadata: dict[str, Any] | None,
    state: Delivery.State,
    available_at: dt.datetime | None,
    now: dt.datetime,
) -> Delivery:
    known = kinds.get(kind)
    return Delivery(
        kind=kind,
        queue=known.queue,
        state=state,
        owner_id=owner_id,
        order_key=order_key,
        logical_address=logical_address,
        payload=payload,
        payload_sha256=hashlib.sha256(payload).hexdigest() if payload else "",
        metadata=metadata or {},
        created_at=now,
        available_at=available_at,
        max_attempts=known.plan.max_attempts,
    )
