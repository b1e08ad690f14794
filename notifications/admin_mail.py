"""Mails to units in the administration, and when units get them (spec/status-updates.md 6; spec/messages.md 12)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.admin_scope import CareProviderScope, NoNumberSearched
from certificates.models import Certificate
from delivery import admin_links
from delivery.admin_links import LinkedAdmin
from delivery.models import Delivery
from notifications.admin_own_units import OwnUnits
from notifications.models import UnitMail, UnitNotificationConfig


@admin.register(UnitNotificationConfig)
class UnitNotificationConfigAdmin(OwnUnits):
    """Who gets mail about older certificates. Who sees one care provider only may name its units and no others."""

    list_display = ("name", "starts_at", "care_provider_id", "unit_id")
    list_filter = (("starts_at", admin.DateFieldListFilter),)
    search_fields = ("name", "care_provider_id", "unit_id")
    search_help_text = "Benämning, eller HSA-id för vårdgivaren eller enheten"


@admin.register(UnitMail)
class UnitMailAdmin(CareProviderScope, NoNumberSearched, LinkedAdmin):
    """Every mail as it was written, sent or only kept."""

    list_display = ("created_at", "subject", "unit_id", "audience", "recipient", "certificate_id", "state", "attempts")
    list_filter = ("incoming", "audience", "delivery__state", ("created_at", admin.DateFieldListFilter))
    search_fields = ("=certificate_id", "=unit_id", "=message_id", "=recipient")
    search_help_text = "Intygs-id, enhetens HSA-id, meddelandets id eller e-postadress"
    list_select_related = ("delivery",)
    show_full_result_count = False
    fields = (
        "created_at",
        "incoming",
        "message_id",
        "certificate_id",
        "unit_id",
        "care_provider_id",
        "audience",
        "recipient",
        "subject",
        "text",
        "html",
        "state",
        "attempts",
        "last_text",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnitMail]:
        return super().get_queryset(request).defer("delivery__payload")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and settings.EMAIL_BACKEND == settings.MAIL_KEPT_BACKEND:
            messages.info(request, "Den här installationen skickar inga mejl. De visas bara här.")
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="leverans", ordering="delivery__state")
    def state(self, mail: UnitMail) -> str:
        return mail.delivery.get_state_display() if mail.delivery else "Ingen mottagare"

    @admin.display(description="försök", ordering="delivery__attempts")
    def attempts(self, mail: UnitMail) -> int:
        return mail.delivery.attempts if mail.delivery else 0

    @admin.display(description="senaste svar")
    def last_text(self, mail: UnitMail) -> str:
        return mail.delivery.last_text if mail.delivery else ""


def _of_delivery(delivery: Delivery) -> str:
    mail = UnitMail.objects.filter(delivery=delivery).only("pk").first()
    return admin_links.page(UnitMail, mail.pk) if mail else ""


admin_links.register(
    Certificate,
    admin_links.Link("Mejl", "notifications.view_unitmail", lambda row: admin_links.search(UnitMail, row.pk)),
)
admin_links.register(
    UnitMail,
    admin_links.Link(
        "Intyget", "certificates.view_certificate", lambda mail: admin_links.page(Certificate, mail.certificate_id)
    ),
    admin_links.Link(
        "Leveransen",
        "delivery.view_delivery",
        lambda mail: admin_links.page(Delivery, mail.delivery_id) if mail.delivery_id else "",
    ),
)
admin_links.register(Delivery, admin_links.Link("Mejlet", "notifications.view_unitmail", _of_delivery))
