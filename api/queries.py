"""Status events as a journal system may read them: those of its own care provider (spec/integration.md 1.4, 4.3)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Min, QuerySet

from api import paging
from api.models import Webhook
from api.paging import Page
from notifications.models import StatusUpdate
from notifications.queries import EventFilter, told_events
from webcert import clock
from webcert.errors import DataNotFound

LONGEST_TRANSACTION = dt.timedelta(minutes=2)
"""No transaction of ours lasts longer: the database ends one that waits or rests (webcert.settings)."""


@dataclass(frozen=True, slots=True)
class Search:
    """As the request of ListCertificatesForCareWithQA. No units: the whole care provider."""

    person_id: str
    units: tuple[str, ...] = ()
    start: dt.datetime | None = None
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A certificate of which a journal system has been told, with the events that were found. ``place``: for paging."""

    certificate_id: str
    place: int
    events: tuple[StatusUpdate, ...]


def events(care_provider_id: str) -> QuerySet[StatusUpdate]:
    """Every event of the care provider, also those of units that are not told, in the order in which they came.

    The message is the event's own; the delivery's copy of it is not read.
    """
    rows = StatusUpdate.objects.filter(care_provider_id=care_provider_id)
    return rows.select_related("delivery").defer("delivery__payload").order_by("id")


def events_after(care_provider_id: str, after: int, *, unit: str = "", certificate_id: str = "") -> Page[StatusUpdate]:
    """The next events. One that is handed out has none before it that is still to come."""
    rows = _settled(events(care_provider_id).filter(id__gt=after), after=after)
    if unit:
        rows = rows.filter(logical_address=unit)
    if certificate_id:
        rows = rows.filter(certificate_id=certificate_id)
    return paging.cut(list(rows[: paging.PAGE_SIZE + 1]))


def event(care_provider_id: str, event_id: int) -> StatusUpdate:
    found = events(care_provider_id).filter(pk=event_id).first()
    if found is None:
        raise DataNotFound("Vårdgivaren har ingen sådan händelse.")
    return found


def told_of(care_provider_id: str, search: Search, *, after: int) -> Page[Told]:
    """The patient's certificates with stored events, in the order of their first one."""
    found = _found(care_provider_id, search)
    firsts = found.order_by().values("certificate_id").annotate(first=Min("id")).filter(first__gt=after)
    page = paging.cut(list(firsts.order_by("first")[: paging.PAGE_SIZE + 1]))
    by_certificate: dict[str, list[StatusUpdate]] = defaultdict(list)
    for row in found.filter(certificate_id__in=[one["certificate_id"] for one in page.rows]):
        by_certificate[row.certificate_id].append(row)
    told = [
        Told(one["certificate_id"], one["first"], tuple(by_certificate[one["certificate_id"]])) for one in page.rows
    ]
    return Page(told, page.has_more)


def webhooks(care_provider_id: str) -> QuerySet[Webhook]:
    """Those that are not removed."""
    return Webhook.objects.filter(care_provider_id=care_provider_id, removed_at__isnull=True)


def webhook(care_provider_id: str, webhook_id: uuid.UUID) -> Webhook:
    found = webhooks(care_provider_id).filter(pk=webhook_id).first()
    if found is None:
        raise DataNotFound("Vårdgivaren har ingen sådan webhook.")
    return found


def _found(care_provider_id: str, search: Search) -> QuerySet[StatusUpdate]:
    """As ListCertificatesForCareWithQA finds them (1.4), of the care provider's own units only, without their XML."""
    chosen = EventFilter(
        person_id=search.person_id,
        unit_ids=tuple(search.units),
        care_provider_id=care_provider_id,
        after=search.start,
        before=search.end,
    )
    own = told_events(chosen).filter(care_provider_id=care_provider_id)
    return own.defer("payload").order_by("id")


def _settled(rows: QuerySet[StatusUpdate], *, after: int) -> QuerySet[StatusUpdate]:
    """Rows before which nothing behind ``after`` can turn up any more.

    PostgreSQL gives ids out before the commit, so behind a missing id one waits until nobody can hold it any more.
    SQLite writes one transaction at a time, so its ids come in order.
    """
    if connection.vendor != "postgresql":
        return rows
    since = clock.now() - LONGEST_TRANSACTION
    fresh = StatusUpdate.objects.filter(id__gt=after, occurred_at__gte=since)
    recent = list(fresh.order_by("id").values_list("id", flat=True))
    if not recent:
        return rows
    before = StatusUpdate.objects.filter(id__lt=recent[0]).order_by("-id").values_list("id", flat=True).first()
    return rows.filter(id__lte=_end_of_run(recent, start=before or recent[0] - 1))


def _end_of_run(ids: list[int], *, start: int) -> int:
    """The last number that is reached from ``start`` without leaving one out."""
    end = start
    for number in ids:
        if number != end + 1:
            break
        end = number
    return end
