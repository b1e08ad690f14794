"""Messages that have been delivered long ago are not kept for ever; that they were sent is (9.12)."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings

from delivery.models import Delivery
from notifications.models import StatusUpdate
from webcert import clock

log = structlog.get_logger(__name__)
_CHUNK = 500


def clear_old_payloads() -> int:
    """Empty the message of every event delivered more than ``STATUS_UPDATE_PAYLOAD_DAYS`` ago; returns how many.

    Digest, delivery and attempts stay. A later resend makes the message anew, as things are then (4.7). 0 days: never.
    """
    days = settings.STATUS_UPDATE_PAYLOAD_DAYS
    if not days:
        return 0
    before = clock.now() - dt.timedelta(days=days)
    old = StatusUpdate.objects.filter(delivery__state=Delivery.State.DELIVERED, delivery__finished_at__lt=before)
    filled = old.exclude(payload=b"").order_by("pk").values_list("pk", flat=True)
    cleared = 0
    while ids := list(filled[:_CHUNK]):
        cleared += StatusUpdate.objects.filter(pk__in=ids).update(payload=b"")
    log.info("status_update_payloads_cleared", number=cleared)
    return cleared
