"""The faults of the signing service, to be switched on and off."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from simulators.signing.models import SigningFault


@admin.register(SigningFault)
class SigningFaultAdmin(admin.ModelAdmin):
    """One row per fault; the test CA's certificates can be fetched from the same place."""

    list_display = ["kind", "is_active", "authority"]
    list_editable = ["is_active"]
    list_filter = ["is_active"]
    fields = ["kind", "is_active", "authority"]
    readonly_fields = ["authority"]

    @admin.display(description="test-CA")
    def authority(self, fault: SigningFault | None) -> SafeString:
        return format_html('<a href="{}">ca.pem</a>', reverse("signing_ca"))
