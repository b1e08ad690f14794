"""FK 3221 Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning."""

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
    "1.4": "Mamma",
    "1.3": "Samtal med förskolan",
    "3": True,
    "4": INVESTIGATIONS,
    "58": DIAGNOSES,
    "5": "Sena tal- och rörelsemönster.\nDiagnos vid tre års ålder.",
    "funktionsnedsattning": [
        "INTELLEKTUELL_FUNKTION",
        "KOMMUNIKATION_SOCIAL_INTERAKTION",
        "UPPMARKSAMHET",
        "PSYKISK_FUNKTION",
        "Sinnesfunktion",
        "KOORDINATION",
        "ANNAN_KROPPSILIG_FUNKTION",
    ],
    "8": "Lindrig nedsättning vid test.",
    "9": "Har svårt i samspel med andra barn.",
    "10": "Kan vara uppmärksam i korta stunder.",
    "11": "Sover oroligt.",
    "12": "Är känslig för ljud.",
    "13": "Ramlar ofta, osäker finmotorik.",
    "14": "Förstoppning som behöver behandling.",
    "17": "Behöver hjälp med av- och påklädning och vid måltider.",
    "50": "Träning hos habiliteringen.",
    "50.2": "Barnhabiliteringen, hela 2026",
    "39": "Går långsamt framåt. Behovet av hjälp väntas bestå.",
    "25": "Nytt besök planeras i maj.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

SHORT: dict[str, Any] = {
    "1": {"JOURNALUPPGIFTER": "2025-11-20"},
    "3": False,
    "58": ONE_DIAGNOSIS,
    "5": "Diagnos 2024.",
    "funktionsnedsattning": ["Sinnesfunktion"],
    "12": "Nedsatt hörsel på båda öronen.",
    "17": "Uppfattar inte instruktioner i grupp.",
    "39": "Oförändrat.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

EXAMPLES = (Example("fk3221", ("1.0",), COMPLETE), Example("fk3221", ("1.0",), SHORT, "short"))
