"""Taking rows for oneself: conditional UPDATEs, with order and back-pressure in them (9.5, 9.6, 9.12)."""

from __future__ import annotations

import datetime as dt
import os
import socket
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from delivery import breaker, kinds
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import WAITING, Delivery, DeliveryAttempt
from delivery.services import resting
from delivery.services.holding import is_held
from delivery.statements import rows_at
from webcert import clock

State = Delivery.State
SOFT_ATTEMPTS = 3
BATCH_MAX_ROWS = 50
BATCH_SECONDS = 0.25
"""How long the calls of one batch shall take at the pace of the last ones."""
_CANDIDATES = 100
_LOOKED_AT = ("kind", "queue", "logical_address", "order_key", "endpoint", "lost_leases", "first_sent_at")


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to send one delivery until ``until`` (wall clock); the token guards the mark.

    ``attempt`` is the open attempt's row. ``first_sent_before`` is what the claim wrote over.
    """

    delivery: Delivery
    attempt: DeliveryAttempt
    token: uuid.UUID
    until: dt.datetime
    first_sent_before: dt.datetime | None


@dataclass(slots=True)
class Round:
    """What a sender knows of the receivers while it works on a queue.

    ``closed`` are addresses that rest or that others are calling already; ``passed_by`` kinds and logical addresses
    that lead there, for rows that do not say so themselves. ``urls`` are the addresses found so far; that there was
    none is not remembered, for a route may appear at any moment. ``size`` is how many rows the sender can call in a
    short while, by the pace of its last calls; None before the first.
    """

    size: int | None = None
    closed: set[str] = field(default_factory=set)
    passed_by: dict[str, set[str]] = field(default_factory=dict)
    urls: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def begin(cls) -> Round:
        """A round that leaves the resting receivers alone."""
        return cls(closed=set(breaker.resting(now=clock.now())))

    def url_of(self, delivery: Delivery) -> str:
        key = (delivery.kind, delivery.logical_address)
        url = self.urls.get(key) or kinds.get(delivery.kind).address_of(delivery)
        if url:
            self.urls[key] = url
        return url

    def learn_pace(self, seconds_per_row: float) -> None:
        self.size = max(1, min(BATCH_MAX_ROWS, int(BATCH_SECONDS / max(seconds_per_row, 0.001))))

    def put_aside(self, delivery: Delivery, url: str) -> None:
        self.closed.add(url)
        if delivery.endpoint != url:
            self.passed_by.setdefault(delivery.kind, set()).add(delivery.logical_address)

    def is_open(self) -> Q:
        """The condition of rows that need not wait for their receiver."""
        condition = ~Q(endpoint__in=self.closed) if self.closed else Q()
        for kind, addresses in self.passed_by.items():
            condition &= ~Q(kind=kind, logical_address__in=addresses)
        return condition


@dataclass(frozen=True, slots=True)
class Claimed:
    """Leases taken together, all of one kind and one address. ``has_more``: more rows were due than were taken."""

    leases: list[Lease]
    has_more: bool = False
    go_on: bool = False
    """No lease, but a receiver was put aside: another look may find others."""


def due(now: dt.datetime, *, queue: str | None = None, kind_names: list[str] | None = None) -> QuerySet[Delivery]:
    """Rows whose time has come, oldest first, without those that are held or have to wait for an earlier one.

    Rows of a kind that no room registers rest.
    """
    known = kinds.all_kinds() if queue is None else kinds.of_queue(queue)
    wanted = [kind for kind in known if kind_names is None or kind.name in kind_names]
    rows = Delivery.objects.filter(available_at__lte=now, kind__in=[kind.name for kind in wanted])
    if queue is not None:
        rows = rows.filter(queue=queue)
    return rows.filter(~is_held(), _not_blocked(wanted, now)).order_by("available_at", "id")


def claim(delivery_id: int, *, now: dt.datetime | None = None) -> Lease | None:
    """Lease one row, or None: not due, taken, blocked by an earlier one, or its receiver is busy or has to rest.

    A row whose receiver rests is pushed forward without counting an attempt, but never longer than its own plan would
    have waited after one.
    """
    now = now or clock.now()
    leases = _claim(lambda: list(_locked(due(now).filter(pk=delivery_id))), Round(size=1), now=now).leases
    return leases[0] if leases else None


def claim_next(queue: str, *, now: dt.datetime | None = None) -> Lease | None:
    """Lease the next due row of a queue that is to be had."""
    leases = claim_some(queue, Round(size=1), now=now).leases
    return leases[0] if leases else None


def claim_some(queue: str, look: Round, *, now: dt.datetime | None = None) -> Claimed:
    """Lease due rows of a queue, oldest first, all of one receiver; none when none is to be had.

    A sender that does not know its pace yet takes its share of a few rows and leaves the rest to the others.
    """
    while True:
        moment = now or clock.now()
        claimed = _claim(partial(_candidates_of, queue, look, moment), look, now=moment)
        if not claimed.go_on:
            return claimed


def give_back(leases: Iterable[Lease], *, now: dt.datetime | None = None) -> None:
    """Undo claims of rows that were not called: due again at once, no attempt counted."""
    now = now or clock.now()
    with transaction.atomic():
        for lease in leases:
            attempts = lease.delivery.attempts - 1
            held = Delivery.objects.filter(pk=lease.delivery.pk, state=State.LEASED, lease_token=lease.token)
            if held.update(
                **released(),
                state=State.RETRY if attempts else State.PENDING,
                attempts=attempts,
                available_at=now,
                first_sent_at=lease.first_sent_before,
            ):
                DeliveryAttempt.objects.filter(pk=lease.attempt.pk).delete()


def released() -> dict[str, object]:
    """The lease columns of a row that nobody holds."""
    return {"lease_token": None, "lease_until": None, "lease_owner": "", "lease_is_exclusive": False}


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def _locked(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """What a claim looks at, of rows that nobody else is claiming; within a transaction."""
    return rows.select_for_update(skip_locked=True, of=("self",)).only(*_LOOKED_AT)[:_CANDIDATES]


def _candidates_of(queue: str, look: Round, now: dt.datetime) -> list[Delivery]:
    """Due rows of a queue. While no receiver rests it is always the same statement."""
    if look.closed or look.passed_by:
        return list(_locked(due(now, queue=queue).filter(look.is_open())))
    kinds_of_queue = tuple((kind.name, kind.ordering) for kind in kinds.of_queue(queue))
    return rows_at(now, Delivery, lambda at: _locked(due(at, queue=queue)), key=(queue, kinds_of_queue))


def _claim(candidates: Callable[[], list[Delivery]], look: Round, *, now: dt.datetime) -> Claimed:
    try:
        with transaction.atomic():
            return _claim_of_first(candidates(), look, now=now)
    except IntegrityError:  # another sender leased one of the same order key at the same instant
        if look.size == 1:
            return Claimed([])
        look.size = 1
        return _claim(candidates, look, now=now)


def _claim_of_first(candidates: list[Delivery], look: Round, *, now: dt.datetime) -> Claimed:
    """In a transaction: the oldest row's receiver is asked for, and rows of that receiver are leased.

    Only one receiver at a time, so that no two senders wait for each other's locks.
    """
    if not candidates:
        return Claimed([])
    first = candidates[0]
    kind, url = kinds.get(first.kind), look.url_of(first)
    admission = breaker.admit(url, now=now) if url else breaker.OPEN
    if not admission.is_granted:
        look.put_aside(first, url)
        if admission.rests_until is not None and not resting.is_aside(first.queue):
            alike = Delivery.objects.filter(queue=first.queue, kind=first.kind, logical_address=first.logical_address)
            until, stay = admission.rests_until, resting.AMONG_THE_OTHERS
            resting.push_forward(alike, url, until=until, now=now, stay=stay)
        return Claimed([], go_on=True)
    size = look.size or min(BATCH_MAX_ROWS, -(-len(candidates) // settings.DELIVERY_SENDERS))
    most = 1 if admission.for_one_row or first.lost_leases else size
    taken = list(_together(candidates, kind, url, look=look, most=most))
    return Claimed(_take(taken, kind, url, now=now), has_more=len(candidates) > len(taken))


def _together(
    candidates: list[Delivery], kind: DeliveryKind, url: str, *, look: Round, most: int
) -> Iterator[Delivery]:
    """The first row and those that may travel with it. One that has lost a worker travels alone."""
    keys: set[str] = set()
    count = 0
    for row in candidates:
        is_ordered = kind.ordering is not Ordering.NONE and row.order_key != ""
        if count and (row.kind != kind.name or row.lost_leases or look.url_of(row) != url):
            continue
        if is_ordered and row.order_key in keys:
            continue
        keys.add(row.order_key)
        yield row
        count += 1
        if count == most:
            return


def _take(candidates: list[Delivery], kind: DeliveryKind, url: str, *, now: dt.datetime) -> list[Lease]:
    """Lease rows that this transaction has locked, and open an attempt for each."""
    token, owner = uuid.uuid4(), worker_name()
    until = clock.wall_now() + dt.timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
    before = {row.pk: row.first_sent_at for row in candidates}
    is_ordered = kind.ordering is not Ordering.NONE
    taken = Delivery.objects.filter(pk__in=list(before), state__in=WAITING, available_at__lte=now).update(
        state=State.LEASED,
        available_at=None,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=until,
        lease_owner=owner,
        lease_is_exclusive=ExpressionWrapper(~Q(order_key=""), BooleanField()) if is_ordered else False,
        endpoint=url,
        first_sent_at=Coalesce(F("first_sent_at"), Value(now)),
    )
    if taken != len(before):
        raise DatabaseError("a locked delivery was changed by somebody else")
    rows = Delivery.objects.in_bulk(list(before))
    attempts = DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(
            delivery=rows[pk], number=rows[pk].attempts, started_at=now, url=url, worker=owner, lease_token=token
        )
        for pk in before
    )
    return [
        Lease(rows[pk], attempt, token=token, until=until, first_sent_before=first_sent_at)
        for (pk, first_sent_at), attempt in zip(before.items(), attempts, strict=True)
    ]


def _not_blocked(wanted: Iterable[DeliveryKind], now: dt.datetime) -> Q:
    """The order rule of each kind as one condition. A resend that waits for its day blocks nobody."""
    condition = Q()
    for ordering in (Ordering.SOFT, Ordering.STRICT):
        names = [kind.name for kind in wanted if kind.ordering is ordering]
        if names:
            condition &= Q(order_key="") | ~Q(kind__in=names) | Q(~Exists(_blockers(ordering, now)))
    return condition


def _blockers(ordering: Ordering, now: dt.datetime) -> QuerySet[Delivery]:
    others = Delivery.objects.filter(kind=OuterRef("kind"), order_key=OuterRef("order_key"), finished_at__isnull=True)
    return others.exclude(pk=OuterRef("pk")).filter(blocking(ordering, now, OuterRef("pk")))


def blocking(ordering: Ordering, now: dt.datetime, pk: OuterRef | int) -> Q:
    """What another row with the same order key must be to stop the one with ``pk`` (9.6)."""
    waiting = Q(state=State.PENDING) & ~Q(resend_batch__isnull=False, available_at__gt=now)
    retrying = Q(state=State.RETRY)
    if ordering is Ordering.SOFT:
        retrying &= Q(attempts__lt=SOFT_ATTEMPTS)
    return Q(state=State.LEASED) | (Q(pk__lt=pk) & (waiting | retrying))
