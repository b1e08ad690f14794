"""Reads of the PDL log, within the reader's care provider (spec/administration.md 4)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min, Q

from pdllog.models import PdlRecord
from webcert import clock

ALARM_AGE = dt.timedelta(hours=1)


def of_care_provider(care_provider_id: str) -> Q:
    """Records where the user's or the owner's care provider is this one."""
    return Q(user_care_provider_id=care_provider_id) | Q(owner_care_provider_id=care_provider_id)


def oldest_unsent_is_late() -> bool:
    """Has a record waited for more than an hour? (spec/pdl-logging.md 10)"""
    unsent = PdlRecord.objects.filter(state__in=(PdlRecord.State.WAITING, PdlRecord.State.BATCHED))
    oldest = unsent.aggregate(oldest=Min("start_date"))["oldest"]
    return oldest is not None and clock.now() - oldest > ALARM_AGE
