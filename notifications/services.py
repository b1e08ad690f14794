"""Producing status updates: one row per event, its message frozen, its delivery queued (spec/status-updates.md 9.4)."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction

from arenden.queries import QuestionCounts, question_counts
from certificates.models import Certificate
from certificates.types.base import CertificateType, Engine
from delivery import services as outbox
from delivery.models import Delivery
from notifications import integrated_units, message
from notifications.codes import EventCode
from notifications.elements import EventFacts
from notifications.integrated_units import FK7263, Schema
from notifications.message import InvalidMessage
from notifications.models import IntegratedUnit, StatusUpdate
from webcert import clock

log = structlog.get_logger(__name__)

KIND = "status"
REBUILD = "rebuild"
"""Metadata of a delivery whose message could not be made: it is made anew at the next attempt (4.7)."""
VERSION_1_TEXT = "Enheten tar bara emot version 1 av CertificateStatusUpdateForCare, som inte längre kan skickas."
Listener = Callable[[StatusUpdate], None]
MILLISECOND = dt.timedelta(milliseconds=1)
COUNTING = {
    EventCode.NYFRFM,
    EventCode.NYSVFM,
    EventCode.NYFRFV,
    EventCode.HANFRFM,
    EventCode.HANFRFV,
    EventCode.MAKULE,
}
"""Types of the older engine count questions only for these events (2.2)."""

_listeners: list[Listener] = []


def on_produced(listener: Listener) -> Listener:
    """Call ``listener(update)`` in the transaction of every event whose delivery is queued; usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


@transaction.atomic(savepoint=False)
def produce(
    code: EventCode,
    certificate: Certificate,
    certificate_type: CertificateType,
    *,
    occurred_at: dt.datetime,
    handled_by: str = "",
    topic: str = "",
    last_answer_date: dt.date | None = None,
    unit: IntegratedUnit | None = None,
    is_mailed: bool = False,
) -> StatusUpdate | None:
    """Store the event and queue its delivery, in the caller's transaction. None: the unit gets none.

    ``unit``: the certificate's unit in the register, when the caller has it. ``is_mailed``: the unit is told by mail,
    and the row only says so. A message that cannot be built becomes a
    stored failure; the user's action goes through.
    """
    if not certificate_type.flags.status_updates_to_care:
        return None
    if unit is None:
        schema = integrated_units.notification_schema(certificate.unit_id, certificate_type)
    else:
        schema = integrated_units.schema_of(unit, certificate_type)
    if (schema is None or is_mailed) and not settings.STATUS_UPDATE_RECORD_SUPPRESSED:
        return None
    update = next_row(code, certificate, certificate_type, occurred_at)
    update.handled_by, update.topic, update.last_answer_date = handled_by, topic, last_answer_date
    if schema is None:
        update.suppressed_reason = StatusUpdate.Suppressed.NOT_INTEGRATED
    elif is_mailed:
        update.suppressed_reason = StatusUpdate.Suppressed.MAILED
    elif schema is Schema.VERSION_1:
        update.delivery = _failed(update, VERSION_1_TEXT)
    else:
        _withdraw_resting(update)
        update.delivery = _build_and_queue(update, certificate, certificate_type)
    update.save(force_insert=True)
    log.info(
        "status_update_produced",
        certificate_id=certificate.pk,
        correlation_id=str(update.correlation_id),
        logical_address=update.logical_address,
        code=code.value,
        suppressed=update.suppressed_reason,
    )
    if update.delivery is not None:
        for listener in _listeners:
            listener(update)
    return update


def facts_of(update: StatusUpdate) -> EventFacts:
    return EventFacts(
        code=EventCode(update.code),
        occurred_at=update.occurred_at,
        reference=update.reference,
        handled_by=update.handled_by,
        topic=update.topic,
        last_answer_date=update.last_answer_date,
    )


def freeze(update: StatusUpdate, body: bytes) -> None:
    """Keep the finished bytes on the row in memory."""
    update.payload = body
    update.payload_sha256 = hashlib.sha256(body).hexdigest()


def next_row(
    code: EventCode, certificate: Certificate, certificate_type: CertificateType, occurred_at: dt.datetime
) -> StatusUpdate:
    """The next event of the certificate, under its row lock: next number, strictly later time in whole milliseconds.

    SKAPAT is the first one of a row that nobody else has seen yet.
    """
    last = None if code is EventCode.SKAPAT else _last_row(certificate)
    moment = occurred_at.replace(microsecond=occurred_at.microsecond // 1000 * 1000)
    return StatusUpdate(
        correlation_id=uuid.uuid4(),
        certificate_id=certificate.pk,
        seq=last.seq + 1 if last else 1,
        code=code,
        occurred_at=max(moment, last.occurred_at + MILLISECOND) if last else moment,
        logical_address=certificate.unit_id,
        care_provider_id=certificate.care_provider_id,
        person_id=certificate.person_id,
        certificate_type=certificate_type.code,
        type_version=certificate.type_version,
        issuer_hsa_id=certificate.issuer_hsa_id,
        reference=certificate.reference,
    )


def _last_row(certificate: Certificate) -> StatusUpdate | None:
    Certificate.objects.select_for_update().filter(pk=certificate.pk).values_list("pk").get()
    rows = StatusUpdate.objects.filter(certificate_id=certificate.pk)
    return rows.order_by("-seq").only("seq", "occurred_at").first()


def _build_and_queue(update: StatusUpdate, certificate: Certificate, certificate_type: CertificateType) -> Delivery:
    try:
        body = message.build(certificate, facts_of(update), counts_for(update, certificate, certificate_type))
    except DatabaseError:
        raise
    except InvalidMessage as invalid:
        freeze(update, invalid.body)
        return _failed(update, f"Meddelandet följer inte kontraktet: {invalid}")
    except Exception as error:
        log.exception("status_update_not_built", certificate_id=certificate.pk, code=update.code)
        return _failed(update, f"Meddelandet gick inte att skapa: {type(error).__name__}: {error}")
    freeze(update, body)
    return outbox.enqueue(
        KIND,
        owner_id=str(update.correlation_id),
        order_key=update.certificate_id,
        logical_address=update.logical_address,
        metadata=delivery_metadata(update),
        coalesce_until=_coalesce_until(update, certificate_type),
    )


def _failed(update: StatusUpdate, text: str) -> Delivery:
    return outbox.record_final(
        KIND,
        state=Delivery.State.FAILED,
        owner_id=str(update.correlation_id),
        order_key=update.certificate_id,
        logical_address=update.logical_address,
        metadata=delivery_metadata(update) | {REBUILD: True},
        text=text,
    )


def delivery_metadata(update: StatusUpdate) -> dict[str, object]:
    """What the list of deliveries shows of the event."""
    return {"code": str(update.code), "certificateId": update.certificate_id}


def counts_for(update: StatusUpdate, certificate: Certificate, certificate_type: CertificateType) -> QuestionCounts:
    """The questions to tell of; zero for the events of older types that do not count them."""
    if certificate_type.engine is Engine.LEGACY and update.code not in COUNTING:
        return QuestionCounts()
    return question_counts(certificate)


def _resting(certificate_id: str) -> dict[int, dt.datetime]:
    """Keys of the deliveries of ANDRAT that rest in the window, and until when each does."""
    unfinished = Delivery.objects.filter(kind=KIND, order_key=certificate_id, finished_at__isnull=True)
    rows = unfinished.filter(state=Delivery.State.COALESCING)
    return {pk: until for pk, until in rows.values_list("pk", "available_at") if until}


def _withdraw_resting(update: StatusUpdate) -> None:
    """SIGNAT makes resting ANDRAT needless, and so does RADERA unless the real system is imitated (9.4)."""
    imitates = settings.STATUS_UPDATE_ANDRAT_AFTER_RADERA == "real"
    if update.code == EventCode.SIGNAT or (update.code == EventCode.RADERA and not imitates):
        outbox.supersede(_resting(update.certificate_id))


def _coalesce_until(update: StatusUpdate, certificate_type: CertificateType) -> dt.datetime | None:
    """How long an ANDRAT rests. A resting one of the same certificate is superseded and leaves its time to this one."""
    window = settings.STATUS_UPDATE_ANDRAT_WINDOW
    if update.code != EventCode.ANDRAT or certificate_type.type_id == FK7263 or window <= 0:
        return None
    resting = _resting(update.certificate_id)
    if resting and outbox.supersede(resting):
        return min(resting.values())
    now = clock.now()
    if settings.STATUS_UPDATE_ANDRAT_MODE == "tick":
        return dt.datetime.fromtimestamp((int(now.timestamp()) // window + 1) * window, tz=dt.UTC)
    return now + dt.timedelta(seconds=window)
