"""Switching fault modes."""

from __future__ import annotations

from django.contrib import admin

from simulators.modes.models import SimulatorMode


@admin.register(SimulatorMode)
class SimulatorModeAdmin(admin.ModelAdmin):
    list_display = (
        "simulator",
        "mode",
        "is_active",
        "delay_ms",
        "unit_id",
        "certificate_id",
        "event",
        "remaining",
    )
    list_editable = ("mode", "is_active", "delay_ms", "remaining")
    list_filter = ("simulator", "mode", "is_active")
    fieldsets = (
        (None, {"fields": ("simulator", "mode", "is_active", "text", "delay_ms")}),
        ("Avgränsning", {"fields": ("unit_id", "certificate_id", "event", "remaining")}),
    )
