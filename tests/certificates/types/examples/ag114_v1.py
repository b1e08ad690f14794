"""AG1-14 Läkarintyg om arbetsförmåga under sjuklöneperioden, version 1."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.examples.lisjp import NO_DIAGNOSIS, diagnosis

COMPLETE: dict[str, Any] = {
    "10": {"UNDERSOKNING": "2026-01-05", "ANNAT": "2026-01-02"},
    "10.3": "Samtal med\narbetsledare",
    "1": ["NUVARANDE_ARBETE"],
    "2": "Undersköterska.",
    "3": True,
    "4": [diagnosis("F438A", "Utmattningssyndrom"), diagnosis("M545", "Ont i ryggen"), NO_DIAGNOSIS],
    "5": "Orkar inte lyfta.",
    "6": True,
    "6.2": "Kan sitta i receptionen.",
    "7.1": 50,
    "7.2": {"from": "2026-01-15", "to": "2026-01-28"},
    "8": "Inget mer.",
    "9": True,
    "9.2": "Ring avdelningschefen.",
    "vardenhet": UNIT_CONTACT,
}
WITHOUT_DIAGNOSIS: dict[str, Any] = {
    "10": {"TELEFONKONTAKT": "2026-01-05"},
    "1": ["NUVARANDE_ARBETE"],
    "2": "Undersköterska.",
    "3": False,
    "5": "Orkar inte lyfta.",
    "6": False,
    "7.1": 0,
    "7.2": {"from": "2026-01-15", "to": "2026-01-15"},
    "vardenhet": UNIT_CONTACT,
}

EXAMPLES = (
    Example("ag114", ("1.0",), COMPLETE),
    Example("ag114", ("1.0",), WITHOUT_DIAGNOSIS, "without-diagnosis"),
)
