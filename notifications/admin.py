"""Integrated units and status updates in the administration (spec/status-updates.md 1.4, 9.13)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.admin_scope import CareProviderScope, NoNumberSearched
from certificates.models import Certificate
from delivery import admin_links, audit
from delivery import services as outbox
from delivery.admin_links import LinkedAdmin
from delivery.models import Delivery, Hold
from hsa.models import Unit
from notifications import admin_mail, remedies, resending, unit_overview
from notifications.admin_own_units import OwnUnits
from notifications.models import IntegratedUnit, StatusUpdate
from notifications.resending import ResendRefused
from notifications.sending import OWN_EXCEPTION
from notifications.services import KIND
from notifications.trace import trace
from rivta.results import ErrorId
from webcert import clock

__all__ = ["admin_mail"]


@admin.register(IntegratedUnit)
class IntegratedUnitAdmin(OwnUnits, LinkedAdmin):
    """The register. Who sees one care provider only may register its units and no others."""

    change_list_template = "admin/notifications/unit_change_list.html"
    list_display = (
        "unit_id",
        "unit_name",
        "care_provider_name",
        "care_provider_id",
        "schema_version_1",
        "schema_version_3",
        "routed_through",
        "held_since",
        "registered_by",
        "created_at",
        "last_checked_at",
    )
    list_filter = ("schema_version_1", "schema_version_3", "registered_by")
    search_fields = ("unit_id", "unit_name", "care_provider_id", "care_provider_name")
    search_help_text = "HSA-id eller namn på enheten eller vårdgivaren"
    readonly_fields = ("registered_by", "created_at", "last_checked_at")
    actions = ("hold_selected", "release_selected")

    def get_readonly_fields(self, request: HttpRequest, obj: IntegratedUnit | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj is None else ("unit_id", *self.readonly_fields)

    def get_urls(self) -> list[URLPattern]:
        overview = path(
            "overview/", self.admin_site.admin_view(self.overview), name="notifications_integratedunit_overview"
        )
        return [overview, *super().get_urls()]

    def overview(self, request: HttpRequest) -> HttpResponse:
        """Every unit of HSA: is it registered, is it routed, through which level?"""
        if not self.has_view_permission(request):
            raise PermissionDenied
        units = self.admin_site.get_model_admin(Unit).get_queryset(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Enheter och vägval",
            "opts": self.opts,
            "may_open_units": request.user.has_perm("hsa.view_unit"),
            "choices": unit_overview.Show,
            "overview": unit_overview.build(
                units,
                show=unit_overview.shown(request.GET.get("show", "")),
                text=request.GET.get("q", "").strip(),
                page=request.GET.get("p", "1"),
            ),
        }
        return TemplateResponse(request, "admin/notifications/unit_overview.html", context)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """With the routes of the whole page asked for at once."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        levels = unit_overview.levels({unit.unit_id: unit.care_provider_id for unit in changelist.result_list})
        held = dict(Hold.objects.filter(kind=KIND).values_list("logical_address", "since"))
        for unit in changelist.result_list:
            unit.level, unit.held = levels[unit.unit_id], held.get(unit.unit_id)
        return changelist

    @admin.display(description="vägval genom")
    def routed_through(self, unit: IntegratedUnit) -> str:
        """The level at which a route is found now."""
        return unit.level

    @admin.display(description="hålls tillbaka sedan")
    def held_since(self, unit: IntegratedUnit) -> str:
        return f"{clock.local(unit.held):%Y-%m-%d %H:%M}" if unit.held else ""

    @admin.action(description="Håll tillbaka statusuppdateringar", permissions=["change"])
    def hold_selected(self, request: HttpRequest, chosen: QuerySet[IntegratedUnit]) -> None:
        ids = list(chosen.values_list("pk", flat=True))
        number = outbox.hold(KIND, ids, by=request.user.get_username())
        self._tell(request, ids, f"Höll tillbaka statusuppdateringar till {number} enheter.")

    @admin.action(description="Släpp statusuppdateringar", permissions=["change"])
    def release_selected(self, request: HttpRequest, chosen: QuerySet[IntegratedUnit]) -> None:
        ids = list(chosen.values_list("pk", flat=True))
        number = outbox.release(KIND, ids)
        self._tell(request, ids, f"Släppte statusuppdateringar till {number} enheter.")

    def _tell(self, request: HttpRequest, unit_ids: list[str], text: str) -> None:
        for unit_id in unit_ids:
            audit.note(request.user, IntegratedUnit, text, object_id=unit_id)
        self.message_user(request, text)


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


class FaultFilter(admin.SimpleListFilter):
    """The codes of spec/status-updates.md 4.3; the table is not asked which ones it holds."""

    title = "felkod"
    parameter_name = "fault"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, code) for code in (*ErrorId, "VP004", OWN_EXCEPTION)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
        return queryset.filter(delivery__last_error_id=self.value()) if self.value() else queryset


@admin.register(StatusUpdate)
class StatusUpdateAdmin(CareProviderScope, NoNumberSearched, LinkedAdmin):
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
    show_full_result_count = False
    list_filter = (
        StatusFilter,
        "code",
        "suppressed_reason",
        FaultFilter,
        ("occurred_at", admin.DateFieldListFilter),
    )
    search_fields = ("=certificate_id", "=logical_address", "=correlation_id")
    search_help_text = "Intygs-id, enhetens HSA-id eller korrelations-id"
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
    change_form_template = "admin/notifications/status_update_change_form.html"
    actions = ("resend_selected",)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """With the decision trace below the fields."""
        context["checks"] = remedies.shown(trace(obj), request.user) if obj else []
        return super().render_change_form(request, context, obj=obj, **kwargs)

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
        selected = chosen.count()  # before: what is on its way again may no longer fit the filter
        try:
            number = resending.send(chosen.filter(delivery__isnull=False))
        except ResendRefused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return
        audit.note(request.user, StatusUpdate, f"Skickade om {number} statusuppdateringar.")
        self.message_user(
            request,
            f"{number} av {selected} statusuppdateringar skickas om. Övriga är på väg eller skickas inte.",
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
            "<li>{} {} {} {} {} {}</li>",
            (
                (
                    f"{clock.local(row.started_at):%Y-%m-%d %H:%M:%S}",
                    row.verdict,
                    row.url,
                    row.http_status or "",
                    row.error_id,
                    row.text,
                )
                for row in update.delivery.attempt_rows.all()
            ),
        )
        address = admin_links.page(Delivery, update.delivery.pk)
        return format_html('<ul>{}</ul><a href="{}">Visa leveransen</a>', rows, address)


def _of_delivery(delivery: Delivery) -> str:
    update = StatusUpdate.objects.filter(delivery=delivery).only("pk").first()
    return admin_links.page(StatusUpdate, update.pk) if update else ""


def _overview_of(unit: Unit) -> str:
    return f"{reverse('admin:notifications_integratedunit_overview')}?q={unit.hsa_id}"


admin_links.register(
    Certificate,
    admin_links.Link(
        "Statusuppdateringar",
        "notifications.view_statusupdate",
        lambda certificate: admin_links.search(StatusUpdate, certificate.pk),
    ),
)
admin_links.register(
    StatusUpdate,
    admin_links.Link(
        "Intyget",
        "certificates.view_certificate",
        lambda update: admin_links.page(Certificate, update.certificate_id),
    ),
    admin_links.Link(
        "Leveransen",
        "delivery.view_delivery",
        lambda update: admin_links.page(Delivery, update.delivery_id) if update.delivery_id else "",
    ),
)
admin_links.register(Delivery, admin_links.Link("Statusuppdateringen", "notifications.view_statusupdate", _of_delivery))
admin_links.register(
    Unit, admin_links.Link("Registrering och vägval", "notifications.view_integratedunit", _overview_of)
)
admin_links.register(
    IntegratedUnit,
    admin_links.Link(
        "Statusuppdateringar",
        "notifications.view_statusupdate",
        lambda unit: admin_links.search(StatusUpdate, unit.unit_id),
    ),
)
