"""Reading a mode from JSON: the form of the administration under the names of the interface."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from simulators.modes.models import SimulatorMode
from webcert.errors import InvalidInput

FIELDS = {
    "simulator": "simulator",
    "mode": "mode",
    "text": "text",
    "delayMs": "delay_ms",
    "delayMaxMs": "delay_max_ms",
    "unitId": "unit_id",
    "certificateId": "certificate_id",
    "event": "event",
    "remaining": "remaining",
    "every": "every",
    "percent": "percent",
    "seed": "seed",
    "isActive": "is_active",
}
"""Name in JSON, and the column that it fills."""


class ModeForm(forms.ModelForm):
    class Meta:
        model = SimulatorMode
        fields = tuple(FIELDS.values())

    def _get_validation_exclusions(self) -> set[str]:
        """Not checked: that the scope has no active mode yet, for a new one takes the place of the old one."""
        return {*super()._get_validation_exclusions(), "event"}


def read(body: bytes, mode: SimulatorMode) -> SimulatorMode:
    """``mode`` with the given fields changed, not stored; raises ``InvalidInput`` naming what is wrong."""
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise InvalidInput("Innehållet är inte JSON.") from None
    if not isinstance(given, dict):
        raise InvalidInput("Innehållet ska vara ett JSON-objekt.")
    if unknown := sorted(given.keys() - FIELDS.keys()):
        raise InvalidInput(f"Okända fält: {', '.join(unknown)}.")
    current: dict[str, Any] = {column: getattr(mode, column) for column in FIELDS.values()}
    form = ModeForm(current | {FIELDS[name]: value for name, value in given.items()}, instance=mode)
    if form.is_valid():
        return form.save(commit=False)
    names = {column: name for name, column in FIELDS.items()}
    faults = [f"{names.get(column, 'mode')}: {' '.join(texts)}" for column, texts in form.errors.items()]
    raise InvalidInput(" ".join(faults))


def shown(mode: SimulatorMode) -> dict[str, object]:
    """A mode as JSON."""
    return {"id": mode.pk, **{name: getattr(mode, column) for name, column in FIELDS.items()}, "calls": mode.calls}
