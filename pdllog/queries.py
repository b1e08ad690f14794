"""Reads of the PDL log, within the reader's care provider (spec/administration.md 4)."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Min, Q, QuerySet

from accounts import staff
from pdllog.models import PdlRecord
from webcert import clock

ALARM_AGE = dt.timedelta(hours=1)


def visible_to(user: AbstractBaseUser | AnonymousUser) -> QuerySet[PdlRecord]:
    """Records where the user's or the owner's care provider is the reader's own; all for a reader without limit."""
    limit = staff.care_provider_limit(user)
    if not limit:
        return PdlRecord.objects.all()
    return PdlRecord.objects.filter(Q(user_care_provider_id=limit) | Q(owner_care_provider_id=limit))


def oldest_unsent_is_late() -> bool:
    """Has a record waited for more than an hour? (spec/pdl-logging.md 10)"""
    unsent = PdlRecord.objects.filter(state__in=(PdlRecord.State.WAITING, PdlRecord.State.BATCHED))
    oldest = unsent.aggregate(oldest=Min("start_date"))["oldest"]
    return oldest is not None and clock.now() - oldest > ALARM_AGE
