"""A ready form for deep integration, with the parameters of spec/integration.md 3.3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.html import format_html, format_html_join

from accounts import launch

IN_ADDRESS = ("enhet", "sjf", "kopieringOK", "inaktivEnhet")
"""What may stand in an address: nothing that tells of the patient, and no launchId, which a GET does not read (3.1)."""


def form(certificate_id: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of the form and the whole of it; ``url`` only when every parameter may stand in an address.

    Raises the error that the launch itself would answer with.
    """
    fields = {name: _text(value) for name, value in parameters.items() if value != ""}
    launch.parameters_from(fields)
    action = f"{settings.BASE_URL}/visa/intyg/{certificate_id}"
    query = f"?{urlencode(fields)}" if fields else ""
    return {
        "method": "POST",
        "action": action,
        "fields": [{"name": name, "value": value} for name, value in fields.items()],
        "html": _html(action, fields),
        "url": action + query if set(fields) <= set(IN_ADDRESS) else None,
    }


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _html(action: str, fields: Mapping[str, str]) -> str:
    inputs = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items())
    return format_html(
        '<form method="post" action="{}" accept-charset="utf-8" target="_blank">{}'
        '<button type="submit">Öppna i Webcert</button></form>',
        action,
        inputs,
    )
