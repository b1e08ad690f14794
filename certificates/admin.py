"""Certificates in the administration: to be looked at, never changed (spec/administration.md 9).

No personal number may stand in a URL, so there is no search by number, and lists show it masked.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from certificates.models import Certificate, CertificateEvent
from patients.person_id import PersonId

_LOOKS_LIKE_A_NUMBER = re.compile(r"\d{6}(\d\d)?[-+]?\d{4}")


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


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "id",
        "type_id",
        "state",
        "unit_id",
        "issuer_hsa_id",
        "masked_person_id",
        "saved_at",
        "signed_at",
        "sent_at",
    )
    list_filter = ("state", "type_id", "way_in", "is_test_certificate")
    search_fields = ("id__exact", "unit_id__exact", "type_id__exact", "reference__exact")
    search_help_text = "Intygs-id, enhetens HSA-id, intygstyp eller journalsystemets referens."
    show_full_result_count = False
    list_per_page = 50
    ordering = ("-created_at",)
    inlines = (EventInline,)
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
                )
            },
        ),
        ("Ursprung", {"fields": ("relation", "parent")}),
    )
    readonly_fields = ("masked_person_id",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Certificate], search_term: str
    ) -> tuple[QuerySet[Certificate], bool]:
        """A personal number does not belong in an address: such a search finds nothing and says why."""
        if _LOOKS_LIKE_A_NUMBER.fullmatch(search_term.strip()):
            self.message_user(request, "Det går inte att söka på personnummer här.", messages.WARNING)
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="personnummer")
    def masked_person_id(self, certificate: Certificate) -> str:
        return PersonId(certificate.person_id).masked
