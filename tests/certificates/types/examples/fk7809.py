"""FK 7809 Läkarutlåtande för merkostnadsersättning."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.opinions import DIAGNOSES, INVESTIGATIONS, ONE_DIAGNOSIS

COMPLETE: dict[str, Any] = {
    "1": {
        "UNDERSOKNING": "2026-01-05",
        "JOURNALUPPGIFTER": "2025-06-01",
        "ANHORIG": "2026-01-05",
        "ANNAT": "2025-12-12",
    },
    "1.4": "Make",
    "1.3": "Samtal med hemtjänsten",
    "3": True,
    "4": [
        INVESTIGATIONS[0],
        {"type": "ORTOPEDTEKNIKER", "date": "2025-09-09", "source": "Ortopedteknik"},
        INVESTIGATIONS[2],
    ],
    "58": DIAGNOSES,
    "5": "Medfödda besvär.\nEpilepsi sedan 2019.",
    "funktionsnedsattning": [
        "INTELLEKTUELL_FUNKTION",
        "KOMMUNIKATION_SOCIAL_INTERAKTION",
        "UPPMARKSAMHET",
        "PSYKISK_FUNKTION",
        "HORSELFUNKTION",
        "SYNFUNKTION",
        "Sinnesfunktion",
        "KOORDINATION",
        "ANNAN_KROPPSILIG_FUNKTION",
    ],
    "8": "Lindrig nedsättning.",
    "9": "Drar sig undan.",
    "10": "Har svårt att komma igång.",
    "11": "Oro.",
    "48": "Hörapparat på båda öronen.",
    "49": "Nedsatt syn på vänster öga.",
    "12": "Smärta i höfterna.",
    "13": "Spasticitet i benen.",
    "14": "Tarmbesvär.",
    "17": "Kan inte handla eller städa själv.",
    "50": "Läkemedel mot anfall.",
    "50.2": "Neurologmottagningen, årlig kontroll",
    "51": "Oförändrat de närmaste åren.",
    "25": "Inget mer.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

SHORT: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-15"},
    "3": False,
    "58": ONE_DIAGNOSIS,
    "5": "Diagnos 2024.",
    "funktionsnedsattning": ["HORSELFUNKTION"],
    "48": "Hör inte tal utan hörapparat.",
    "51": "Långsam försämring.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

EXAMPLES = (Example("fk7809", ("1.0",), COMPLETE), Example("fk7809", ("1.0",), SHORT, "short"))
