"""The register of integrated units and the status updates that were made (spec/status-updates.md 1.1, 9.2)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from delivery.fields import CompressedBytesField
from delivery.models import Delivery
from hsa.hsa_id import HsaIdField
from notifications.codes import EventCode
from webcert import clock


class IntegratedUnit(models.Model):
    """A unit whose journal system gets status updates. Names are those of the first registration."""

    class RegisteredBy(models.TextChoices):
        CREATE_DRAFT_CERTIFICATE = "CREATE_DRAFT_CERTIFICATE", "CreateDraftCertificate"
        COPY = "COPY", "Kopia från en annan enhet"
        ADMINISTRATOR = "ADMINISTRATOR", "Administratör"
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


class StatusUpdate(models.Model):
    """One event of one certificate, as it is told to the journal system.

    Append-only. ``seq`` counts 1, 2, 3… per certificate and ``occurred_at`` (whole milliseconds) grows with it, so that
    (certificate, code, tidpunkt) is a key by which a receiver can find duplicates. ``payload`` is the finished XML
    body, frozen when the event was produced. How it goes stands in ``delivery``.
    """

    class Suppressed(models.TextChoices):
        NOT_INTEGRATED = "NOT_INTEGRATED", "Enheten är inte integrerad"

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
