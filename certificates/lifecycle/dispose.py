"""Removal of drafts that nobody has signed (spec/lifecycle.md 3.7). Off unless switched on."""

from __future__ import annotations

import calendar
import datetime as dt

import structlog
from django.conf import settings
from django.db import transaction

from certificates.lifecycle.recording import announce_removal
from certificates.models import Certificate
from webcert import clock

log = structlog.get_logger(__name__)

PAGE_SIZE = 1000


def dispose_when_switched_on() -> int:
    return dispose_of_old_drafts() if settings.DRAFT_DISPOSAL else 0


def dispose_of_old_drafts() -> int:
    """Remove every draft, locked or not, revoked or not, made more than three months ago; how many.

    Each in a transaction of its own: one that fails is logged and left, and the others go on.
    """
    old = Certificate.objects.filter(
        state__in=[Certificate.State.DRAFT, Certificate.State.LOCKED], created_at__lt=_cutoff()
    )
    removed = 0
    failed: list[str] = []
    while page := list(old.exclude(pk__in=failed).order_by("created_at").values_list("pk", flat=True)[:PAGE_SIZE]):
        for certificate_id in page:
            try:
                removed += _dispose(certificate_id)
            except Exception:
                failed.append(certificate_id)
                log.exception("draft_not_disposed_of", certificate_id=certificate_id)
    return removed


@transaction.atomic
def _dispose(certificate_id: str) -> bool:
    """Remove one with its history, unless it has been signed meanwhile; what was made from it stands alone."""
    draft = (
        Certificate.objects.select_for_update()
        .filter(pk=certificate_id, state__in=[Certificate.State.DRAFT, Certificate.State.LOCKED])
        .first()
    )
    if draft is None:
        return False
    announce_removal(draft)
    draft.events.all().delete()
    draft.children.update(relation="", parent=None)
    draft.delete()
    log.info("draft_disposed_of", certificate_id=certificate_id)
    return True


def _cutoff() -> dt.datetime:
    """This time of day as many months ago as the setting says; the last day of a shorter month stands in."""
    now = clock.local(clock.now())
    index = now.year * 12 + now.month - 1 - settings.DRAFT_DISPOSAL_AFTER_MONTHS
    year, month = divmod(index, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return clock.from_local(now.replace(year=year, month=month + 1, day=day, tzinfo=None))
