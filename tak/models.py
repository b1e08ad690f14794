"""Routes of the service platform: who answers a contract for a logical address (spec/status-updates.md 5.6)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace, Upper

from webcert import clock


def address_key(logical_address: str) -> str:
    """The form in which logical addresses are compared: upper-case, no blanks."""
    return "".join(logical_address.split()).upper()


class TakRoute(models.Model):
    """Vägval. ``url`` is an address, or a path of this installation. Rows are ended, not deleted."""

    contract_namespace = models.CharField(
        "tjänstekontrakt", max_length=200, help_text="Namnrymden, till exempel urn:riv:…Responder:3."
    )
    logical_address = models.CharField("logisk adress", max_length=64, help_text="Oftast ett HSA-id.")
    address_key = models.GeneratedField(
        expression=Upper(Replace(F("logical_address"), Value(" "), Value(""))),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    url = models.CharField(
        "anropsadress", max_length=500, help_text="En webbadress, eller en sökväg i den här installationen."
    )
    riv_profile = models.CharField("RIV-TA-profil", max_length=20, default="RIVTABP21")
    description = models.CharField("beskrivning", max_length=200, blank=True)
    valid_from = models.DateTimeField("gäller från", default=clock.now)
    valid_to = models.DateTimeField("gäller till", null=True, blank=True, help_text="Tomt: tills vidare.")
    is_enabled = models.BooleanField("aktivt", default=True)
    leads_outside_only = models.BooleanField(
        "bara till öppna nät",
        default=False,
        help_text="Adressen är given genom JSON-gränssnittet och anropas inte om den leder in i det egna nätet.",
    )

    class Meta:
        verbose_name = "vägval"
        verbose_name_plural = "vägval"
        ordering = ["contract_namespace", "logical_address", "-valid_from"]
        indexes = [models.Index(fields=["contract_namespace", "address_key"], name="tak_contract_address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="tak_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_name} {self.logical_address}"

    @property
    def contract_name(self) -> str:
        """``CertificateStatusUpdateForCare 3`` from the namespace."""
        *_, name, major = ["", *self.contract_namespace.split(":")]
        return f"{name.removesuffix('Responder')} {major}"

    def is_valid(self, at: dt.datetime) -> bool:
        """Enabled, begun, and not yet ended."""
        return self.is_enabled and self.valid_from <= at and (self.valid_to is None or at < self.valid_to)

    def clean(self) -> None:
        """An address needs a scheme or a leading slash; two enabled routes may not hold at the same time (VP006)."""
        if not self.url.startswith(("/", "http://", "https://")):
            raise ValidationError({"url": "Skriv en adress som börjar med http://, https:// eller /."})
        if self.valid_from and self.is_enabled and self._overlapping().exists():
            raise ValidationError("Det finns redan ett aktivt vägval för samma kontrakt och adress under den tiden.")

    def _overlapping(self) -> models.QuerySet[TakRoute]:
        others = TakRoute.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=self.valid_from),
            contract_namespace=self.contract_namespace,
            address_key=address_key(self.logical_address),
            is_enabled=True,
        ).exclude(pk=self.pk)
        return others.filter(valid_from__lt=self.valid_to) if self.valid_to else others
