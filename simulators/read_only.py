"""Admin of what a simulator has received: to be read, or thrown away."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from simulators.envelopes import decoded


class ReceivedAdmin(admin.ModelAdmin):
    """Read-only, newest first; the XML as it came."""

    date_hierarchy = "received_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="XML")
    def xml_text(self, row: Any) -> SafeString:
        return format_html("<pre>{}</pre>", decoded(bytes(row.xml)))
