"""FK 3226 Läkarutlåtande för närståendepenning."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.opinions import DIAGNOSES, ONE_DIAGNOSIS

PALLIATIVE: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-14", "JOURNALUPPGIFTER": "2026-01-02", "ANNAT": "2026-01-10"},
    "1.3": "Samtal med hemsjukvården",
    "58": DIAGNOSES,
    "52": "ENDAST_PALLIATIV",
    "52.2": "2025-12-20",
    "53": True,
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}
ACUTE: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-15"},
    "58": ONE_DIAGNOSIS,
    "52": "AKUT_LIVSHOTANDE",
    "52.3": "2026-01-13",
    "52.4": "Svår infektion, vårdas i respirator.",
    "52.5": True,
    "52.6": "2026-01-15",
    "53": False,
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}
WITHOUT_END: dict[str, Any] = {key: value for key, value in {**ACUTE, "52.5": False}.items() if key != "52.6"}
OTHER: dict[str, Any] = {
    "1": {"JOURNALUPPGIFTER": "2026-01-15"},
    "58": ONE_DIAGNOSIS,
    "52": "ANNAT",
    "52.7": "Obotlig sjukdom med snabb försämring.",
    "53": True,
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

EXAMPLES = (
    Example("fk3226", ("1.0",), PALLIATIVE, "palliative"),
    Example("fk3226", ("1.0",), ACUTE, "acute"),
    Example("fk3226", ("1.0",), WITHOUT_END, "acute-without-end"),
    Example("fk3226", ("1.0",), OTHER, "other"),
)
