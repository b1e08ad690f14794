"""Kinds of outgoing traffic (design ch. 8). A room registers its own in ``apps.ready()``; ``delivery`` knows nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.db.models import Q

from delivery.outcomes import Outcome
from delivery.plans import Plan

if TYPE_CHECKING:
    from delivery.models import Delivery

QUEUES = ("status", "status_retry", "certificate", "pdl", "mail", "default")
"""Task queues a worker has to listen to (spec/status-updates.md 9.10)."""


class Ordering(StrEnum):
    """Order between deliveries of the same ``order_key`` (9.6)."""

    NONE = "none"
    SOFT = "soft"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class DeliveryKind:
    """One kind of traffic.

    ``send`` makes the call, outside any transaction, and reports; what it raises counts as RETRY.
    ``prefetch`` names relations of the delivery that ``send`` reads; they are fetched for many rows at once.
    ``endpoint`` names the address that a delivery would go to, for breaker and concurrency ("" = neither); it may look
    at nothing but the logical address, for it is asked once for all rows that share it.
    ``on_finished`` runs in the transaction that makes the delivery DELIVERED, FAILED or CANCELLED.
    ``of_care_provider`` is the condition of the deliveries of one care provider, by its HSA-id; without it a regional
    administrator sees none of this kind.
    ``never_gives_up``: neither plan nor lost workers end it, and nobody may cancel it.
    """

    name: str
    queue: str
    plan: Plan
    ordering: Ordering
    send: Callable[[Delivery], Outcome]
    retry_queue: str | None = None
    prefetch: tuple[str, ...] = ()
    never_gives_up: bool = False
    endpoint: Callable[[Delivery], str] | None = None
    on_finished: Callable[[Delivery], None] | None = None
    of_care_provider: Callable[[str], Q] | None = None
    label: str = ""

    def queue_for(self, attempts: int) -> str:
        """First attempts and repeated ones may use different queues, so that a backlog does not delay fresh rows."""
        return self.retry_queue if attempts and self.retry_queue else self.queue

    def address_of(self, delivery: Delivery) -> str:
        """Where the delivery would go; "" when that cannot be found out: the attempt itself will say why."""
        try:
            return self.endpoint(delivery)[:500] if self.endpoint else ""
        except DatabaseError:
            raise
        except Exception:
            return ""


_kinds: dict[str, DeliveryKind] = {}


def register(kind: DeliveryKind) -> None:
    """Make a kind known; registering a name again replaces it."""
    for queue in (kind.queue, kind.retry_queue or kind.queue):
        if queue not in QUEUES:
            raise ValueError(f"Unknown queue {queue!r}; known: {', '.join(QUEUES)}")
    _kinds[kind.name] = kind


def get(name: str) -> DeliveryKind:
    """The kind with this name; KeyError when no room registered it."""
    return _kinds[name]


def is_known(name: str) -> bool:
    """Rows of a kind that no room registers any more rest untouched."""
    return name in _kinds


def all_kinds() -> tuple[DeliveryKind, ...]:
    return tuple(_kinds.values())


def of_queue(queue: str) -> tuple[DeliveryKind, ...]:
    """The kinds whose rows may stand in a queue."""
    return tuple(kind for kind in _kinds.values() if queue in (kind.queue, kind.retry_queue))


def of_care_provider(care_provider_id: str) -> Q:
    """The deliveries of one care provider, as each kind says."""
    condition = Q(pk__in=[])
    for kind in _kinds.values():
        if kind.of_care_provider is not None:
            condition |= Q(kind=kind.name) & kind.of_care_provider(care_provider_id)
    return condition
