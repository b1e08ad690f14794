"""What the built-in log service has been told."""

from __future__ import annotations

from django.db import models


class StoreLogCall(models.Model):
    """One StoreLog call, also one that was refused."""

    logical_address = models.CharField("logisk adress", max_length=255, blank=True)
    received_at = models.DateTimeField("mottaget", db_index=True)
    xml = models.BinaryField("XML")
    is_valid = models.BooleanField("följer kontraktet")
    answer = models.CharField("svar", max_length=20)

    class Meta:
        verbose_name = "StoreLog-anrop"
        verbose_name_plural = "loggtjänst: StoreLog-anrop"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"StoreLog {self.pk}"


class StoredLogEntry(models.Model):
    """One log entry. A repeated ``logId`` is stored once (spec/pdl-logging.md 10)."""

    call = models.ForeignKey(StoreLogCall, verbose_name="anrop", on_delete=models.CASCADE, related_name="entries")
    log_id = models.CharField("logg-id", max_length=36, unique=True)
    activity_type = models.CharField("aktivitet", max_length=256)
    activity_level = models.CharField("nivå", max_length=256, blank=True, db_index=True)
    activity_args = models.TextField("argument", blank=True)
    start_date = models.CharField("starttid", max_length=40)
    user_id = models.CharField("användare", max_length=32)
    care_unit_id = models.CharField("enhet", max_length=32)
    patient_id = models.CharField("patient", max_length=32, blank=True)

    class Meta:
        verbose_name = "loggpost"
        verbose_name_plural = "loggtjänst: loggposter"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.log_id
