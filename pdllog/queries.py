"""Reads of the PDL log, within the reader's care provider (spec/administration.md 4)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from pdllog.models import PdlRecord
from webcert import clock

ALARM_AGE = dt.timedelta(hours=1)
LATE = "Loggposter har väntat över en timme på att levereras."


def of_care_provider(care_provider_id: str) -> Q:
    """Records where the user's or the owner's care provider is this one."""
    return Q(user_care_provider_id=care_provider_id) | Q(owner_care_provider_id=care_provider_id)


def oldest_unsent_is_late() -> bool:
    """Has a record waited for more than an hour? (spec/pdl-logging.md 10)"""
    return any(_oldest_is_late(state) for state in (PdlRecord.State.WAITING, PdlRecord.State.BATCHED))


def warnings() -> tuple[str, ...]:
    """What is wrong with the log as a whole, for whoever watches the installation; nothing about anybody in it."""
    dead = PdlRecord.objects.filter(state=PdlRecord.State.DEAD).count()
    checks = (
        (oldest_unsent_is_late(), LATE),
        (dead > 0, f"{dead} PDL-loggposter togs inte emot av loggtjänsten och har lagts åt sidan."),
    )
    return tuple(text for applies, text in checks if applies)


def _oldest_is_late(state: PdlRecord.State) -> bool:
    """The first one by id is the oldest one: an index finds it however many wait."""
    oldest = PdlRecord.objects.filter(state=state).order_by("id").values_list("start_date", flat=True).first()
    return oldest is not None and clock.now() - oldest > ALARM_AGE
