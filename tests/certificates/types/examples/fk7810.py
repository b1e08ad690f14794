"""FK 7810 Läkarutlåtande för assistansersättning."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.opinions import DIAGNOSES, INVESTIGATIONS, ONE_DIAGNOSIS

COMPLETE: dict[str, Any] = {
    "1": {
        "FYSISKUNDERSOKNING": "2026-01-05",
        "DIGITALUNDERSOKNING": "2026-01-07",
        "JOURNALUPPGIFTER": "2025-11-20",
        "ANHORIG": "2026-01-05",
        "ANNAT": "2025-12-12",
    },
    "1.4": "Personlig assistent",
    "1.3": "Hembesök av arbetsterapeut",
    "2": "MER_AN_ETT_AR",
    "3": True,
    "4": INVESTIGATIONS,
    "58": DIAGNOSES,
    "5": "Medfödda besvär.\nEpilepsi sedan 2019.",
    "funktionsnedsattning": [
        "INTELLEKTUELL_FUNKTION",
        "KOMMUNIKATION_SOCIAL_INTERAKTION",
        "UPPMARKSAMHET",
        "PSYKISK_FUNKTION",
        "Sinnesfunktion",
        "KOORDINATION",
        "ANDNINGS_FUNKTION",
        "ANNAN_KROPPSILIG_FUNKTION",
    ],
    "8": "Lindrig nedsättning.",
    "9": "Behöver stöd i samspel.",
    "10": "Har svårt att komma igång.",
    "11": "Oro.",
    "12": "Nedsatt hörsel och syn.",
    "13": "Spasticitet i armar och ben.",
    "64": "Nedsatt hostkraft.",
    "14": "Sväljer fel.",
    "aktivitetsbegransning": [
        "LARANDE_BEGRANSNING",
        "KOMMUNIKATION_BEGRANSNING",
        "FORFLYTTNING_BEGRANSNING",
        "PERSONLIG_VARD_BEGRANSNING",
        "OVRIGA_BEGRANSNING",
    ],
    "65": "Behöver hjälp att planera.",
    "66": "Talar otydligt.",
    "67": "Sitter i rullstol.",
    "68": "Behöver hjälp med all hygien.",
    "69": "Kan inte laga mat.",
    "50": "Andningsträning.",
    "50.2": "Lungmottagningen, var sjätte månad",
    "39": "Oförändrat behov.",
    "70": True,
    "70.2": "Sugning av luftvägar, två gånger per dygn.",
    "70.3": True,
    "70.4": "Sondmat fyra gånger per dygn.",
    "25": "Inget mer.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

SHORT: dict[str, Any] = {
    "1": {"DIGITALUNDERSOKNING": "2026-01-15"},
    "2": "INGEN_TIDIGARE",
    "3": False,
    "58": ONE_DIAGNOSIS,
    "5": "Diagnos 2024.",
    "funktionsnedsattning": ["ANDNINGS_FUNKTION"],
    "64": "Behöver stöd av andningsapparat.",
    "aktivitetsbegransning": ["FORFLYTTNING_BEGRANSNING"],
    "67": "Kan inte lämna sängen utan hjälp.",
    "39": "Långsam försämring.",
    "70": False,
    "70.3": False,
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

EXAMPLES = (
    Example("fk7810", ("1.0",), COMPLETE),
    Example("fk7810", ("1.0",), SHORT, "short"),
    Example("fk7810", ("1.0",), {**SHORT, "70.3": True, "70.4": "Läkemedel."}, "self-care"),
)
