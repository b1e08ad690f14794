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
from webcert import clock

log = structlog.get_logger(__name__)

KIND = "pdl"
State = PdlRecord.State


def form_batches(now: dt.datetime) -> int:
    """Put waiting records in the outbox: full batches, and the rest when its oldest has waited long enough.

    Runs before every sweep; several sweeps at once never take the same record. Returns the number of batches.
    """
    formed = 0
    while _form_one(now):
        formed += 1
    return formed


def send(records: list[PdlRecord], *, now: dt.datetime) -> None:
    """Make one delivery of the records, due at ``now``. One that breaks the contract is set aside alone."""
    fit = [record for record in records if _is_fit(record)]
    if not fit:
        return
    delivery = outbox.enqueue(
        KIND,
        owner_id=str(fit[0].log_id),
        logical_address=settings.PDL_LOGICAL_ADDRESS,
        payload=etree.tostring(store_log.store_log(fit), encoding="UTF-8", xml_declaration=False),
        metadata={"records": len(fit)},
        due_at=now,
    )
    PdlRecord.objects.filter(pk__in=[record.pk for record in fit]).update(
        state=State.BATCHED, delivery=delivery, failure=""
    )


def finish(delivery: Delivery) -> None:
    """What follows when a batch has come to its end; runs in the transaction that ended it.

    Stored: its records are done. Refused: each record is sent once more alone, so that only the bad one dies.
    """
    records = list(PdlRecord.objects.filter(delivery=delivery, state=State.BATCHED).order_by("id"))
    if delivery.state == Delivery.State.DELIVERED:
        PdlRecord.objects.filter(pk__in=[record.pk for record in records]).update(
            state=State.DELIVERED, delivered_at=delivery.finished_at
        )
    elif len(records) == 1:
        _set_aside(records[0], delivery.last_text or delivery.last_result)
    else:
        for record in records:
            send([record], now=delivery.finished_at or clock.now())


@transaction.atomic
def _form_one(now: dt.datetime) -> bool:
    waiting = PdlRecord.objects.filter(state=State.WAITING).order_by("id")
    records = list(waiting.select_for_update(skip_locked=True)[: settings.PDL_BATCH_SIZE])
    if not records:
        return False
    is_old = records[0].start_date <= now - dt.timedelta(seconds=settings.PDL_BATCH_TIMEOUT)
    if len(records) < settings.PDL_BATCH_SIZE and not is_old:
        return False
    send(records, now=now)
    return True


def _is_fit(record: PdlRecord) -> bool:
    faults = store_log.errors(record)
    if faults:
        _set_aside(record, "; ".join(faults))
    return not faults


def _set_aside(record: PdlRecord, text: str) -> None:
    PdlRecord.objects.filter(pk=record.pk).update(state=State.DEAD, failure=text[:2000])
    log.error("pdl_record_dead", log_id=str(record.log_id))
