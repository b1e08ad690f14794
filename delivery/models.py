"""The durable outbox (spec/status-updates.md 9.2). Only ``delivery.services`` writes here.

The tables are the queue: Celery carries hints. Every transition is one conditional UPDATE and is a fact only when one
row was changed (9.3).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from delivery.fields import CompressedBytesField

WAITING = ("COALESCING", "PENDING", "RETRY")
FINAL = ("DELIVERED", "FAILED", "SUPERSEDED", "CANCELLED")


class Delivery(models.Model):
    """One message on its way to one receiver. Its owner is named by ``kind`` and ``owner_id``.

    ``available_at`` is set exactly while the row waits, ``finished_at`` exactly when it has come to its end.
    """

    class State(models.TextChoices):
        COALESCING = "COALESCING", "Samlas"
        PENDING = "PENDING", "Väntar"
        LEASED = "LEASED", "Skickas"
        RETRY = "RETRY", "Försöks igen"
        DELIVERED = "DELIVERED", "Levererad"
        FAILED = "FAILED", "Misslyckad"
        SUPERSEDED = "SUPERSEDED", "Ersatt av nyare"
        CANCELLED = "CANCELLED", "Avbruten"

    kind = models.CharField("slag", max_length=30)
    queue = models.CharField("kö", max_length=20)
    state = models.CharField("tillstånd", max_length=10, choices=State.choices, default=State.PENDING)
    owner_id = models.CharField("ägare", max_length=80)
    order_key = models.CharField("ordningsnyckel", max_length=80, blank=True)
    logical_address = models.CharField("logisk adress", max_length=64, blank=True)
    payload = CompressedBytesField("innehåll", default=b"")
    payload_sha256 = models.CharField("kondensat (SHA-256)", max_length=64, blank=True)
    metadata = models.JSONField("metadata", default=dict, blank=True)

    created_at = models.DateTimeField("skapad")
    available_at = models.DateTimeField("tidigast", null=True, blank=True)
    attempts = models.PositiveIntegerField("försök", default=0)
    max_attempts = models.PositiveIntegerField("högst antal försök", null=True, blank=True)
    lost_leases = models.PositiveIntegerField("förlorade i rad", default=0)
    lease_lost_at = models.DateTimeField("senast förlorad", null=True, blank=True)
    waiting_for_route = models.BooleanField("väntar på vägval", default=False)

    lease_token = models.UUIDField("lånets märke", null=True, blank=True)
    lease_until = models.DateTimeField("lånad till", null=True, blank=True)
    lease_owner = models.CharField("lånad av", max_length=80, blank=True)
    lease_is_exclusive = models.BooleanField("ensam om sin ordningsnyckel", default=False)
    endpoint = models.CharField("adress", max_length=500, blank=True)

    last_result = models.CharField("senaste svar", max_length=40, blank=True)
    last_error_id = models.CharField("senaste felkod", max_length=40, blank=True)
    last_text = models.CharField("senaste text", max_length=2000, blank=True)
    first_sent_at = models.DateTimeField("först skickad", null=True, blank=True)
    finished_at = models.DateTimeField("klar", null=True, blank=True)
    resend_batch = models.UUIDField("omsändning", null=True, blank=True)

    class Meta:
        verbose_name = "leverans"
        verbose_name_plural = "leveranser"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="delivery_waiting_has_time",
                condition=Q(state__in=WAITING, available_at__isnull=False)
                | (~Q(state__in=WAITING) & Q(available_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_leased_has_token",
                condition=Q(state="LEASED", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state="LEASED") & Q(lease_token__isnull=True, lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_final_has_time",
                condition=Q(state__in=FINAL, finished_at__isnull=False)
                | (~Q(state__in=FINAL) & Q(finished_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["kind", "order_key"],
                condition=Q(state="LEASED", lease_is_exclusive=True),
                name="delivery_one_lease_per_order_key",
            ),
        ]
        # Conditions on NULL only: SQLite uses a partial index for a bound value just when the value implies it.
        # The column that tells most comes first: no planner without statistics shall take one for its kind alone.
        indexes = [
            models.Index(
                fields=["queue", "available_at", "id"], condition=Q(available_at__isnull=False), name="delivery_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(lease_until__isnull=False), name="delivery_leased"),
            models.Index(
                fields=["order_key", "kind", "id"], condition=Q(finished_at__isnull=True), name="delivery_order"
            ),
            models.Index(fields=["logical_address"], condition=Q(waiting_for_route=True), name="delivery_routeless"),
            models.Index(fields=["lease_lost_at"], condition=Q(lease_lost_at__isnull=False), name="delivery_lost"),
            models.Index(
                fields=["state", "finished_at"], condition=Q(finished_at__isnull=False), name="delivery_finished"
            ),
            models.Index(fields=["owner_id", "kind"], name="delivery_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id}"

    @property
    def is_final(self) -> bool:
        return self.state in FINAL


class DeliveryAttempt(models.Model):
    """One call. Inserted before it is made, so that a crash in the call leaves an open row (9.2)."""

    delivery = models.ForeignKey(
        Delivery, verbose_name="leverans", on_delete=models.CASCADE, related_name="attempt_rows"
    )
    number = models.PositiveIntegerField("nummer")
    started_at = models.DateTimeField("började")
    finished_at = models.DateTimeField("slutade", null=True, blank=True)
    duration_ms = models.PositiveIntegerField("ms", null=True, blank=True)
    url = models.CharField("adress", max_length=500, blank=True)
    http_status = models.PositiveSmallIntegerField("HTTP-status", null=True, blank=True)
    verdict = models.CharField("utfall", max_length=10, blank=True)
    result_code = models.CharField("svar", max_length=40, blank=True)
    error_id = models.CharField("felkod", max_length=40, blank=True)
    text = models.CharField("text", max_length=2000, blank=True)
    worker = models.CharField("arbetare", max_length=80)
    lease_token = models.UUIDField("lånets märke")

    class Meta:
        verbose_name = "försök"
        verbose_name_plural = "försök"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id}#{self.number}"


UNKNOWN_OUTCOME = "UNKNOWN"
"""``DeliveryAttempt.verdict`` of a call whose worker was lost."""


class Hold(models.Model):
    """Deliveries of one kind to one logical address rest while the row is there (9.13)."""

    kind = models.CharField("slag", max_length=30)
    logical_address = models.CharField("logisk adress", max_length=64)
    since = models.DateTimeField("sedan")
    by = models.CharField("av", max_length=150, blank=True)

    class Meta:
        verbose_name = "tillbakahållen adress"
        verbose_name_plural = "tillbakahållna adresser"
        ordering = ["kind", "logical_address"]
        constraints = [models.UniqueConstraint(fields=["kind", "logical_address"], name="delivery_hold_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.logical_address}"


class Endpoint(models.Model):
    """A receiver's address with its breaker (9.12). ``open_until`` set = calls rest until then."""

    url = models.CharField("adress", max_length=500, unique=True)
    failures_in_a_row = models.PositiveIntegerField("fel i rad", default=0)
    open_until = models.DateTimeField("vilar till", null=True, blank=True)
    last_failure_at = models.DateTimeField("senaste fel", null=True, blank=True)
    last_failure_text = models.CharField("senaste feltext", max_length=2000, blank=True)
    last_success_at = models.DateTimeField("senast nådd", null=True, blank=True)

    class Meta:
        verbose_name = "mottagaradress"
        verbose_name_plural = "mottagaradresser"
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url
