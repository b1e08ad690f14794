"""Back-pressure per receiver address: at most N calls at once, and rest after failures in a row (9.12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from delivery.models import Delivery, Endpoint
from delivery.outcomes import Outcome
from delivery.plans import scaled
from webcert import clock

KNOWN_FOR = dt.timedelta(seconds=30)
"""A healthy address that was reached this short a time ago needs no new note."""


@dataclass(frozen=True, slots=True)
class Admission:
    """May a sender call an address now?

    ``rests_until``: no, it rests. ``is_busy``: no, others call it already. ``for_one_row``: yes, with one row, for it
    has failed and has to prove itself.
    """

    rests_until: dt.datetime | None = None
    is_busy: bool = False
    for_one_row: bool = False

    @property
    def is_granted(self) -> bool:
        return self.rests_until is None and not self.is_busy


OPEN = Admission()


def admit(url: str, *, now: dt.datetime) -> Admission:
    """Whether one more sender may call ``url``.

    Call it in the claim's transaction, for one address only: the row lock makes the count of senders exact. An address
    that failed last is called by one sender at a time, so that a silent receiver cannot hold them all. When a rest is
    over, the first caller becomes the probe and the rest is prolonged for everybody else.
    """
    endpoint = _locked(url)
    if endpoint.open_until is not None and endpoint.open_until > now:
        return Admission(rests_until=endpoint.open_until)
    has_failed = endpoint.failures_in_a_row > 0
    if _senders_at(url) >= (1 if has_failed else settings.DELIVERY_ENDPOINT_CONCURRENCY):
        return Admission(is_busy=True)
    if endpoint.open_until is not None:
        Endpoint.objects.filter(pk=endpoint.pk).update(open_until=now + _rest())
    return Admission(for_one_row=has_failed)


def resting(*, now: dt.datetime) -> dict[str, dt.datetime]:
    """The addresses that rest now, each with the end of its rest."""
    endpoints = Endpoint.objects.filter(open_until__gt=now).only("url", "open_until")
    return {endpoint.url: endpoint.open_until for endpoint in endpoints if endpoint.open_until}


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


def _senders_at(url: str) -> int:
    """A sender holds all its rows by one token and calls one after the other."""
    leases = Delivery.objects.filter(state=Delivery.State.LEASED, endpoint=url, lease_until__gt=clock.wall_now())
    return leases.order_by().values("lease_token").distinct().count()


def _locked(url: str) -> Endpoint:
    endpoint = Endpoint.objects.select_for_update().filter(url=url).first()
    if endpoint is None:
        Endpoint.objects.bulk_create([Endpoint(url=url)], ignore_conflicts=True)
        endpoint = Endpoint.objects.select_for_update().get(url=url)
    return endpoint


def _rest() -> dt.timedelta:
    return scaled(dt.timedelta(seconds=settings.DELIVERY_BREAKER_SECONDS))
