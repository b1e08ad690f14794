"""The demo world's integrated units, and what journal systems have heard of its certificates (spec/demo-world.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from arenden.models import Arende
from arenden.queries import QuestionCounts, question_counts
from certificates.models import Certificate
from certificates.types import registry
from delivery import services as outbox
from delivery.models import Delivery
from hsa import directory
from notifications import message
from notifications.codes import EventCode
from notifications.integrated_units import UnitNames, notification_schema, register_unit
from notifications.models import IntegratedUnit, StatusUpdate
from notifications.services import KIND, delivery_metadata, facts_of, freeze, next_row

UNITS = (
    UnitNames("SE2321000016-VE01", "", "SE2321000016-VG01", ""),
    UnitNames("SE5565000001-VE21", "", "SE5565000001-VG02", ""),
    UnitNames("SE5565000001-VE22", "", "SE5565000001-VG02", ""),
)

BEFORE_SIGNING = {EventCode.SKAPAT, EventCode.KFSIGN}


@transaction.atomic
def load() -> None:
    """Register the units, and store past status updates of the demo certificates that exist. Nothing is sent.

    May run again when certificates have come: an event that is there is left alone.
    """
    for unit in UNITS:
        register_unit(_named(unit), IntegratedUnit.RegisteredBy.FIXTURE)
    for certificate in Certificate.objects.filter(way_in=Certificate.WayIn.DEMO).order_by("created_at", "pk"):
        _remember(certificate)


def _named(unit: UnitNames) -> UnitNames:
    """With the names that HSA has."""
    try:
        node = directory.unit(unit.unit_id)
    except directory.UnitNotFound:
        return UnitNames(unit.unit_id, unit.unit_id, unit.care_provider_id, unit.care_provider_id)
    return UnitNames(node.hsa_id, node.name, node.care_provider_id, node.care_provider_name)


def _remember(certificate: Certificate) -> None:
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    if StatusUpdate.objects.filter(certificate_id=certificate.pk).exists():
        return
    if notification_schema(certificate.unit_id, certificate_type) is None:
        return
    for past in _past(certificate):
        update = next_row(past.code, certificate, certificate_type, past.at)
        if past.request is None:
            update.handled_by = certificate.issuer_hsa_id
        else:
            update.topic, update.last_answer_date = past.request.topic, past.request.last_answer_date
        build = message.build_as_draft if past.code in BEFORE_SIGNING else message.build
        counts = QuestionCounts() if past.request is None else question_counts(certificate)
        freeze(update, build(certificate, facts_of(update), counts))
        update.delivery = outbox.record_final(
            KIND,
            state=Delivery.State.DELIVERED,
            owner_id=str(update.correlation_id),
            order_key=update.certificate_id,
            logical_address=update.logical_address,
            metadata=delivery_metadata(update),
            result_code="OK",
            at=update.occurred_at,
        )
        update.save(force_insert=True)


@dataclass(frozen=True, slots=True)
class Past:
    """One event of long ago; ``request`` is the question that came in."""

    code: EventCode
    at: dt.datetime
    request: Arende | None = None


def _past(certificate: Certificate) -> list[Past]:
    moments = (
        (EventCode.SKAPAT, certificate.created_at),
        (EventCode.KFSIGN, certificate.ready_for_sign_at),
        (EventCode.SIGNAT, certificate.signed_at),
        (EventCode.SKICKA, certificate.sent_at),
        (EventCode.MAKULE, certificate.revoked_at),
    )
    own = [Past(code, moment) for code, moment in moments if moment is not None]
    questions = certificate.arenden.filter(kind=Arende.Kind.QUESTION, sender=Arende.Sender.RECIPIENT)
    asked = [Past(EventCode.NYFRFM, question.stored_at, question) for question in questions]
    return sorted([*own, *asked], key=lambda past: past.at)
