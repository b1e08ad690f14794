"""Batches of records as deliveries of kind "pdl" (spec/pdl-logging.md 10)."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.db import transaction
from lxml import etree

from delivery import services as outbox
from delivery.models import Delivery
from pdllog import store_log
from pdllog.models import PdlRecord
from pdllog.store_log import Unfit
from webcert import clock

log = structlog.get_logger(__name__)

KIND = "pdl"
BATCHES_AT_ONCE = 10
"""Formed in one transaction."""
State = PdlRecord.State


def form_batches(now: dt.datetime) -> int:
    """Put waiting records in the outbox: full batches, and the rest when its oldest has waited long enough.

    Runs before every sweep; several sweeps at once never take the same record. Returns the number of batches.
    """
    formed = 0
    while number := _form_some(now):
        formed += number
    return formed


def send(records: list[PdlRecord], *, now: dt.datetime) -> None:
    """Make one delivery of the records, due at ``now``. One that breaks the contract is set aside alone."""
    try:
        message = store_log.checked_store_log(records)
    except Unfit:
        records = _without_unfit(records)
        if not records:
            return
        message = store_log.store_log(records)
    delivery = outbox.enqueue(
        KIND,
        owner_id=str(records[0].log_id),
        logical_address=settings.PDL_LOGICAL_ADDRESS,
        payload=etree.tostring(message, encoding="UTF-8", xml_declaration=False),
        metadata={"records": len(records)},
        due_at=now,
    )
    PdlRecord.objects.filter(pk__in=[record.pk for record in records]).update(
        state=State.BATCHED, delivery=delivery, failure=""
    )


def finish(delivery: Delivery) -> None:
    """What follows when a batch has come to its end; runs in the transaction that ended it.

    Stored: its records are done, a dead one too whose batch an administrator has sent again. Refused: each record is
    sent once more alone, so that only the bad one dies; with ``PDL_COMPATIBILITY`` all die, as in the real system.
    """
    carried = PdlRecord.objects.filter(delivery=delivery)
    if delivery.state == Delivery.State.DELIVERED:
        taken = carried.filter(state__in=(State.BATCHED, State.DEAD))
        taken.update(state=State.DELIVERED, delivered_at=delivery.finished_at, failure="")
        return
    records = list(carried.filter(state=State.BATCHED).order_by("id"))
    if len(records) == 1 or settings.PDL_COMPATIBILITY:
        for record in records:
            _set_aside(record, delivery.last_text or delivery.last_result)
        return
    for record in records:
        send([record], now=delivery.finished_at or clock.now())


@transaction.atomic
def _form_some(now: dt.datetime) -> int:
    size = settings.PDL_BATCH_SIZE
    waiting = PdlRecord.objects.filter(state=State.WAITING).order_by("id")
    records = list(waiting.select_for_update(skip_locked=True)[: size * BATCHES_AT_ONCE])
    formed = 0
    for start in range(0, len(records), size):
        batch = records[start : start + size]
        is_old = batch[0].start_date <= now - dt.timedelta(seconds=settings.PDL_BATCH_TIMEOUT)
        if len(batch) == size or is_old:
            send(batch, now=now)
            formed += 1
    return formed


def _without_unfit(records: list[PdlRecord]) -> list[PdlRecord]:
    """Those that can be sent. With ``PDL_COMPATIBILITY`` one that cannot takes all with it, as in the real system."""
    faults = {record.pk: fault for record in records if (fault := _fault(record))}
    if settings.PDL_COMPATIBILITY:
        faults = {record.pk: "en annan post i bunten följer inte kontraktet" for record in records} | faults
    for record in records:
        if record.pk in faults:
            _set_aside(record, faults[record.pk])
    return [record for record in records if record.pk not in faults]


def _fault(record: PdlRecord) -> str:
    try:
        store_log.checked_store_log([record])
    except Unfit as unfit:
        return str(unfit)
    return ""


def _set_aside(record: PdlRecord, text: str) -> None:
    PdlRecord.objects.filter(pk=record.pk).update(state=State.DEAD, failure=text[:2000])
    log.error("pdl_record_dead", log_id=str(record.log_id))
