"""Holding back what goes to one logical address, and letting it go again (spec/status-updates.md 9.13)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from delivery import hints, kinds
from delivery.models import Hold
from webcert import clock


def is_held() -> Exists:
    """The condition of a delivery whose address is held; it waits without being counted or failed."""
    return Exists(Hold.objects.filter(kind=OuterRef("kind"), logical_address=OuterRef("logical_address")))


def hold(kind: str, logical_addresses: Iterable[str], *, by: str = "") -> int:
    """Send nothing more of this kind to the addresses; returns how many were not held before.

    What is being sent at this moment comes to its end.
    """
    known = set(Hold.objects.filter(kind=kind).values_list("logical_address", flat=True))
    new = [address for address in logical_addresses if address not in known]
    now = clock.now()
    Hold.objects.bulk_create(
        [Hold(kind=kind, logical_address=address, since=now, by=by) for address in new], ignore_conflicts=True
    )
    return len(new)


@transaction.atomic
def release(kind: str, logical_addresses: Iterable[str]) -> int:
    """Let everything go that has waited; returns how many addresses were held."""
    number, _ = Hold.objects.filter(kind=kind, logical_address__in=list(logical_addresses)).delete()
    known = kinds.get(kind)
    for queue in {known.queue, known.queue_for(1)} if number else ():
        transaction.on_commit(partial(hints.nudge, queue), robust=True)
    return number
