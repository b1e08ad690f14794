"""The inbox of the built-in journal system, and the way into it for status updates that went elsewhere or nowhere."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from delivery import audit
from notifications.admin import StatusUpdateAdmin
from notifications.models import StatusUpdate
from simulators.care import replaying
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


admin.site.unregister(StatusUpdate)


@admin.register(StatusUpdate)
class ReplayedStatusUpdateAdmin(StatusUpdateAdmin):
    """With one action more where the built-in journal system is (spec/status-updates.md 9.13)."""

    actions = (*StatusUpdateAdmin.actions, "replay_selected")

    @admin.action(description="Visa i det inbyggda journalsystemets inkorg", permissions=["resend"])
    def replay_selected(self, request: HttpRequest, chosen: QuerySet[StatusUpdate]) -> None:
        number = chosen.count()
        if number > replaying.MOST:
            self.message_user(request, f"Högst {replaying.MOST} kan läggas i inkorgen på en gång.", messages.ERROR)
            return
        put = replaying.replay(chosen)
        audit.note(request.user, StatusUpdate, f"Lade {put} statusuppdateringar i journalsystemets inkorg.")
        self.message_user(request, f"{put} av {number} ligger i inkorgen. Övriga har inget meddelande kvar.")
