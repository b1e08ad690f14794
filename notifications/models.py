"""The register of integrated units, the status updates that were made (spec/status-updates.md 1.1, 9.2), and the mails
to units with the configuration that asks for them (6).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from delivery.fields import CompressedBytesField
from delivery.models import Delivery
from hsa.hsa_id import HsaIdField
from notifications.codes import EventCode, IncomingKind
from webcert import clock


class IntegratedUnit(models.Model):
    """A unit whose journal system gets status updates. Names are those of the first registration."""

    class RegisteredBy(models.TextChoices):
        CREATE_DRAFT_CERTIFICATE = "CREATE_DRAFT_CERTIFICATE", "CreateDraftCertificate"
        COPY = "COPY", "Kopia från en annan enhet"
        ADMINISTRATOR = "ADMINISTRATOR", "Administratör"
        API = "API", "JSON-API"
        FIXTURE = "FIXTURE", "Exempeldata"

    unit_id = HsaIdField("enhetens HSA-id", primary_key=True)
    unit_name = models.CharField("enhetens namn", max_length=255)
    care_provider_id = HsaIdField("vårdgivarens HSA-id", db_index=True)
    care_provider_name = models.CharField("vårdgivarens namn", max_length=255)
    created_at = models.DateTimeField("skapad", default=clock.now, editable=False)
    last_checked_at = models.DateTimeField("senast kontrollerad", null=True, blank=True, editable=False)
    schema_version_1 = models.BooleanField("version 1", default=False, help_text="Gäller bara FK 7263.")
    schema_version_3 = models.BooleanField("version 3", default=True)
    registered_by = models.CharField(
        "registrerad genom", max_length=30, choices=RegisteredBy.choices, default=RegisteredBy.ADMINISTRATOR
    )

    class Meta:
        verbose_name = "integrerad enhet"
        verbose_name_plural = "integrerade enheter"
        ordering = ["unit_id"]

    def __str__(self) -> str:
        return f"{self.unit_name} ({self.unit_id})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every change of a row counts as a check of it, whoever makes it (spec/status-updates.md 1.1)."""
        if not self._state.adding:
            self.last_checked_at = clock.now()
        super().save(*args, **kwargs)


class StatusUpdate(models.Model):
    """One event of one certificate, as it is told to the journal system.

    Append-only. ``seq`` counts 1, 2, 3… per certificate and ``occurred_at`` (whole milliseconds) grows with it, so that
    (certificate, code, tidpunkt) is a key by which a receiver can find duplicates. ``payload`` is the finished XML
    body, frozen when the event was produced. How it goes stands in ``delivery``.
    """

    class Suppressed(models.TextChoices):
        NOT_INTEGRATED = "NOT_INTEGRATED", "Enheten är inte integrerad"
        MAILED = "MAILED", "Enheten har fått e-post i stället"

    correlation_id = models.UUIDField("korrelations-id", unique=True, default=uuid.uuid4, editable=False)
    certificate_id = models.CharField("intygs-id", max_length=36)
    seq = models.PositiveIntegerField("nummer")
    code = models.CharField("händelse", max_length=10, choices=EventCode.choices)
    occurred_at = models.DateTimeField("tidpunkt")
    logical_address = models.CharField("logisk adress", max_length=64)
    care_provider_id = models.CharField("vårdgivare", max_length=64)
    person_id = models.CharField("personnummer", max_length=12)
    certificate_type = models.CharField("intygstyp", max_length=20)
    type_version = models.CharField("version av typen", max_length=10)
    issuer_hsa_id = models.CharField("utfärdare", max_length=64)
    topic = models.CharField("ämne", max_length=10, blank=True)
    last_answer_date = models.DateField("sista datum för svar", null=True, blank=True)
    handled_by = models.CharField("hanterat av", max_length=64, blank=True)
    reference = models.CharField("journalsystemets referens", max_length=255, blank=True)
    payload = CompressedBytesField("meddelande", default=b"")
    payload_sha256 = models.CharField("kondensat (SHA-256)", max_length=64, blank=True)
    suppressed_reason = models.CharField("skickas inte", max_length=20, choices=Suppressed.choices, blank=True)
    delivery = models.OneToOneField(
        Delivery,
        verbose_name="leverans",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="status_update",
    )

    class Meta:
        verbose_name = "statusuppdatering"
        verbose_name_plural = "statusuppdateringar"
        ordering = ["-occurred_at", "-id"]
        permissions = [("resend_statusupdate", "Får skicka om statusuppdateringar")]
        constraints = [
            models.UniqueConstraint(fields=["certificate_id", "seq"], name="status_update_seq"),
            models.UniqueConstraint(fields=["certificate_id", "occurred_at"], name="status_update_strictly_later"),
            models.CheckConstraint(
                name="status_update_sent_or_suppressed",
                condition=Q(suppressed_reason="", delivery__isnull=False)
                | (~Q(suppressed_reason="") & Q(delivery__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["logical_address", "occurred_at"], name="status_update_unit"),
            models.Index(fields=["care_provider_id", "occurred_at"], name="status_update_provider"),
            # Two equalities, so that what a journal system asks for of one person is never looked for in a whole unit.
            models.Index(fields=["person_id", "logical_address", "occurred_at"], name="status_update_person_unit"),
            models.Index(fields=["person_id", "care_provider_id", "occurred_at"], name="status_update_person_prov"),
            models.Index(fields=["occurred_at"], name="status_update_time"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.seq} {self.code}"

    @property
    def external_status(self) -> str:
        """The delivery status in the words of the real system (spec/status-updates.md 9.2)."""
        return EXTERNAL_STATUS[Delivery.State(self.delivery.state)] if self.delivery else self.suppressed_reason


EXTERNAL_STATUS = {
    Delivery.State.COALESCING: "QUEUED",
    Delivery.State.PENDING: "QUEUED",
    Delivery.State.LEASED: "QUEUED",
    Delivery.State.RETRY: "RESEND",
    Delivery.State.DELIVERED: "SUCCESS",
    Delivery.State.FAILED: "FAILURE",
    Delivery.State.SUPERSEDED: "SUPERSEDED",
    Delivery.State.CANCELLED: "CANCELLED",
}


class UnitNotificationConfig(models.Model):
    """From a day on, a unit or a whole care provider gets mail about certificates that were signed before (6.2).

    For a change of journal system or of owner: messages about older certificates do not go to the new journal system.
    """

    name = models.CharField("benämning", max_length=100, help_text="Till exempel region och journalsystem.")
    starts_at = models.DateTimeField("från", help_text="Gäller meddelanden om intyg som är signerade före tidpunkten.")
    care_provider_id = HsaIdField("vårdgivarens HSA-id")
    unit_id = HsaIdField("utfärdande enhet", blank=True, help_text="Tomt: alla intyg som vårdgivaren har utfärdat.")

    class Meta:
        verbose_name = "mejl i stället för statusuppdatering"
        verbose_name_plural = "mejl i stället för statusuppdateringar"
        ordering = ["-starts_at", "care_provider_id", "unit_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["care_provider_id", "unit_id", "starts_at"],
                name="unit_notification_config_once",
                violation_error_message="Det finns redan en rad för samma enhet och tidpunkt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.unit_id or self.care_provider_id}"


class UnitMail(models.Model):
    """A mail about an incoming message, as it was written; it holds no patient data.

    ``recipient`` is empty when there was nobody to send it to: the mail is then only kept. How it goes stands in
    ``delivery``.
    """

    class Audience(models.TextChoices):
        UNIT = "UNIT", "Enheten"
        ADMINISTRATOR = "ADMINISTRATOR", "Administratören"

    mail_id = models.UUIDField("mejlets id", unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("skapat")
    incoming = models.CharField("om", max_length=10, choices=IncomingKind.choices)
    message_id = models.CharField("meddelandets id", max_length=255)
    certificate_id = models.CharField("intygs-id", max_length=36)
    unit_id = models.CharField("enhet", max_length=64)
    care_provider_id = models.CharField("vårdgivare", max_length=64)
    audience = models.CharField("till", max_length=13, choices=Audience.choices)
    recipient = models.CharField("e-postadress", max_length=254, blank=True)
    subject = models.CharField("ämne", max_length=200)
    text = models.TextField("text")
    html = models.TextField("HTML")
    delivery = models.OneToOneField(
        Delivery, verbose_name="leverans", null=True, blank=True, on_delete=models.PROTECT, related_name="unit_mail"
    )

    class Meta:
        verbose_name = "mejl till enhet"
        verbose_name_plural = "mejl till enheter"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="unit_mail_sent_to_somebody",
                condition=Q(recipient="", delivery__isnull=True) | (~Q(recipient="") & Q(delivery__isnull=False)),
            )
        ]
        indexes = [
            models.Index(fields=["certificate_id"], name="unit_mail_certificate"),
            models.Index(fields=["care_provider_id", "created_at"], name="unit_mail_provider"),
            models.Index(fields=["created_at"], name="unit_mail_time"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.incoming}"
