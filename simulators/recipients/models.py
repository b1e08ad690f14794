"""What the recipients have received."""

from __future__ import annotations

from django.db import models


class ReceivedDocument(models.Model):
    """One call to a recipient, also an invalid one or one that was answered with an error."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificates", "Intyg"
        REVOCATION = "revocations", "Makulering"
        MESSAGE = "messages", "Meddelande"

    recipient = models.CharField("mottagare", max_length=20)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    certificate_id = models.CharField("intygs-id", max_length=64, db_index=True)
    type_code = models.CharField("intygstyp", max_length=40, blank=True)
    message_id = models.CharField("meddelande-id", max_length=255, blank=True)
    topic = models.CharField("ämne", max_length=20, blank=True)
    logical_address = models.CharField("logisk adress", max_length=255, blank=True)
    received_at = models.DateTimeField("mottaget", db_index=True)
    xml = models.BinaryField("XML")
    is_valid = models.BooleanField("följer kontraktet")
    answer = models.CharField("svar", max_length=20)

    class Meta:
        verbose_name = "mottaget dokument"
        verbose_name_plural = "mottagare: mottagna dokument"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["recipient", "kind"], name="sim_received_list")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.certificate_id}"
