"""Delivery kind "mail": handing a mail over to the mail server (design ch. 8)."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q

from delivery import kinds
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.plans import Plan
from notifications.models import UnitMail

log = structlog.get_logger(__name__)

KIND = "mail"
PERMANENT = 500
"""From this SMTP code on the mail server says that it will never take the mail."""


def deliver(delivery: Delivery) -> Outcome:
    """One attempt. A mail that is sent twice bears the same Message-ID."""
    mail = delivery.unit_mail
    try:
        _message(mail).send()
    except SMTPRecipientsRefused as refused:
        ended = Outcome.failed if _is_permanent(refused) else Outcome.retry
        return ended(str(refused), error_id=type(refused).__name__)
    except OSError as error:  # smtplib's own errors too
        return Outcome.retry(str(error), error_id=type(error).__name__)
    log.info(
        "mail_sent",
        unit_id=mail.unit_id,
        certificate_id=mail.certificate_id,
        incoming=mail.incoming,
        message_id=mail.message_id,
    )
    return Outcome.delivered()


def register_kind() -> None:
    """Make the kind known to the outbox; called when the application is ready."""
    kinds.register(
        DeliveryKind(
            name=KIND,
            queue="mail",
            plan=Plan.parse(settings.MAIL_PLAN),
            ordering=Ordering.NONE,
            send=deliver,
            prefetch=("unit_mail",),
            of_care_provider=lambda care_provider_id: Q(unit_mail__care_provider_id=care_provider_id),
            label="Mejl",
        )
    )


def _message(mail: UnitMail) -> EmailMultiAlternatives:
    """HTML with the same words as text beside it. Nobody is meant to answer, least of all a machine."""
    sender_domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        headers={"Message-ID": f"<{mail.mail_id}@{sender_domain}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _is_permanent(refused: SMTPRecipientsRefused) -> bool:
    return all(code >= PERMANENT for code, _ in refused.recipients.values())
