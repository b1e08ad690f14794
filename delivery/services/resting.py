"""Rows whose receiver rests (9.12): a few wait among the others, those behind them stand aside until it is back.

So a dead receiver costs the same whatever waits for it: nobody reads past its rows, and each minute moves a few of
them. What stands aside is in a queue of its own, named after the receiver's address; no sender listens to it, the
sweep does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from delivery import breaker, kinds
from delivery.models import WAITING, Delivery, Endpoint

AMONG_THE_OTHERS = 100
"""Rows of a resting receiver that may become due together."""
MOVED_AT_ONCE = 500
WOKEN_PER_SWEEP = 300
"""Of a receiver that is back: about what senders can call besides the fresh rows of others."""
_ASIDE, _AFTER_ASIDE = "aside", "asidf"
"""Of letters only: what lies between them is the same in every language's order."""


def is_aside(queue: str) -> bool:
    """Whether rows of a queue wait for a receiver that rests."""
    return queue.startswith(_ASIDE)


def let_rest(now: dt.datetime) -> None:
    """Push forward what has become due of receivers that rest, so that nobody has to read past it."""
    for url, until in breaker.resting(now=now).items():
        rows = Delivery.objects.filter(
            queue__in=kinds.QUEUES, endpoint=url, kind__in=[kind.name for kind in kinds.all_kinds()]
        )
        stay, moved = AMONG_THE_OTHERS, MOVED_AT_ONCE
        while moved == MOVED_AT_ONCE:
            with transaction.atomic():
                moved = push_forward(rows, url, until=until, now=now, stay=stay)
            stay = 0


def push_forward(rows: QuerySet[Delivery], url: str, *, until: dt.datetime, now: dt.datetime, stay: int) -> int:
    """Due rows of a receiver that rests wait with it, as long as the plan of each allows; returns how many did.

    They wait with those that have failed: when the receiver is back, fresh rows of others do not stand behind them.
    Only the first ``stay`` wait among the others. Call it in a transaction.
    """
    waiting = rows.filter(available_at__lte=now, state__in=WAITING)
    locked = waiting.select_for_update(skip_locked=True).order_by("available_at", "id")
    found = list(locked.values_list("pk", "kind", "attempts")[:MOVED_AT_ONCE])
    aside = _queue_of(url) if len(found) > stay else ""
    alike: dict[tuple[str, int, bool], list[int]] = {}
    for number, (pk, name, attempts) in enumerate(found):
        alike.setdefault((name, attempts, number < stay), []).append(pk)
    for (name, attempts, stays), ids in alike.items():
        kind = kinds.get(name)
        at = min(until, now + kind.plan.wait_after(attempts + 1))
        queue = kind.queue_for(attempts + 1) if stays else aside
        Delivery.objects.filter(pk__in=ids).update(available_at=at, endpoint=url, queue=queue)
    return len(found)


def wake(now: dt.datetime) -> None:
    """Bring back what stands aside: by and by all of a receiver that has been reached, a few of one whose rest is over.

    Those few find out whether it is back. What leads elsewhere by now does not wait for the old address either: when
    the oldest row does, all follow it, else each has its turn among the few.
    """
    for queue in list(_queues_aside()):
        endpoint = Endpoint.objects.filter(pk=queue.removeprefix(_ASIDE)).first()
        if endpoint is not None and endpoint.open_until is not None and endpoint.open_until > now:
            continue
        has_failed = endpoint is not None and endpoint.failures_in_a_row > 0 and not _leads_elsewhere(queue, endpoint)
        _bring_back(queue, AMONG_THE_OTHERS if has_failed else WOKEN_PER_SWEEP)


def _queue_of(url: str) -> str:
    return f"{_ASIDE}{Endpoint.objects.values_list('pk', flat=True).get(url=url)}"


def _queues_aside() -> Iterator[str]:
    """Each queue that has rows aside, by a step in the index of the due rows for each."""
    waiting = Delivery.objects.filter(available_at__isnull=False, queue__lt=_AFTER_ASIDE).order_by("queue")
    queue: str | None = _ASIDE
    while queue := waiting.filter(queue__gt=queue).values_list("queue", flat=True).first():
        yield queue


def _leads_elsewhere(queue: str, endpoint: Endpoint) -> bool:
    oldest = _aside(queue).first()
    return (
        oldest is not None and kinds.is_known(oldest.kind) and kinds.get(oldest.kind).address_of(oldest) != endpoint.url
    )


def _aside(queue: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(queue=queue, available_at__isnull=False).order_by("available_at", "id")


@transaction.atomic
def _bring_back(queue: str, number: int) -> None:
    rows = _aside(queue).select_for_update(skip_locked=True)
    alike: dict[str, list[int]] = {}
    for pk, name, attempts in rows.values_list("pk", "kind", "attempts")[:number]:
        alike.setdefault(_own_queue(name, attempts), []).append(pk)
    for own_queue, ids in alike.items():
        Delivery.objects.filter(pk__in=ids).update(queue=own_queue)


def _own_queue(kind: str, attempts: int) -> str:
    """Of a kind that no room registers any more the first queue: there it rests as any other of that kind."""
    return kinds.get(kind).queue_for(attempts + 1) if kinds.is_known(kind) else kinds.QUEUES[0]
