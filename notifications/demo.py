"""The demo world's integrated units, and what journal systems have heard of its certificates (spec/demo-world.md)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from arenden.queries import QuestionCounts
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
    for code, occurred_at in _past(certificate):
        update = next_row(code, certificate, certificate_type, occurred_at)
        update.handled_by = certificate.issuer_hsa_id
        build = message.build_as_draft if code in BEFORE_SIGNING else message.build
        freeze(update, build(certificate, facts_of(update), QuestionCounts()))
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


def _past(certificate: Certificate) -> list[tuple[EventCode, dt.datetime]]:
    moments = (
        (EventCode.SKAPAT, certificate.created_at),
        (EventCode.KFSIGN, certificate.ready_for_sign_at),
        (EventCode.SIGNAT, certificate.signed_at),
        (EventCode.SKICKA, certificate.sent_at),
        (EventCode.MAKULE, certificate.revoked_at),
    )
    return [(code, moment) for code, moment in moments if moment is not None]
