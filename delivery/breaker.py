"""Back-pressure per receiver address: at most N calls at once, and rest after failures in a row (9.12)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from delivery.models import Delivery, Endpoint
from delivery.outcomes import Outcome
from delivery.plans import scaled
from webcert import clock

BUSY_WAIT = dt.timedelta(seconds=1)
KNOWN_FOR = dt.timedelta(seconds=30)
"""A healthy address that was reached this short a time ago needs no new note."""


def wait_until(url: str, *, now: dt.datetime) -> dt.datetime | None:
    """Until when a call to ``url`` has to wait, or None when it may be made now.

    Call it in the claim's transaction: the row lock makes the count of running calls exact. When the rest is over, the
    first caller becomes the probe and the rest is prolonged for everybody else.
    """
    endpoint = _locked(url)
    if endpoint.open_until is not None and endpoint.open_until > now:
        return endpoint.open_until
    running = Delivery.objects.filter(
        state=Delivery.State.LEASED, endpoint=url, lease_until__gt=clock.wall_now()
    ).count()
    if running >= settings.DELIVERY_ENDPOINT_CONCURRENCY:
        return now + scaled(BUSY_WAIT)
    if endpoint.open_until is not None:
        Endpoint.objects.filter(pk=endpoint.pk).update(open_until=now + _rest())
    return None


def note(url: str, outcome: Outcome, *, now: dt.datetime) -> None:
    """Remember whether the address could be reached; the fifth failure in a row lets it rest."""
    if not outcome.endpoint_failed:
        known = Q(failures_in_a_row=0, open_until__isnull=True, last_success_at__gt=now - KNOWN_FOR)
        reached = Endpoint.objects.filter(~known, url=url)
        reached.update(failures_in_a_row=0, open_until=None, last_success_at=now)
        return
    with transaction.atomic():
        endpoint = _locked(url)
        endpoint.failures_in_a_row += 1
        endpoint.last_failure_at = now
        endpoint.last_failure_text = outcome.text[:2000]
        if endpoint.failures_in_a_row >= settings.DELIVERY_BREAKER_FAILURES:
            endpoint.open_until = now + _rest()
        endpoint.save()


def reset(urls: list[str]) -> int:
    """An administrator says that the receiver is back."""
    return Endpoint.objects.filter(url__in=urls).update(failures_in_a_row=0, open_until=None)


def _locked(url: str) -> Endpoint:
    endpoint = Endpoint.objects.select_for_update().filter(url=url).first()
    if endpoint is None:
        Endpoint.objects.bulk_create([Endpoint(url=url)], ignore_conflicts=True)
        endpoint = Endpoint.objects.select_for_update().get(url=url)
    return endpoint


def _rest() -> dt.timedelta:
    return scaled(dt.timedelta(seconds=settings.DELIVERY_BREAKER_SECONDS))
