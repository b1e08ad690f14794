"""FK 7804 Läkarintyg för sjukpenning, version 1."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

VERSIONS = ("1.3", "1.2", "1.1", "1.0")


def diagnosis(code: str, text: str, terminology: str = "ICD_10_SE") -> dict[str, str]:
    return {"code": code, "text": text, "terminology": terminology}


NO_DIAGNOSIS = diagnosis("", "")

COMPLETE: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-05", "ANNAT": "2026-01-02"},
    "1.3": "Samtal med arbetsledare",
    "28": ["NUVARANDE_ARBETE", "STUDIER"],
    "29": "Undersköterska.\nNattpass.",
    "6": [diagnosis("F438A", "Utmattningssyndrom"), diagnosis("M545", "Ont i ryggen"), NO_DIAGNOSIS],
    "35": {"terms": ["Sömnfunktioner", "Uppmärksamhet"], "text": "Uttalad trötthet."},
    "17": {"terms": [], "text": "Orkar inte hela pass."},
    "19": "Samtalsstöd.",
    "20": "Sjukgymnastik.",
    "32": {
        "HALFTEN": {"from": "2026-01-29", "to": "2026-02-11"},
        "HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"},
    },
    "37": "Lång väntan.",
    "34": True,
    "33": True,
    "33.2": "Sömnen störs av nattpass.",
    "39": "ATER_X_ANTAL_DGR",
    "39.3": "NITTIO_DGR",
    "40": ["ARBETSTRANING", "HJALPMEDEL"],
    "44": "Anpassade pass.",
    "25": "Inget mer.",
    "26": True,
    "26.2": "Frågor om planen.",
    "vardenhet": UNIT_CONTACT,
}

WITHOUT_EXAMINATION: dict[str, Any] = {
    "1": {"TELEFONKONTAKT": "2026-01-05", "JOURNALUPPGIFTER": "2026-01-02"},
    "1.2-motivering": "Patienten kunde inte komma.",
    "28": ["ARBETSSOKANDE"],
    "6": [
        diagnosis("F43-", "Stressreaktion", "KSH_97_P"),
        *(diagnosis("", "", "KSH_97_P") for _ in range(2)),
    ],
    "35": {"terms": [], "text": "Nedsatt koncentration."},
    "17": {"terms": [], "text": "Kan inte söka arbete."},
    "32": {"HELT_NEDSATT": {"from": "2026-01-08", "to": "2026-01-28"}},
    "32.1-motivering": "Besöket blev försenat.",
    "39": "PROGNOS_OKLAR",
    "40": ["EJ_AKTUELLT"],
    "vardenhet": UNIT_CONTACT,
}

CARRIER: dict[str, Any] = {
    "27": True,
    "6": COMPLETE["6"],
    "32": {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-28"}},
    "vardenhet": UNIT_CONTACT,
}

EXAMPLES = (
    Example("lisjp", VERSIONS, COMPLETE),
    Example("lisjp", VERSIONS, WITHOUT_EXAMINATION, "without-examination"),
    Example("lisjp", VERSIONS, CARRIER, "carrier"),
)
