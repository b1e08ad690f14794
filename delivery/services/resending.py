"""What an administrator may do with a delivery (spec/status-updates.md 4.8, 9.7, 9.13), and routes that appear."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction

from delivery import hints, kinds
from delivery.models import WAITING, Delivery
from delivery.services.marking import announce_if_final
from webcert import clock
from webcert.errors import InvalidState

State = Delivery.State
RESENDABLE = (State.DELIVERED, State.FAILED, State.CANCELLED)
_CHUNK = 500


def resend(
    delivery_ids: Iterable[int], *, batch: uuid.UUID | None = None, activation_time: dt.datetime | None = None
) -> int:
    """Send settled deliveries again, the same bytes with a fresh budget; returns how many.

    A delivery that is not settled is left alone: it is on its way already.
    """
    ids = list(delivery_ids)
    batch = batch or uuid.uuid4()
    at = activation_time or clock.now()
    return sum(_resend(ids[start : start + _CHUNK], batch, at) for start in range(0, len(ids), _CHUNK))


@transaction.atomic
def cancel(delivery_id: int) -> None:
    """Withdraw a waiting delivery. InvalidState when it has ended, is being sent, or may never be lost."""
    _end(delivery_id, State.CANCELLED, "avbruten av administratör")


@transaction.atomic
def fail_now(delivery_id: int) -> None:
    """Stop trying. InvalidState as for ``cancel``."""
    _end(delivery_id, State.FAILED, "uppgiven av administratör")


def make_route_waiters_due(predicate: Callable[[str], bool], *, kind_names: Iterable[str] | None = None) -> int:
    """Make deliveries due at once that wait for a route and whose logical address satisfies ``predicate`` (5.5)."""
    waiters = Delivery.objects.filter(waiting_for_route=True, state=State.RETRY, queue__in=kinds.QUEUES)
    if kind_names is not None:
        waiters = waiters.filter(kind__in=list(kind_names))
    addresses = waiters.order_by().values_list("logical_address", flat=True).distinct()
    covered = [address for address in addresses if predicate(address)]
    rows = list(waiters.filter(logical_address__in=covered).values_list("pk", "queue"))
    changed = Delivery.objects.filter(pk__in=[pk for pk, _ in rows], state=State.RETRY, waiting_for_route=True).update(
        available_at=clock.now()
    )
    for queue in {queue for _, queue in rows}:
        transaction.on_commit(partial(hints.nudge, queue), robust=True)
    return changed


def _resend(ids: list[int], batch: uuid.UUID, at: dt.datetime) -> int:
    with transaction.atomic():
        rows = Delivery.objects.filter(pk__in=ids, state__in=RESENDABLE).only("pk", "kind", "state")
        changed = [row for row in rows if _reopen(row, batch, at)]
        if at <= clock.now():
            for queue in {kinds.get(row.kind).queue for row in changed}:
                transaction.on_commit(partial(hints.nudge, queue), robust=True)
    return len(changed)


def _reopen(row: Delivery, batch: uuid.UUID, at: dt.datetime) -> bool:
    kind = kinds.get(row.kind)
    return bool(
        Delivery.objects.filter(pk=row.pk, state=row.state).update(
            state=State.PENDING,
            queue=kind.queue,
            attempts=0,
            lost_leases=0,
            max_attempts=kind.plan.max_attempts,
            available_at=at,
            finished_at=None,
            resend_batch=batch,
        )
    )


def _end(delivery_id: int, state: Delivery.State, text: str) -> None:
    delivery = Delivery.objects.defer("payload").get(pk=delivery_id)
    if kinds.get(delivery.kind).never_gives_up:
        raise InvalidState("Leveransen får aldrig ges upp.")
    changed = Delivery.objects.filter(pk=delivery_id, state__in=WAITING).update(
        state=state, available_at=None, finished_at=clock.now(), last_text=text, waiting_for_route=False
    )
    if not changed:
        raise InvalidState("Leveransen är redan avslutad eller skickas just nu.")
    delivery.refresh_from_db()
    announce_if_final(delivery)
