"""The outbox in the administration: read, resend, cancel, deliver now (spec/status-updates.md 9.13).

``accounts.admin_below`` limits deliveries to an administrator's own care provider.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from delivery import audit, breaker, hints, kinds, queries, services, tasks
from delivery.admin_links import LinkedAdmin
from delivery.models import UNKNOWN_OUTCOME, Delivery, DeliveryAttempt, Endpoint
from delivery.outcomes import Verdict
from webcert.errors import WebcertError

admin.site.index_template = "admin/delivery/index.html"  # begins with what is wrong with the traffic


class KindFilter(admin.SimpleListFilter):
    title = "slag"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.name, kind.label or kind.name) for kind in kinds.all_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ReadOnly(LinkedAdmin):
    """Rows are made and changed by services; here they are looked at. Who may change may use the actions."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")


class AttemptInline(admin.TabularInline):
    """What came of each call; the rest of it stands on its own page."""

    model = DeliveryAttempt
    show_change_link = True
    fields = ("number", "started_at", "duration_ms", "verdict", "http_status", "answer", "text", "url")
    readonly_fields = fields
    extra = 0
    can_delete = False

    @admin.display(description="svar")
    def answer(self, attempt: DeliveryAttempt) -> str:
        return " ".join(filter(None, (attempt.result_code, attempt.error_id)))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = (
        "id",
        "kind_label",
        "state",
        "owner_id",
        "logical_address",
        "attempts",
        "available_at",
        "last_result",
        "last_error_id",
        "short_text",
        "finished_at",
    )
    list_filter = ("state", KindFilter, "waiting_for_route", ("created_at", admin.DateFieldListFilter))
    search_fields = ("=owner_id", "=order_key", "=logical_address")
    search_help_text = "Ägare (till exempel intygs-id), ordningsnyckel eller logisk adress"
    inlines = (AttemptInline,)
    exclude = ("payload",)
    actions = ("resend_selected", "fail_selected", "cancel_selected", "deliver_due_now")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).defer("payload")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and self.has_operate_permission(request):
            for warning in queries.health().warnings:
                messages.warning(request, warning)
        return super().changelist_view(request, extra_context)

    @admin.display(description="slag", ordering="kind")
    def kind_label(self, delivery: Delivery) -> str:
        return (kinds.is_known(delivery.kind) and kinds.get(delivery.kind).label) or delivery.kind

    @admin.display(description="senaste text")
    def short_text(self, delivery: Delivery) -> str:
        return delivery.last_text[:80]

    @admin.action(description="Skicka om (avslutade)", permissions=["operate"])
    def resend_selected(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        ids = list(chosen.values_list("pk", flat=True))  # what is on its way again may no longer fit the filter
        number = services.resend(ids)
        audit.note(request.user, Delivery, f"Skickade om {number} leveranser.")
        self.message_user(request, f"{number} av {len(ids)} leveranser skickas om. Övriga är redan på väg.")

    @admin.action(description="Sluta försöka (misslyckad)", permissions=["operate"])
    def fail_selected(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        self._end(request, chosen, services.fail_now, "Gav upp")

    @admin.action(description="Avbryt (väntande)", permissions=["operate"])
    def cancel_selected(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        self._end(request, chosen, services.cancel, "Avbröt")

    @admin.action(description="Skicka nu det som ska skickas", permissions=["operate"])
    def deliver_due_now(self, request: HttpRequest, _chosen: QuerySet[Delivery]) -> None:
        """In a task, never in the web process."""
        if hints.publish_task(tasks.deliver_due.name):
            audit.note(request.user, Delivery, "Lät skicka det som väntade på sin tur.")
            self.message_user(request, "Allt som väntar på sin tur skickas nu.")
        else:
            self.message_user(request, "Meddelandekön går inte att nå. Kör manage.py deliver_due.", messages.ERROR)

    def _end(self, request: HttpRequest, chosen: QuerySet[Delivery], end: Callable[[int], None], verb: str) -> None:
        refused, ids = 0, list(chosen.values_list("pk", flat=True))
        for pk in ids:
            try:
                end(pk)
            except WebcertError:
                refused += 1
            else:
                audit.note(request.user, Delivery, f"{verb} leveransen.", object_id=str(pk))
        self.message_user(request, f"{verb} {len(ids) - refused} leveranser.")
        if refused:
            self.message_user(
                request, f"{refused} leveranser är avslutade, skickas just nu eller får inte ges upp.", messages.WARNING
            )


class VerdictFilter(admin.SimpleListFilter):
    title = "utfall"
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(verdict, verdict) for verdict in (*Verdict, UNKNOWN_OUTCOME)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DeliveryAttempt]) -> QuerySet[DeliveryAttempt]:
        return queryset.filter(verdict=self.value()) if self.value() else queryset


@admin.register(DeliveryAttempt)
class DeliveryAttemptAdmin(ReadOnly):
    """Every call that was made, newest first, whatever it carried."""

    list_display = (
        "started_at",
        "delivery",
        "number",
        "verdict",
        "url",
        "http_status",
        "result_code",
        "error_id",
        "short_text",
        "duration_ms",
        "worker",
    )
    ordering = ("-id",)
    list_filter = (VerdictFilter,)
    list_select_related = ("delivery",)
    search_fields = ("=delivery__owner_id", "=delivery__order_key", "=delivery__logical_address")
    search_help_text = "Leveransens ägare (till exempel intygs-id), ordningsnyckel eller logiska adress"
    exclude = ("lease_token",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeliveryAttempt]:
        return super().get_queryset(request).defer("delivery__payload")

    @admin.display(description="text")
    def short_text(self, attempt: DeliveryAttempt) -> str:
        return attempt.text[:80]


@admin.register(Endpoint)
class EndpointAdmin(ReadOnly):
    list_display = ("url", "failures_in_a_row", "open_until", "last_failure_at", "last_success_at")
    search_fields = ("url",)
    actions = ("let_calls_through",)

    @admin.action(description="Försök igen nu", permissions=["operate"])
    def let_calls_through(self, request: HttpRequest, chosen: QuerySet[Endpoint]) -> None:
        number = breaker.reset(list(chosen.values_list("url", flat=True)))
        audit.note(request.user, Endpoint, f"Släppte fram anrop till {number} mottagare.")
        self.message_user(request, f"{number} mottagare vilar inte längre.")
