"""The inbox of the built-in journal system."""

from __future__ import annotations

from django.db import models


class ReceivedStatusUpdate(models.Model):
    """One CertificateStatusUpdateForCare call, also an invalid one or one that was answered with an error."""

    certificate_id = models.CharField("intygs-id", max_length=64, db_index=True)
    unit_id = models.CharField("enhet", max_length=64, db_index=True)
    logical_address = models.CharField("logisk adress", max_length=255, blank=True)
    event = models.CharField("händelse", max_length=20)
    event_time = models.CharField("händelsens tidpunkt", max_length=40)
    received_at = models.DateTimeField("mottaget", db_index=True)
    xml = models.BinaryField("XML")
    is_valid = models.BooleanField("följer kontraktet")
    answer = models.CharField("svar", max_length=20)
    is_duplicate = models.BooleanField(
        "dubblett", default=False, help_text="Samma intyg, händelse och tidpunkt har tagits emot förut."
    )

    class Meta:
        verbose_name = "mottagen statusuppdatering"
        verbose_name_plural = "journalsystem: mottagna statusuppdateringar"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["certificate_id", "event", "event_time"], name="sim_status_update_key")]

    def __str__(self) -> str:
        return f"{self.event} {self.certificate_id}"
