"""The register of integrated units: who is in it, how one gets in (spec/status-updates.md 1.2, 1.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from certificates.models import Certificate
from certificates.types.base import CertificateType, Engine
from notifications.models import IntegratedUnit
from webcert import clock

FK7263 = "fk7263"
STAMPED_FOR = dt.timedelta(minutes=1)


class Schema(StrEnum):
    """The version of CertificateStatusUpdateForCare that a unit takes for a type."""

    VERSION_1 = "VERSION_1"
    VERSION_3 = "VERSION_3"


@dataclass(frozen=True, slots=True)
class UnitNames:
    """What the register keeps about a unit."""

    unit_id: str
    unit_name: str
    care_provider_id: str
    care_provider_name: str

    @classmethod
    def of(cls, certificate: Certificate) -> UnitNames:
        return cls(
            certificate.unit_id, certificate.unit_name, certificate.care_provider_id, certificate.care_provider_name
        )


def notification_schema(unit_id: str, certificate_type: CertificateType) -> Schema | None:
    """The schema for status updates about certificates of ``certificate_type`` on the unit; None = not integrated.

    Only the unit itself counts, never the one above it.
    """
    unit = IntegratedUnit.objects.filter(unit_id=unit_id).first()
    return None if unit is None else schema_of(unit, certificate_type)


def schema_of(unit: IntegratedUnit, certificate_type: CertificateType) -> Schema | None:
    """The same for a unit of the register. For model-driven types the row is enough; for the others its flags decide
    and the look-up is stamped (1.3).
    """
    if certificate_type.engine is not Engine.MODEL:
        _stamp(unit)
    return accepted_schema(unit, certificate_type)


def accepted_schema(unit: IntegratedUnit, certificate_type: CertificateType) -> Schema | None:
    """The rule of ``schema_of`` alone, for whoever only wants to know."""
    if certificate_type.engine is Engine.MODEL:
        return Schema.VERSION_3
    if unit.schema_version_3 and (certificate_type.type_id != FK7263 or unit.schema_version_1):
        return Schema.VERSION_3
    if certificate_type.type_id == FK7263 and unit.schema_version_1:
        return Schema.VERSION_1
    return None


def known_provider(unit_id: str) -> str:
    """The care provider of a unit that HSA may have forgotten."""
    return IntegratedUnit.objects.filter(unit_id=unit_id).values_list("care_provider_id", flat=True).first() or ""


def _stamp(unit: IntegratedUnit) -> None:
    """Once in a while: every stamp makes the unit's other changes wait for the end of this transaction."""
    now = clock.now()
    if unit.last_checked_at is None or not now - STAMPED_FOR < unit.last_checked_at <= now:
        IntegratedUnit.objects.filter(pk=unit.pk).update(last_checked_at=now)


def register_unit(
    names: UnitNames,
    registered_by: IntegratedUnit.RegisteredBy,
    *,
    schema_version_1: bool = False,
    schema_version_3: bool = True,
) -> IntegratedUnit:
    """Take a unit in. A unit that is there keeps its names; a flag is only ever switched on (1.2)."""
    unit, is_new = IntegratedUnit.objects.get_or_create(
        unit_id=names.unit_id,
        defaults={
            "unit_name": names.unit_name,
            "care_provider_id": names.care_provider_id,
            "care_provider_name": names.care_provider_name,
            "schema_version_1": schema_version_1,
            "schema_version_3": schema_version_3,
            "registered_by": registered_by,
        },
    )
    switched_on = (schema_version_1 and not unit.schema_version_1) or (schema_version_3 and not unit.schema_version_3)
    if not is_new and switched_on:
        unit.schema_version_1 |= schema_version_1
        unit.schema_version_3 |= schema_version_3
        unit.save()
    return unit


def remove_unit(unit_id: str) -> None:
    """Take a unit out: from now on its journal system is told nothing. What was produced stays."""
    IntegratedUnit.objects.filter(unit_id=unit_id).delete()


def register_from_relation(parent: Certificate, certificate: Certificate, certificate_type: CertificateType) -> None:
    """A certificate made from another one on another unit of the same care provider takes that unit's flags along."""
    if parent.unit_id == certificate.unit_id or parent.care_provider_id != certificate.care_provider_id:
        return
    if notification_schema(parent.unit_id, certificate_type) is None:
        return
    source = IntegratedUnit.objects.get(unit_id=parent.unit_id)
    register_unit(
        UnitNames.of(certificate),
        IntegratedUnit.RegisteredBy.COPY,
        schema_version_1=source.schema_version_1,
        schema_version_3=source.schema_version_3,
    )
