"""Integrated units and status updates in the administration (spec/status-updates.md 1.4, 9.13)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts import staff
from delivery import audit
from delivery.models import Delivery
from hsa.directory import DirectoryUnavailable
from notifications import resending
from notifications.models import IntegratedUnit, StatusUpdate
from notifications.resending import ResendRefused
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from tak import resolver
from webcert import clock


class OwnCareProvider(admin.ModelAdmin):
    """A regional administrator sees the rows of the own care provider only."""

    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        limit = staff.care_provider_limit(request.user)
        rows = super().get_queryset(request)
        return rows.filter(care_provider_id=limit) if limit else rows


@admin.register(IntegratedUnit)
class IntegratedUnitAdmin(OwnCareProvider):
    list_display = (
        "unit_id",
        "unit_name",
        "care_provider_name",
        "schema_version_1",
        "schema_version_3",
        "routed_through",
        "registered_by",
        "created_at",
        "last_checked_at",
    )
    list_filter = ("schema_version_1", "schema_version_3", "registered_by")
    search_fields = ("unit_id", "unit_name", "care_provider_id", "care_provider_name")
    readonly_fields = ("registered_by", "created_at", "last_checked_at")

    def get_readonly_fields(self, request: HttpRequest, obj: IntegratedUnit | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj is None else ("unit_id", *self.readonly_fields)

    @admin.display(description="vägval genom")
    def routed_through(self, unit: IntegratedUnit) -> str:
        """The level at which a route is found now."""
        namespace = CERTIFICATE_STATUS_UPDATE_FOR_CARE_3.namespace
        try:
            route = resolver.resolve(namespace, unit.unit_id, known_provider=unit.care_provider_id)
        except DirectoryUnavailable:
            return "HSA svarar inte"
        return route.level.label if route else "saknas"


class StatusFilter(admin.SimpleListFilter):
    """By the words of the real system."""

    title = "leveransstatus"
    parameter_name = "status"
    STATES = {
        "QUEUED": (Delivery.State.COALESCING, Delivery.State.PENDING, Delivery.State.LEASED),
        "RESEND": (Delivery.State.RETRY,),
        "SUCCESS": (Delivery.State.DELIVERED,),
        "FAILURE": (Delivery.State.FAILED,),
        "SUPERSEDED": (Delivery.State.SUPERSEDED,),
        "CANCELLED": (Delivery.State.CANCELLED,),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status, status) for status in self.STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
        states = self.STATES.get(self.value() or "")
        return queryset.filter(delivery__state__in=states) if states else queryset


@admin.register(StatusUpdate)
class StatusUpdateAdmin(OwnCareProvider):
    """Events with their decision and how they went. The message itself holds patient data and is not shown."""

    list_display = (
        "occurred_at",
        "code",
        "certificate_id",
        "logical_address",
        "status",
        "attempts",
        "next_attempt",
        "last_text",
    )
    list_filter = (StatusFilter, "code", "suppressed_reason", "delivery__last_error_id")
    search_fields = ("=certificate_id", "=logical_address", "=correlation_id")
    search_help_text = "Intygs-id, enhetens HSA-id eller korrelations-id"
    date_hierarchy = "occurred_at"
    list_select_related = ("delivery",)
    fields = (
        "occurred_at",
        "code",
        "seq",
        "certificate_id",
        "certificate_type",
        "type_version",
        "logical_address",
        "care_provider_id",
        "masked_person_id",
        "issuer_hsa_id",
        "topic",
        "last_answer_date",
        "handled_by",
        "reference",
        "correlation_id",
        "payload_sha256",
        "suppressed_reason",
        "status",
        "attempt_list",
    )
    readonly_fields = fields
    actions = ("resend_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusUpdate]:
        return super().get_queryset(request).defer("payload", "delivery__payload")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.resend_statusupdate")

    @admin.action(description="Skicka om", permissions=["resend"])
    def resend_selected(self, request: HttpRequest, chosen: QuerySet[StatusUpdate]) -> None:
        try:
            number = resending.send(chosen.filter(delivery__isnull=False))
        except ResendRefused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return
        audit.note(request.user, StatusUpdate, f"Skickade om {number} statusuppdateringar.")
        self.message_user(
            request,
            f"{number} av {chosen.count()} statusuppdateringar skickas om. Övriga är på väg eller skickas inte.",
        )

    @admin.display(description="status", ordering="delivery__state")
    def status(self, update: StatusUpdate) -> str:
        return update.external_status

    @admin.display(description="försök", ordering="delivery__attempts")
    def attempts(self, update: StatusUpdate) -> int:
        return update.delivery.attempts if update.delivery else 0

    @admin.display(description="nästa försök", ordering="delivery__available_at")
    def next_attempt(self, update: StatusUpdate) -> str:
        at = update.delivery.available_at if update.delivery else None
        return f"{clock.local(at):%Y-%m-%d %H:%M:%S}" if at else ""

    @admin.display(description="senaste svar")
    def last_text(self, update: StatusUpdate) -> str:
        if update.delivery is None:
            return update.get_suppressed_reason_display()
        delivery = update.delivery
        return " ".join(
            part for part in (delivery.last_result, delivery.last_error_id, delivery.last_text[:80]) if part
        )

    @admin.display(description="personnummer")
    def masked_person_id(self, update: StatusUpdate) -> str:
        return f"{update.person_id[:8]}-****"

    @admin.display(description="försök")
    def attempt_list(self, update: StatusUpdate) -> SafeString | str:
        """Every attempt on a line of its own, and the way to the delivery."""
        if update.delivery is None:
            return "–"
        rows = format_html_join(
            "",
            "<li>{} {} {} {} {}</li>",
            (
                (
                    f"{clock.local(row.started_at):%Y-%m-%d %H:%M:%S}",
                    row.verdict,
                    row.url,
                    row.http_status or "",
                    row.text,
                )
                for row in update.delivery.attempt_rows.all()
            ),
        )
        address = reverse("admin:delivery_delivery_change", args=[update.delivery.pk])
        return format_html('<ul>{}</ul><a href="{}">Visa leveransen</a>', rows, address)
