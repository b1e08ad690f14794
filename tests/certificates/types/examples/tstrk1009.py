"""TSTRK1009 Läkares anmälan till Transportstyrelsen."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

COMPLETE: dict[str, Any] = {
    "2": "IDK4",
    "46": "SANNOLIK_OLAMPLIGHET",
    "47": "Demens med nedsatt omdöme.",
    "48": "2026-01-14",
    "1": ["A_B_TRAKTOR", "TAXI"],
    "49": True,
    "vardenhet": UNIT_CONTACT,
}

EXAMPLES = (
    Example("tstrk1009", ("1.0",), COMPLETE),
    Example("tstrk1009", ("1.0",), {**COMPLETE, "1": ["ALLA"]}, "all licences"),
    Example("tstrk1009", ("1.0",), {**COMPLETE, "1": ["KANINTETASTALLNING"]}, "undecided"),
)
