"""FK 7800 Läkarutlåtande för sjukersättning; FK 7801 and 7802 begin in the same way."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.examples.lisjp import NO_DIAGNOSIS, diagnosis

VERSIONS = ("1.3", "1.2", "1.1", "1.0")


def investigation(kind: str = "", date: str = "", source: str = "") -> dict[str, str]:
    return {"type": kind, "date": date, "source": source}


START: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-05", "ANHORIG": "2026-01-02", "ANNAT": "2025-12-01"},
    "1.3": "Samtal med arbetsledare",
    "2": "2019-03-01",
    "3": True,
    "4": [
        investigation("NEUROPSYKIATRISKT", "2024-05-01", "Psykiatrin i Exempelby"),
        investigation("OVRIGT_UTLATANDE", "2024-06-01", "Smärtkliniken"),
        investigation(),
    ],
    "6": [diagnosis("F438A", "Utmattningssyndrom"), diagnosis("M545", "Ont i ryggen"), NO_DIAGNOSIS],
}
WITHOUT_EXAMINATION: dict[str, Any] = {
    "1": {"JOURNALUPPGIFTER": "2026-01-05"},
    "1.4": "Patienten kunde inte komma.",
    "2": "2026-01-15",
    "3": False,
    "6": [
        diagnosis("F43-", "Stressreaktion", "KSH_97_P"),
        *(diagnosis("", "", "KSH_97_P") for _ in range(2)),
    ],
}
END: dict[str, Any] = {"25": "Inget mer.", "26": True, "26.2": "Frågor om planen.", "vardenhet": UNIT_CONTACT}
WORK_ABILITY: dict[str, Any] = {
    "7": "Vårdcentralen 2018.",
    "45": True,
    "45.2": "Utmattningen.",
    "5": "Sjuk sedan 2018.",
    "8": "Svårt att lära nytt.",
    "9": "Drar sig undan.",
    "10": "Tappar tråden.",
    "11": "Ångest.",
    "12": "Smärta.",
    "13": "Ostadig.",
    "14": "Trötthet.",
    "17": "Kan inte handla själv.",
    "18": "Samtal.",
    "19": "Läkemedel.",
    "20": "Sjukgymnastik.",
    "21": "Inget.",
    "22": "Ingen ändring väntas.",
    "23": "Lätt hushållsarbete.",
}
BARE_WORK_ABILITY: dict[str, Any] = {
    "7": "Vårdcentralen 2018.",
    "45": False,
    "5": "Sjuk sedan 2018.",
    "13": "Ostadig.",
    "17": "Kan inte handla själv.",
    "22": "Ingen ändring väntas.",
}

COMPLETE: dict[str, Any] = {**START, **WORK_ABILITY, **END}
BARE: dict[str, Any] = {**WITHOUT_EXAMINATION, **BARE_WORK_ABILITY, "vardenhet": UNIT_CONTACT}

EXAMPLES = (Example("luse", VERSIONS, COMPLETE), Example("luse", VERSIONS, BARE, "without-examination"))
