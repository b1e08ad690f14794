"""Who is on the list of certifiers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin_scope import NoNumberInAddress
from patients.person_id import InvalidPersonId, PersonId
from simulators.hsa.models import CertifierEntry


@admin.register(CertifierEntry)
class CertifierEntryAdmin(NoNumberInAddress):
    list_display = ("received_at", "operation", "certification_id", "masked_person_id", "reason")
    list_filter = ("operation",)
    search_fields = ("certification_id__exact",)
    search_help_text = "Intygsutfärdarens id."
    fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="personnummer")
    def masked_person_id(self, entry: CertifierEntry) -> str:
        try:
            return PersonId.parse(entry.person_id).masked
        except InvalidPersonId:
            return ""
