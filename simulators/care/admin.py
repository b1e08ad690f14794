"""The inbox of the built-in journal system."""

from __future__ import annotations

from django.contrib import admin

from simulators.care.models import ReceivedStatusUpdate
from simulators.read_only import ReceivedAdmin


@admin.register(ReceivedStatusUpdate)
class ReceivedStatusUpdateAdmin(ReceivedAdmin):
    list_display = (
        "received_at",
        "event",
        "event_time",
        "certificate_id",
        "unit_id",
        "is_valid",
        "answer",
        "is_duplicate",
    )
    list_filter = ("event", "answer", "is_valid", "is_duplicate")
    search_fields = ("certificate_id__exact", "unit_id__exact")
    search_help_text = "Intygs-id eller enhetens HSA-id."
    fields = (*list_display, "logical_address", "xml_text")
