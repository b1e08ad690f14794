"""Status update or mail: for each incoming message one of them, never both (spec/status-updates.md 6.1, 6.2)."""

from __future__ import annotations

from enum import Enum, auto

import structlog
from django.db.models import Q

from certificates.models import Certificate
from certificates.types.base import CertificateType
from notifications.codes import IncomingKind
from notifications.integrated_units import FK7263, notification_schema
from notifications.models import UnitNotificationConfig
from webcert import clock

log = structlog.get_logger(__name__)


class Channel(Enum):
    """How a unit is told."""

    STATUS_UPDATE = auto()
    MAIL = auto()


def choose(certificate: Certificate, certificate_type: CertificateType, incoming: IncomingKind) -> Channel:
    """How the certificate's unit is told of a message about it.

    By mail when it is not integrated for the type, or when the configuration asks for it. An answer about fk7263 goes
    past the configuration, as in the real system.
    """
    if notification_schema(certificate.unit_id, certificate_type) is None:
        return Channel.MAIL
    if certificate_type.type_id == FK7263 and incoming is IncomingKind.ANSWER:
        return Channel.STATUS_UPDATE
    return Channel.MAIL if _is_configured(certificate) else Channel.STATUS_UPDATE


def _is_configured(certificate: Certificate) -> bool:
    """Does a row of the configuration that has come into force name the unit or its care provider?"""
    named = Q(unit_id=certificate.unit_id) | Q(unit_id="", care_provider_id=certificate.care_provider_id)
    in_force = UnitNotificationConfig.objects.filter(named, starts_at__lte=clock.now())
    is_mail = certificate.signed_at is not None and in_force.filter(starts_at__gt=certificate.signed_at).exists()
    log.info(
        "unit_notification_decided",
        certificate_id=certificate.pk,
        care_provider_id=certificate.care_provider_id,
        unit_id=certificate.unit_id,
        signed_at=str(certificate.signed_at),
        is_mail=is_mail,
    )
    return is_mail
