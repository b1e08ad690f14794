"""Certificates in the administration: to be looked at, never changed (spec/administration.md 9).

No personal number may stand in a URL, so there is no search by number, and lists show it masked.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin_scope import CareProviderScope, NoNumberSearched
from certificates import admin_types
from certificates.models import Certificate, CertificateEvent, SignedDocument
from certificates.outgoing import KIND
from certificates.types import registry
from delivery import admin_links
from delivery.admin_links import LinkedAdmin
from delivery.models import Delivery
from patients.person_id import PersonId

__all__ = ["admin_types"]


class ReadOnly:
    """No row is added, changed or deleted here: the life cycle has its own services."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(ReadOnly, admin.TabularInline):
    model = CertificateEvent
    fields = ("occurred_at", "kind", "user_hsa_id", "user_name", "message")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = "händelser"


class DocumentInline(ReadOnly, admin.StackedInline):
    """That the certificate is signed, by whom and with what digest; the document itself holds patient data."""

    model = SignedDocument
    fields = ("signature_type", "signer_hsa_id", "created_at", "digest")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = "underskrift"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignedDocument]:
        return super().get_queryset(request).defer("xml")


class TypeFilter(admin.SimpleListFilter):
    """The installed types; the table is not asked which ones it holds."""

    title = "intygstyp"
    parameter_name = "type_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list({ctype.type_id: f"{ctype.type_id} {ctype.name}" for ctype in registry.all_types()}.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> QuerySet[Certificate]:
        return queryset.filter(type_id=self.value()) if self.value() else queryset


class RevokedFilter(admin.SimpleListFilter):
    title = "makulerat"
    parameter_name = "revoked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "makulerat"), ("no", "inte makulerat")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> QuerySet[Certificate]:
        return queryset.filter(revoked_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, CareProviderScope, NoNumberSearched, LinkedAdmin):
    list_display = (
        "id",
        "type_id",
        "state",
        "unit_id",
        "care_provider_id",
        "issuer_hsa_id",
        "masked_person_id",
        "created_at",
        "signed_at",
        "sent_at",
        "revoked_at",
    )
    list_filter = (
        "state",
        RevokedFilter,
        TypeFilter,
        "way_in",
        "is_test_certificate",
        ("created_at", admin.DateFieldListFilter),
        ("signed_at", admin.DateFieldListFilter),
    )
    search_fields = (
        "id__exact",
        "unit_id__exact",
        "care_provider_id__exact",
        "issuer_hsa_id__exact",
        "type_id__exact",
        "reference__exact",
    )
    search_help_text = (
        "Intygs-id, HSA-id för enhet, vårdgivare eller utfärdare, intygstyp eller journalsystemets referens."
    )
    show_full_result_count = False
    ordering = ("-created_at",)
    inlines = (DocumentInline, EventInline)
    fieldsets = (
        (None, {"fields": ("id", "type_id", "type_version", "state", "version", "is_complete", "way_in", "reference")}),
        ("Patient", {"fields": ("masked_person_id", "is_test_certificate")}),
        (
            "Enhet",
            {
                "fields": (
                    ("unit_id", "unit_name"),
                    ("care_unit_id", "care_unit_name"),
                    ("care_provider_id", "care_provider_name"),
                    "workplace_code",
                )
            },
        ),
        (
            "Personer",
            {"fields": (("issuer_hsa_id", "issuer_name"), ("saved_by_hsa_id", "saved_by_name"), "is_forwarded")},
        ),
        (
            "Tider",
            {
                "fields": (
                    "created_at",
                    "saved_at",
                    "ready_for_sign_at",
                    "signed_at",
                    ("sent_at", "sent_to"),
                    ("revoked_at", "revocation_reason"),
                    ("complement_requested_at", "complement_message_id", "complement_reference"),
                )
            },
        ),
        ("Ursprung", {"fields": ("relation", "parent")}),
    )
    readonly_fields = ("masked_person_id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return super().get_queryset(request).defer("answers")

    @admin.display(description="personnummer")
    def masked_person_id(self, certificate: Certificate) -> str:
        return PersonId(certificate.person_id).masked


admin_links.register(
    Certificate,
    admin_links.Link("Leveranser", "delivery.view_delivery", lambda row: admin_links.search(Delivery, row.pk)),
)
admin_links.register(
    Delivery,
    admin_links.Link(
        "Intyget",
        "certificates.view_certificate",
        lambda row: admin_links.page(Certificate, row.owner_id) if row.kind == KIND else "",
    ),
)
