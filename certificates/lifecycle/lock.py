"""Locking of old drafts (spec/lifecycle.md 3.6). No status update and no PDL record: nobody is told."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.db import transaction

from certificates.events import EventKind
from certificates.lifecycle.recording import append
from certificates.models import Certificate
from webcert import clock

log = structlog.get_logger(__name__)

TECHNICAL_USER = "UtkastLockJob"


def lock_old_drafts() -> int:
    """Lock every draft created at or before 00:00 fourteen days ago, each in a transaction of its own; how many."""
    cutoff = clock.midnight(clock.today() - dt.timedelta(days=settings.DRAFT_LOCK_AFTER_DAYS))
    old = Certificate.objects.filter(state=Certificate.State.DRAFT, created_at__lte=cutoff)
    return sum(_lock(certificate_id) for certificate_id in old.order_by("created_at").values_list("pk", flat=True))


@transaction.atomic
def _lock(certificate_id: str) -> bool:
    """Lock one; the relations from it and to it are cleared, so that its parent is free again."""
    changed = Certificate.objects.filter(pk=certificate_id, state=Certificate.State.DRAFT).update(
        state=Certificate.State.LOCKED, relation="", parent=None
    )
    if not changed:
        return False
    Certificate.objects.filter(parent=certificate_id).update(relation="", parent=None)
    certificate = Certificate.objects.get(pk=certificate_id)
    append(EventKind.LAST, certificate, user=None, occurred_at=clock.now(), technical_user=TECHNICAL_USER)
    log.info("draft_locked", certificate_id=certificate_id)
    return True
