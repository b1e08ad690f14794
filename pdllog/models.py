"""PDL log records waiting for, and acknowledged by, the log service (spec/pdl-logging.md 1, 10)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from delivery.models import Delivery


class PdlRecord(models.Model):
    """One access to patient data: who, what, whose. Written in the transaction of the access, never changed.

    ``log_id`` stays the same on every retry. Names of the user and the patient are kept nowhere. ``delivery`` is the
    batch that carries the record now.
    """

    class ActivityType(models.TextChoices):
        """The words that are sent (section 2)."""

        READ = "Läsa", "Läsa"
        WRITE = "Skriva", "Skriva"
        SIGN = "Signera", "Signera"
        PRINT = "Utskrift", "Utskrift"
        DELETE = "Radera", "Radera"
        EMERGENCY_ACCESS = "Nödöppning", "Nödöppning"

    class State(models.TextChoices):
        WAITING = "WAITING", "Väntar"
        BATCHED = "BATCHED", "På väg"
        DELIVERED = "DELIVERED", "Levererad"
        DEAD = "DEAD", "Död"

    log_id = models.UUIDField("logId", unique=True, default=uuid.uuid4, editable=False)
    start_date = models.DateTimeField("tidpunkt")
    activity_type = models.CharField("aktivitet", max_length=20, choices=ActivityType.choices)
    activity_level = models.CharField("nivå", max_length=36, help_text="Intygs-id, 1 eller 2.")
    activity_args = models.CharField("beskrivning", max_length=8192, blank=True)

    user_id = models.CharField("användare", max_length=64)
    user_assignment = models.CharField("uppdrag", max_length=256, blank=True)
    user_title = models.CharField("titel", max_length=256, blank=True)
    user_care_provider_id = models.CharField("användarens vårdgivare", max_length=64)
    user_care_provider_name = models.CharField("användarens vårdgivares namn", max_length=256, blank=True)
    user_care_unit_id = models.CharField("användarens enhet", max_length=64)
    user_care_unit_name = models.CharField("användarens enhets namn", max_length=256, blank=True)

    patient_id = models.CharField("personnummer", max_length=12)
    owner_care_provider_id = models.CharField("ägarens vårdgivare", max_length=64)
    owner_care_provider_name = models.CharField("ägarens vårdgivares namn", max_length=256, blank=True)
    owner_care_unit_id = models.CharField("ägarens enhet", max_length=64)
    owner_care_unit_name = models.CharField("ägarens enhets namn", max_length=256, blank=True)

    state = models.CharField("leverans", max_length=9, choices=State.choices, default=State.WAITING)
    delivery = models.ForeignKey(
        Delivery, verbose_name="bunt", null=True, blank=True, on_delete=models.PROTECT, related_name="pdl_records"
    )
    delivered_at = models.DateTimeField("kvitterad", null=True, blank=True)
    failure = models.CharField("fel", max_length=2000, blank=True)

    class Meta:
        verbose_name = "PDL-loggpost"
        verbose_name_plural = "PDL-loggposter"
        ordering = ["-start_date", "-id"]
        permissions = [("retry_pdlrecord", "Får sända om döda loggposter")]
        constraints = [
            models.CheckConstraint(
                name="pdl_batched_has_delivery", condition=~Q(state="BATCHED") | Q(delivery__isnull=False)
            ),
            models.CheckConstraint(
                name="pdl_delivered_has_time",
                condition=Q(state="DELIVERED", delivered_at__isnull=False)
                | (~Q(state="DELIVERED") & Q(delivered_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="pdl_state"),
            models.Index(fields=["owner_care_provider_id", "start_date"], name="pdl_owner_provider"),
            models.Index(fields=["user_care_provider_id", "start_date"], name="pdl_user_provider"),
            models.Index(fields=["patient_id", "start_date"], name="pdl_patient"),
            models.Index(fields=["user_id", "start_date"], name="pdl_user"),
            models.Index(fields=["activity_level"], name="pdl_level"),
            models.Index(fields=["start_date"], name="pdl_time"),
        ]

    def __str__(self) -> str:
        return str(self.log_id)

    @property
    def masked_patient_id(self) -> str:
        return f"{self.patient_id[:8]}-****"
