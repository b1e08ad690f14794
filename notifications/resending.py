"""Sending status updates again by hand: what is selected, and what is refused (spec/status-updates.md 4.8)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db.models import QuerySet

from delivery import services as outbox
from delivery.models import Delivery
from notifications.models import StatusUpdate
from webcert import clock
from webcert.errors import DataNotFound, InvalidInput

log = structlog.get_logger(__name__)

STATES = {"SUCCESS": Delivery.State.DELIVERED, "FAILURE": Delivery.State.FAILED}
"""Statuses that can be chosen; others are dropped without a word, for they are on their way already."""
_CERTIFICATE_ID = re.compile(r"[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}")


class ResendRefused(InvalidInput):
    """A selection that is not allowed, with the code of the real system and a fitting status."""

    code = "UNKNOWN_INTERNAL_PROBLEM"


@dataclass(frozen=True, slots=True)
class Period:
    """Event times from ``start`` to ``end``, both inclusive."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class Filter:
    """What all selections have in common. No event codes = all."""

    statuses: tuple[str, ...]
    event_codes: tuple[str, ...] = ()


def of_certificates(certificate_ids: Iterable[str], chosen: Filter) -> QuerySet[StatusUpdate]:
    """Events of the certificates; raises ``ResendRefused`` for an empty list or an id of the wrong form."""
    ids = _ids(certificate_ids, "certificateIds")
    for certificate_id in ids:
        if not _CERTIFICATE_ID.fullmatch(certificate_id):
            raise ResendRefused(f"Ogiltigt intygs-id: {certificate_id}")
    return _chosen(StatusUpdate.objects.filter(certificate_id__in=[i.lower() for i in ids]), chosen)


def of_units(unit_ids: Iterable[str], chosen: Filter, period: Period) -> QuerySet[StatusUpdate]:
    """Events of the units; at most ``STATUS_UPDATE_RESEND_DAYS_UNIT`` days at a time."""
    ids = _ids(unit_ids, "unitIds")
    _check(period, settings.STATUS_UPDATE_RESEND_DAYS_UNIT)
    rows = StatusUpdate.objects.filter(logical_address__in=[unit_id.upper() for unit_id in ids])
    return _within(_chosen(rows, chosen), period)


def of_care_provider(care_provider_id: str, chosen: Filter, period: Period) -> QuerySet[StatusUpdate]:
    """Events of a care provider; at most ``STATUS_UPDATE_RESEND_DAYS_PROVIDER`` days at a time."""
    (provider,) = _ids([care_provider_id], "careGiverId")
    _check(period, settings.STATUS_UPDATE_RESEND_DAYS_PROVIDER)
    return _within(_chosen(StatusUpdate.objects.filter(care_provider_id=provider.upper()), chosen), period)


def send(selected: QuerySet[StatusUpdate], *, activation_time: dt.datetime | None = None) -> int:
    """Queue the selected events again, in the order of their times; returns how many.

    Raises ``ResendRefused`` when more than ``STATUS_UPDATE_RESEND_MAX`` are selected.
    """
    number = selected.count()
    if number > settings.STATUS_UPDATE_RESEND_MAX:
        raise ResendRefused(
            f"Urvalet omfattar {number} statusuppdateringar. Högst {settings.STATUS_UPDATE_RESEND_MAX} kan skickas om."
        )
    ids = selected.order_by("occurred_at", "id").values_list("delivery_id", flat=True)
    sent = outbox.resend(ids, activation_time=activation_time)
    log.info("status_updates_resent", selected=number, sent=sent)
    return sent


def send_one(update_id: int, *, among: QuerySet[StatusUpdate]) -> int:
    """Queue one event whatever its status; 0 when it is on its way already or never was to be sent."""
    update = among.filter(pk=update_id).first()
    if update is None:
        raise DataNotFound("Statusuppdateringen finns inte.")
    return outbox.resend([update.delivery_id]) if update.delivery_id else 0


def _ids(texts: Iterable[str], field: str) -> list[str]:
    ids = ["".join(text.split()) for text in texts]
    if not ids or not all(ids):
        raise ResendRefused(f"{field} saknas.")
    return ids


def _check(period: Period, max_days: int) -> None:
    if period.end < period.start:
        raise ResendRefused("Slutet på perioden ligger före början.")
    if period.end - period.start > dt.timedelta(days=max_days):
        raise ResendRefused(f"Perioden är för lång. Högst {max_days} dagar kan väljas.")
    days_back = settings.STATUS_UPDATE_RESEND_DAYS_BACK
    if clock.now() - period.start > dt.timedelta(days=days_back):
        raise ResendRefused(f"Perioden börjar för långt bakåt i tiden. Högst {days_back} dagar är tillåtet.")


def _chosen(rows: QuerySet[StatusUpdate], chosen: Filter) -> QuerySet[StatusUpdate]:
    rows = rows.filter(delivery__state__in=[STATES[status] for status in chosen.statuses if status in STATES])
    return rows.filter(code__in=chosen.event_codes) if chosen.event_codes else rows


def _within(rows: QuerySet[StatusUpdate], period: Period) -> QuerySet[StatusUpdate]:
    return rows.filter(occurred_at__gte=period.start, occurred_at__lte=period.end)
