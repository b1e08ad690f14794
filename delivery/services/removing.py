"""Forgetting what is settled, when its owner forgets it."""

from __future__ import annotations

from collections.abc import Iterable

from delivery.models import FINAL, Delivery


def remove(delivery_ids: Iterable[int]) -> int:
    """Remove settled messages with their attempts, and no others; returns how many."""
    settled = Delivery.objects.filter(pk__in=list(delivery_ids), state__in=FINAL)
    _, per_model = settled.delete()
    return per_model.get(Delivery._meta.label, 0)
