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
        "every",
        "percent",
        "calls",
    )
    list_editable = ("mode", "is_active", "delay_ms", "remaining", "every", "percent")
    list_filter = ("simulator", "mode", "is_active")
    readonly_fields = ("calls",)
    fieldsets = (
        (None, {"fields": ("simulator", "mode", "is_active", "text", "delay_ms", "delay_max_ms")}),
        ("Avgränsning", {"fields": ("unit_id", "certificate_id", "event")}),
        ("Hur ofta", {"fields": ("remaining", "every", "percent", "seed", "calls")}),
    )
