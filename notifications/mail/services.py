"""Writing mails to units (spec/status-updates.md 6.3)."""

from __future__ import annotations

import uuid

import structlog
from django.conf import settings
from django.db import transaction

from accounts import practitioners
from certificates.models import Certificate
from delivery import services as outbox
from hsa import directory
from notifications.codes import IncomingKind
from notifications.mail import content
from notifications.mail.sending import KIND
from notifications.models import UnitMail
from webcert import clock

log = structlog.get_logger(__name__)
Audience = UnitMail.Audience


@transaction.atomic(savepoint=False)
def notify_unit(
    certificate: Certificate, incoming: IncomingKind, *, message_id: str, asked_by: str = ""
) -> UnitMail | None:
    """Write to the certificate's unit about a message that has come in, in the caller's transaction.

    To the unit, else to its care unit, else to the administrator; ``asked_by`` is the name of who asked what an answer
    is about. None when HSA cannot tell of the unit: then nobody is written to.
    """
    try:
        recipient = _address_of_unit(certificate)
    except (directory.UnitNotFound, directory.DirectoryUnavailable):
        log.error("unit_mail_without_hsa", unit_id=certificate.unit_id, certificate_id=certificate.pk)
        return None
    if recipient:
        written = content.for_unit(certificate, incoming, asked_by=asked_by)
        return _keep(certificate, incoming, written, audience=Audience.UNIT, recipient=recipient, message_id=message_id)
    log.warning(
        "mail_missing_address",
        unit_id=certificate.unit_id,
        certificate_id=certificate.pk,
        incoming=incoming.value,
        message_id=message_id,
    )
    return _keep(
        certificate,
        incoming,
        content.for_administrator(certificate),
        audience=Audience.ADMINISTRATOR,
        recipient=settings.MAIL_ADMIN,
        message_id=message_id,
    )


def _address_of_unit(certificate: Certificate) -> str:
    if practitioners.is_practice(certificate.unit_id):
        return practitioners.mail_address(certificate.issuer_hsa_id)
    return directory.notification_mail(certificate.unit_id)


def _keep(
    certificate: Certificate,
    incoming: IncomingKind,
    written: content.Content,
    *,
    audience: UnitMail.Audience,
    recipient: str,
    message_id: str,
) -> UnitMail:
    mail_id = uuid.uuid4()
    delivery = None
    if recipient:
        delivery = outbox.enqueue(
            KIND,
            owner_id=str(mail_id),
            logical_address=certificate.unit_id,
            metadata={"incoming": incoming.value, "certificateId": certificate.pk},
        )
    return UnitMail.objects.create(
        mail_id=mail_id,
        created_at=clock.now(),
        incoming=incoming,
        message_id=message_id,
        certificate_id=certificate.pk,
        unit_id=certificate.unit_id,
        care_provider_id=certificate.care_provider_id,
        audience=audience,
        recipient=recipient,
        subject=written.subject,
        text=written.as_text(),
        html=written.as_html(),
        delivery=delivery,
    )
