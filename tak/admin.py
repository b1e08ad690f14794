"""Routes in Django admin. All writes go through ``tak.services``; rows are ended, never deleted.

``accounts.admin_below`` limits them to an administrator's own care provider.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from delivery import audit
from hsa.directory import DirectoryUnavailable
from tak import resolver, services
from tak.models import TakRoute
from webcert import clock


@admin.register(TakRoute)
class TakRouteAdmin(admin.ModelAdmin):
    """Contract and address stand fast once given: another address is another route."""

    list_display = ["contract", "logical_address", "url", "riv_profile", "valid_from", "valid_to", "is_valid_now"]
    list_filter = ["contract_namespace", "is_enabled"]
    search_fields = ["logical_address", "url", "description"]
    list_per_page = 50
    list_max_show_all = 50
    actions = ["end_now", "enable", "disable"]
    change_list_template = "admin/tak/route_change_list.html"
    fields = [
        "contract_namespace",
        "logical_address",
        "url",
        "riv_profile",
        "description",
        "valid_from",
        "valid_to",
        "is_enabled",
        "leads_outside_only",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: TakRoute | None = None) -> list[str]:
        return ["contract_namespace", "logical_address"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: TakRoute | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: TakRoute, form: Any, change: bool) -> None:
        services.save_route(obj)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("explain/", self.admin_site.admin_view(self.explain), name="tak_route_explain"),
            *super().get_urls(),
        ]

    def explain(self, request: HttpRequest) -> HttpResponse:
        """How is this logical address routed? Shows every candidate and the one that is used."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        namespace = request.GET.get("contract", "").strip()
        address = request.GET.get("address", "").strip()
        context = {
            **self.admin_site.each_context(request),
            "title": "Hur vägvalet blir",
            "opts": self.opts,
            "contract": namespace,
            "address": address,
            "contracts": self.get_queryset(request)
            .order_by("contract_namespace")
            .values_list("contract_namespace", flat=True)
            .distinct(),
            **self._explanation(request, namespace, address),
        }
        return TemplateResponse(request, "admin/tak/explain.html", context)

    def may_explain(self, request: HttpRequest, logical_address: str) -> bool:
        """May the user know how this address is routed?"""
        return True

    def _explanation(self, request: HttpRequest, namespace: str, address: str) -> dict[str, Any]:
        if not namespace or not address:
            return {}
        if not self.may_explain(request, address):
            return {"failure": "Adressen hör inte till din vårdgivare."}
        try:
            trials = resolver.explain(namespace, address)
        except DirectoryUnavailable as error:
            return {"failure": error.message}
        used = next((trial for trial in trials if trial.route), None)
        return {"trials": trials, "used": used}

    @admin.display(description="tjänstekontrakt", ordering="contract_namespace")
    def contract(self, route: TakRoute) -> str:
        return route.contract_name

    @admin.display(description="gäller nu", boolean=True)
    def is_valid_now(self, route: TakRoute) -> bool:
        return route.is_valid(clock.now())

    @admin.action(description="Avsluta nu", permissions=["change"])
    def end_now(self, request: HttpRequest, queryset: QuerySet[TakRoute]) -> None:
        now = clock.now()
        self._for_each(request, queryset, lambda route: services.end_route(route, now), done="avslutade")

    @admin.action(description="Slå på", permissions=["change"])
    def enable(self, request: HttpRequest, queryset: QuerySet[TakRoute]) -> None:
        self._for_each(request, queryset, lambda route: services.set_enabled(route, True), done="påslagna")

    @admin.action(description="Slå av", permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet[TakRoute]) -> None:
        self._for_each(request, queryset, lambda route: services.set_enabled(route, False), done="avslagna")

    def _for_each(
        self,
        request: HttpRequest,
        queryset: QuerySet[TakRoute],
        change: Callable[[TakRoute], TakRoute],
        *,
        done: str,
    ) -> None:
        """One transaction per route; tells what was done and what was refused, and why."""
        count = 0
        for route in queryset:
            try:
                change(route)
            except ValidationError as error:
                self.message_user(request, f"{route}: {' '.join(error.messages)}", messages.ERROR)
            else:
                count += 1
                audit.note(request.user, TakRoute, f"Vägval {done}.", object_id=str(route.pk))
        self.message_user(request, f"{count} vägval {done}.")
