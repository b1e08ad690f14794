"""Hearing domain events, in the transaction of the change (spec/status-updates.md 1.2, 2.2)."""

from __future__ import annotations

from typing import Any

from certificates.events import DomainEvent, EventKind, Incoming, domain_event
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from notifications import mail, services
from notifications.codes import CODE_OF_EVENT, EventCode, IncomingKind
from notifications.integrated_units import UnitNames, register_from_relation, register_unit
from notifications.models import IntegratedUnit

WayIn = Certificate.WayIn


def connect() -> None:
    """Listen from now on; called when the application is ready."""
    domain_event.connect(hear, dispatch_uid="notifications")


def hear(event: DomainEvent, **_kwargs: Any) -> None:
    """Register the unit when the event calls for it, then tell the journal system when the event has a code.

    Of a message that has come in the unit may be told by mail instead (6.1).
    """
    code = CODE_OF_EVENT.get(event.kind)
    certificate = event.certificate
    if code is None or certificate is None:
        return
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    unit = _register_unit(event, certificate, certificate_type) if event.kind in EventKind.creating() else None
    is_mailed = event.incoming is not None and _mail(event.incoming, code, certificate, certificate_type)
    asks = event.incoming if code is EventCode.NYFRFM else None
    services.produce(
        code,
        certificate,
        certificate_type,
        occurred_at=event.occurred_at,
        handled_by=_handled_by(event, certificate, certificate_type),
        topic=asks.topic if asks else "",
        last_answer_date=asks.last_answer_date if asks else None,
        unit=unit,
        is_mailed=is_mailed,
    )


def _mail(incoming: Incoming, code: EventCode, certificate: Certificate, certificate_type: CertificateType) -> bool:
    """Write to the unit when that is how it is told; whether it is."""
    kind = IncomingKind.ANSWER if code is EventCode.NYSVFM else IncomingKind.QUESTION
    if mail.choose(certificate, certificate_type, kind) is not mail.Channel.MAIL:
        return False
    mail.notify_unit(certificate, kind, message_id=incoming.message_id, asked_by=incoming.asked_by)
    return True


def _register_unit(
    event: DomainEvent, certificate: Certificate, certificate_type: CertificateType
) -> IntegratedUnit | None:
    """The certificate's unit in the register, when the event has taken it in."""
    if certificate.way_in == WayIn.CREATE_DRAFT_CERTIFICATE:
        return register_unit(UnitNames.of(certificate), IntegratedUnit.RegisteredBy.CREATE_DRAFT_CERTIFICATE)
    if certificate.way_in == WayIn.RELATION and certificate.parent and event.user and event.user.is_integrated:
        register_from_relation(certificate.parent, certificate, certificate_type)
    return None


def _handled_by(event: DomainEvent, certificate: Certificate, certificate_type: CertificateType) -> str:
    """Nobody is logged in during CreateDraftCertificate; types of the older engine then name nobody (2.2)."""
    in_soap_call = event.kind is EventKind.SKAPAT and certificate.way_in == WayIn.CREATE_DRAFT_CERTIFICATE
    return "" if in_soap_call and certificate_type.engine is Engine.LEGACY else event.handled_by
