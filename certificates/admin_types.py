"""Opening and closing of certificate types in the administration (spec/administration.md 9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from certificates.models import CertificateTypeSetting
from certificates.queries import openings
from certificates.types import registry


class TypeSettingForm(forms.ModelForm):
    """The version is chosen among the installed ones."""

    type_and_version = forms.ChoiceField(label="Intygstyp och version")

    class Meta:
        model = CertificateTypeSetting
        fields = ("active_from", "active_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["type_and_version"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(_value(*t.key), f"{t.name}, {t.type_id} {t.version}") for t in registry.all_types()]
        if self.instance.pk:
            choice.initial = _value(self.instance.type_id, self.instance.version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        type_id, _, version = cleaned.get("type_and_version", "").partition(" ")
        taken = CertificateTypeSetting.objects.filter(type_id=type_id, version=version).exclude(pk=self.instance.pk)
        if taken.exists():
            self.add_error("type_and_version", "Versionen har redan en öppettid.")
        self.instance.type_id, self.instance.version = type_id, version
        return cleaned


@admin.register(CertificateTypeSetting)
class CertificateTypeSettingAdmin(admin.ModelAdmin):
    """A row says other days than the type declares; without a row the declaration holds."""

    form = TypeSettingForm
    fields = ("type_and_version", "active_from", "active_to")
    list_display = ("type_id", "version", "active_from", "active_to")
    search_fields = ("type_id",)

    def save_model(
        self, request: HttpRequest, obj: CertificateTypeSetting, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        openings.changed()


def _value(type_id: str, version: str) -> str:
    return f"{type_id} {version}"
