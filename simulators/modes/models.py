"""One row is one way in which a simulator misbehaves, for everything or for one unit, certificate or event."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class SimulatorMode(models.Model):
    """While active, the most specific fitting row decides the answer; without a row the answer is OK.

    A row that lets a call pass (``remaining``, ``every``, ``percent``) leaves it to the next one.
    """

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
        TAK = "tak", "Tjänsteadresseringskatalogen (TAK)"
        SIGNING = "signing", "Underskriftstjänsten"

    class Mode(models.TextChoices):
        OK = "OK", "OK"
        INFO = "INFO", "INFO"
        TECHNICAL_ERROR = "TECHNICAL_ERROR", "Tekniskt fel"
        VALIDATION_ERROR = "VALIDATION_ERROR", "Valideringsfel"
        APPLICATION_ERROR = "APPLICATION_ERROR", "Applikationsfel"
        REVOKED = "REVOKED", "Makulerat (REVOKED)"
        ACCESSDENIED = "ACCESSDENIED", "Åtkomst nekad (loggtjänsten)"
        SOAP_FAULT = "SOAP_FAULT", "SOAP-fel"
        HTTP_404 = "HTTP_404", "HTTP 404"
        HTTP_500 = "HTTP_500", "HTTP 500"
        HTTP_503 = "HTTP_503", "HTTP 503"
        SLOW = "SLOW", "Långsam"
        NO_ANSWER = "NO_ANSWER", "Svarar aldrig"
        CONNECTION_REFUSED = "CONNECTION_REFUSED", "TCP nere"
        CONNECTION_CLOSED = "CONNECTION_CLOSED", "Bryter anslutningen"
        BROKEN_XML = "BROKEN_XML", "Trasig XML"

    simulator = models.CharField("simulator", max_length=20, choices=Simulator.choices)
    mode = models.CharField("läge", max_length=20, choices=Mode.choices, default=Mode.TECHNICAL_ERROR)
    delay_ms = models.PositiveIntegerField("fördröjning (ms)", default=0, help_text="För läget Långsam.")
    delay_max_ms = models.PositiveIntegerField(
        "högst (ms)", null=True, blank=True, help_text="Fördröjningen dras ur intervallet. Tomt: alltid lika lång."
    )
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
    every = models.PositiveIntegerField(
        "var n:te", null=True, blank=True, help_text="Läget gäller bara vart n:te anrop. Tomt: alla."
    )
    percent = models.PositiveIntegerField(
        "andel (%)", null=True, blank=True, help_text="Läget gäller så stor del av anropen. Tomt: alla."
    )
    seed = models.PositiveIntegerField(
        "slumpfrö", default=1, help_text="Samma frö ger samma följd av lägen och fördröjningar."
    )
    calls = models.PositiveIntegerField("räknade anrop", default=0, editable=False)
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
            ),
            models.CheckConstraint(
                condition=Q(every__isnull=True) | Q(every__gte=1),
                name="simulator_mode_every_counts_from_one",
                violation_error_message="Var n:te räknas från 1.",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100),
                name="simulator_mode_percent_in_range",
                violation_error_message="Andelen är 1 till 100 procent.",
            ),
            models.CheckConstraint(
                condition=Q(delay_max_ms__isnull=True) | Q(delay_max_ms__gte=F("delay_ms")),
                name="simulator_mode_delay_in_order",
                violation_error_message="Den längsta fördröjningen är kortare än den kortaste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_simulator_display()}: {self.get_mode_display()}"

    @property
    def is_counted(self) -> bool:
        """Whether the number of a call decides what the row does with it."""
        return not (
            self.remaining is None and self.every is None and self.percent is None and self.delay_max_ms is None
        )

    def clean(self) -> None:
        """Only the log service knows that code."""
        if self.mode == self.Mode.ACCESSDENIED and self.simulator != self.Simulator.LOG:
            raise ValidationError({"mode": "Bara loggtjänsten svarar ACCESSDENIED."})
