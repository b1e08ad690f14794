"""What the simulators do for the JSON API (spec/integration.md 4.3): they fill ``api.outside.Simulators``."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import QuerySet

from api.outside import Mode, ReceiverMode, RecipientMessage, Told
from rivta.results import Result
from simulators.modes.models import SimulatorMode
from simulators.recipients import acting
from simulators.recipients.orders import CONTACT, Complement
from simulators.recipients.writing import Draft
from webcert import clock


def tell_care(message: RecipientMessage) -> Told:
    """One SendMessageToCare of the recipient to Intygstjänsten, whose answer is told whatever it is."""
    message_id = str(uuid.uuid4())
    sent = acting.tell(
        Draft(
            message_id=message_id,
            reference=acting.reference_of(message.recipient, message_id),
            sent_at=clock.now(),
            part=message.recipient,
            certificate_id=message.certificate_id,
            person_id=message.person_id,
            unit_id=message.unit_id,
            topic=message.topic,
            heading=message.heading,
            text=message.text,
            last_day=message.last_day,
            contact=CONTACT if message.contact is None else message.contact,
            complements=tuple(Complement(one.question_id, one.text, one.instance) for one in message.complements),
            reminds_of=message.reminds_of,
            answers=message.answers,
        )
    )
    return Told(message_id, Result(sent.result_code, sent.result_text, sent.error_id))


def receiver_mode(unit_id: str) -> ReceiverMode | None:
    """The mode that the journal system has for the whole unit."""
    row = _of_unit(unit_id).filter(is_active=True).order_by("-pk").first()
    if row is None:
        return None
    return ReceiverMode(
        mode=Mode(row.mode),
        text=row.text,
        delay_ms=row.delay_ms,
        delay_max_ms=row.delay_max_ms,
        remaining=row.remaining,
        every=row.every,
        percent=row.percent,
        seed=row.seed,
    )


@transaction.atomic
def set_receiver_mode(unit_id: str, mode: ReceiverMode | None) -> None:
    """Instead of the one that the unit has; one that is other than it was counts its calls from the beginning."""
    if mode is None:
        _of_unit(unit_id).delete()
        return
    if receiver_mode(unit_id) == mode:
        return
    _of_unit(unit_id).exclude(unit_id=unit_id).delete()
    SimulatorMode.objects.update_or_create(
        simulator=SimulatorMode.Simulator.CARE,
        unit_id=unit_id,
        certificate_id="",
        event="",
        is_active=True,
        defaults={
            "mode": mode.mode.value,
            "text": mode.text,
            "delay_ms": mode.delay_ms,
            "delay_max_ms": mode.delay_max_ms,
            "remaining": mode.remaining,
            "every": mode.every,
            "percent": mode.percent,
            "seed": mode.seed,
            "calls": 0,
        },
    )


def _of_unit(unit_id: str) -> QuerySet[SimulatorMode]:
    """The modes for everything about the unit, not those for one certificate or event."""
    return SimulatorMode.objects.filter(
        simulator=SimulatorMode.Simulator.CARE, unit_id__iexact=unit_id, certificate_id="", event=""
    )
