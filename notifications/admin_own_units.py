"""Rows about units that a regional administrator makes: of the own care provider and no other."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.admin_scope import CareProviderScope, OwnProviderForm
from hsa import belonging
from hsa.models import Unit


class OwnUnitForm(forms.ModelForm):
    """Of a model with ``unit_id``, which may be blank, and ``care_provider_id``. ``limit`` is the own care provider."""

    limit = ""

    def clean(self) -> dict[str, Any]:
        """A regional administrator names units of the own care provider, as HSA has it."""
        data = super().clean() or self.cleaned_data
        if not self.limit:
            return data
        unit_id = data.get("unit_id", self.instance.unit_id)
        is_own = not unit_id or Unit.objects.filter(belonging.units(self.limit), hsa_id=unit_id).exists()
        if not is_own or data.get("care_provider_id") != self.limit:
            raise forms.ValidationError(f"Du kan bara registrera enheter som hör till {self.limit}.")
        return data


class OwnUnits(CareProviderScope, OwnProviderForm):
    """An admin whose rows are made with ``OwnUnitForm``."""

    form = OwnUnitForm
