"""One row is one way in which a simulator misbehaves, for everything or for one unit, certificate or event."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class SimulatorMode(models.Model):
    """While active, the most specific fitting row decides the answer; without a row the answer is OK."""

    class Simulator(models.TextChoices):
        CARE = "care", "Journalsystem"
        LOG = "log", "Loggtjänst"
        INTYGSTJANST = "intygstjanst", "Intygstjänst"
        FKASSA = "FKASSA", "Försäkringskassan"
        TRANSP = "TRANSP", "Transportstyrelsen"
        SKV = "SKV", "Skatteverket"
        SOS = "SOS", "Socialstyrelsen"
        AF = "AF", "Arbetsförmedlingen"
        HSA = "hsa", "HSA-katalogen"
        PU = "pu", "Befolkningsregistret (PU)"

    class Mode(models.TextChoices):
        OK = "OK", "OK"
        INFO = "INFO", "INFO"
        TECHNICAL_ERROR = "TECHNICAL_ERROR", "Tekniskt fel"
        VALIDATION_ERROR = "VALIDATION_ERROR", "Valideringsfel"
        APPLICATION_ERROR = "APPLICATION_ERROR", "Applikationsfel"
        REVOKED = "REVOKED", "Makulerat (REVOKED)"
        ACCESSDENIED = "ACCESSDENIED", "Åtkomst nekad (loggtjänsten)"
        SOAP_FAULT = "SOAP_FAULT", "SOAP-fel"
        HTTP_500 = "HTTP_500", "HTTP 500"
        HTTP_503 = "HTTP_503", "HTTP 503"
        SLOW = "SLOW", "Långsam"
        NO_ANSWER = "NO_ANSWER", "Svarar aldrig"
        BROKEN_XML = "BROKEN_XML", "Trasig XML"

    simulator = models.CharField("simulator", max_length=20, choices=Simulator.choices)
    mode = models.CharField("läge", max_length=20, choices=Mode.choices, default=Mode.TECHNICAL_ERROR)
    delay_ms = models.PositiveIntegerField("fördröjning (ms)", default=0, help_text="För läget Långsam.")
    text = models.CharField(
        "text i svaret", max_length=500, blank=True, help_text="Tomt: en text som nämner simulatorn."
    )
    unit_id = models.CharField("endast enhet", max_length=64, blank=True)
    certificate_id = models.CharField("endast intyg", max_length=64, blank=True)
    event = models.CharField(
        "endast händelse", max_length=20, blank=True, help_text="Händelsekod, för journalsystemet."
    )
    remaining = models.PositiveIntegerField(
        "återstående gånger",
        null=True,
        blank=True,
        help_text="Efter så många anrop svarar simulatorn OK. Tomt: alltid.",
    )
    is_active = models.BooleanField("aktivt", default=True)

    class Meta:
        verbose_name = "simulatorläge"
        verbose_name_plural = "simulatorlägen"
        ordering = ["simulator", "-is_active", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["simulator", "unit_id", "certificate_id", "event"],
                condition=Q(is_active=True),
                name="simulator_mode_one_active_per_scope",
                violation_error_message="Det finns redan ett aktivt läge för samma simulator och avgränsning.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_simulator_display()}: {self.get_mode_display()}"

    def clean(self) -> None:
        """Only the log service knows that code."""
        if self.mode == self.Mode.ACCESSDENIED and self.simulator != self.Simulator.LOG:
            raise ValidationError({"mode": "Bara loggtjänsten svarar ACCESSDENIED."})
