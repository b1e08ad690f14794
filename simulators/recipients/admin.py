"""What the recipients have received."""

from __future__ import annotations

from django.contrib import admin

from simulators.read_only import ReceivedAdmin
from simulators.recipients.models import ReceivedDocument


@admin.register(ReceivedDocument)
class ReceivedDocumentAdmin(ReceivedAdmin):
    list_display = ("received_at", "recipient", "kind", "type_code", "certificate_id", "is_valid", "answer")
    list_filter = ("recipient", "kind", "type_code", "answer", "is_valid")
    search_fields = ("certificate_id__exact", "message_id__exact")
    search_help_text = "Intygs-id eller meddelande-id."
    fields = (*list_display, "logical_address", "message_id", "topic", "xml_text")
