"""Keys, answers that are kept for repeated calls, and webhooks with their calls (spec/integration.md 4.3)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from delivery.models import Delivery
from hsa.hsa_id import HsaIdField
from notifications.models import StatusUpdate
from webcert import clock


class ApiKey(models.Model):
    """What a journal system of one care provider calls with. The key itself is shown once and not stored.

    ``key_hash`` is its SHA-256: a key is as random as the hash is long, so nothing slower is needed.
    """

    name = models.CharField("namn", max_length=100, help_text="Vilket system som använder nyckeln.")
    care_provider_id = HsaIdField("vårdgivarens HSA-id", db_index=True)
    key_hash = models.CharField("kondensat (SHA-256)", max_length=64, unique=True, editable=False)
    hint = models.CharField("börjar med", max_length=12, editable=False)
    created_at = models.DateTimeField("skapad", default=clock.now, editable=False)
    expires_at = models.DateTimeField("gäller till", null=True, blank=True, help_text="Tomt: tills vidare.")
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField("senast använd", null=True, blank=True, editable=False)
    text = ""
    """The key itself, on the row in memory that it was just made for."""

    class Meta:
        verbose_name = "API-nyckel"
        verbose_name_plural = "API-nycklar"
        ordering = ["care_provider_id", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    def is_valid(self, at: dt.datetime) -> bool:
        """Neither revoked nor past its time."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


class KeptAnswer(models.Model):
    """The first answer to a call with an ``Idempotency-Key``, kept for a day as it was written.

    ``status`` is empty while it is made.
    """

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="kept_answers")
    idempotency_key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "sparat svar"
        verbose_name_plural = "sparade svar"
        constraints = [models.UniqueConstraint(fields=["api_key", "idempotency_key"], name="kept_answer_once")]

    def __str__(self) -> str:
        return f"{self.api_key_id} {self.created_at:%Y-%m-%d %H:%M}"


class Webhook(models.Model):
    """An address that is told of each status event of a care provider, or of some of its units.

    Its secret follows from ``nonce`` and the installation's secret key, so the table alone does not tell it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    care_provider_id = HsaIdField("vårdgivare", db_index=True)
    url = models.URLField("adress", max_length=500)
    units = models.JSONField("enheter", default=list, blank=True, help_text="Tomt: alla enheter hos vårdgivaren.")
    nonce = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField("skapad", default=clock.now, editable=False)
    created_with = models.ForeignKey(ApiKey, verbose_name="skapad med", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("borttagen", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "webhook"
        verbose_name_plural = "webhooks"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="webhook_removed_after_created",
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("created_at")),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class WebhookCall(models.Model):
    """One event told to one webhook: what connects the two with the delivery, which holds the body."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="calls")
    status_update = models.ForeignKey(StatusUpdate, on_delete=models.PROTECT, related_name="webhook_calls")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="webhook_call")

    class Meta:
        verbose_name = "anrop av webhook"
        verbose_name_plural = "anrop av webhooks"
        constraints = [models.UniqueConstraint(fields=["webhook", "status_update"], name="webhook_call_once_per_event")]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.status_update_id}"
