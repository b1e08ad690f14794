"""What the built-in log service has been told."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin_scope import NoNumberInAddress
from patients.person_id import InvalidPersonId, PersonId
from simulators.log.models import StoredLogEntry, StoreLogCall
from simulators.read_only import ReceivedAdmin


@admin.register(StoreLogCall)
class StoreLogCallAdmin(ReceivedAdmin):
    list_display = ("pk", "received_at", "logical_address", "is_valid", "answer")
    list_filter = ("answer", "is_valid")
    fields = ("received_at", "logical_address", "is_valid", "answer", "xml_text")


@admin.register(StoredLogEntry)
class StoredLogEntryAdmin(NoNumberInAddress):
    list_display = (
        "log_id",
        "start_date",
        "activity_type",
        "activity_level",
        "user_id",
        "care_unit_id",
        "masked_patient_id",
        "call",
    )
    list_filter = ("activity_type",)
    list_select_related = ("call",)
    search_fields = ("log_id__exact", "activity_level__exact", "user_id__exact", "care_unit_id__exact")
    search_help_text = "Logg-id, intygs-id, användarens eller enhetens HSA-id."
    fields = (*list_display, "activity_args")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="patient")
    def masked_patient_id(self, entry: StoredLogEntry) -> str:
        try:
            return PersonId.parse(entry.patient_id).masked
        except InvalidPersonId:
            return ""
