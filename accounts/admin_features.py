"""Features and their pilots in the administration (spec/roles-and-access.md 3.4; spec/administration.md 9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts import features
from accounts.models import Feature, PilotUnit


class TypeNames(forms.CharField):
    """Ids of types, in small letters with one blank between; commas are taken too."""

    def to_python(self, value: Any) -> str:
        return " ".join(dict.fromkeys(super().to_python(value).replace(",", " ").casefold().split()))


class FeatureForm(forms.ModelForm):
    certificate_types = TypeNames(
        label="Intygstyper", required=False, max_length=500, help_text="Interna id:n, till exempel db doi."
    )


class PilotInline(admin.TabularInline):
    model = PilotUnit
    form = FeatureForm
    fields = ("hsa_id", "activates", "is_on", "certificate_types", "starts_at", "ends_at")
    extra = 0


@admin.register(Feature)
class FeatureAdmin(admin.ModelAdmin):
    """Switched here, never added or taken away: the rules know the names."""

    form = FeatureForm
    fields = ("name", "is_on", "certificate_types")
    readonly_fields = ("name",)
    list_display = ("name", "is_on", "certificate_types", "pilot_count")
    list_filter = ("is_on",)
    search_fields = ("name", "certificate_types")
    inlines = (PilotInline,)

    @admin.display(description="pilotenheter")
    def pilot_count(self, feature: Feature) -> int:
        return len(feature.pilots.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("pilots")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Feature | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        features.changed()
