"""The list of certifiers: who was put on it and taken off it (spec/administration.md 1.13)."""

from __future__ import annotations

from django.db import models


class CertifierEntry(models.Model):
    """One call of HandleHospCertificationPerson; the last one of a person says whether she is on the list."""

    class Operation(models.TextChoices):
        ADD = "add", "tillagd"
        REMOVE = "remove", "borttagen"

    person_id = models.CharField("personnummer", max_length=12)
    operation = models.CharField("ändring", max_length=10, choices=Operation.choices)
    certification_id = models.CharField("intygsutfärdarens id", max_length=64, blank=True)
    reason = models.CharField("skäl", max_length=255, blank=True)
    received_at = models.DateTimeField("mottaget")

    class Meta:
        verbose_name = "intygsutfärdare"
        verbose_name_plural = "HSA: intygsutfärdare"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.certification_id} {self.get_operation_display()}"
