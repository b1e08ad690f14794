"""TSTRK1062 Läkarintyg om ADHD med mera."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

EMPTY_ROW = {"code": "", "text": "", "terminology": "ICD_10_SE", "year": ""}
ROWS = [
    {"code": "F900", "text": "Aktivitets- och uppmärksamhetsstörning", "terminology": "ICD_10_SE", "year": "2010"},
    {"code": "F845", "text": "Aspergers syndrom", "terminology": "ICD_10_SE", "year": "2012"},
    EMPTY_ROW,
    EMPTY_ROW,
]
COMPLETE: dict[str, Any] = {
    "1": ["IAV15", "IAV3"],
    "2": "IDK1",
    "50": "DIAGNOS_KODAD",
    "51": ROWS,
    "53": True,
    "54": True,
    "55": "Metylfenidat 36 mg.",
    "56": True,
    "57": True,
    "58": True,
    "60": "Lindriga symptom, god funktion.",
    "61": "JA",
    "32": "Inget att tillägga.",
    "33": ["VAR16", "VAR3"],
    "vardenhet": UNIT_CONTACT,
}
_TREATMENT = ("55", "56", "57", "58")
STOPPED = {
    **{question: value for question, value in COMPLETE.items() if question not in _TREATMENT},
    "54": False,
    "59.1": "Hösten 2023",
    "59.2": "Biverkningar.",
}
UNTREATED = {
    **{question: value for question, value in COMPLETE.items() if question not in ("51", "54", *_TREATMENT)},
    "50": "DIAGNOS_FRITEXT",
    "52.1": "ADHD och Aspergers syndrom.",
    "52.2": "2010",
    "53": False,
    "61": "KANEJBEDOMA",
    "33": ["VAR11"],
}

EXAMPLES = (
    Example("tstrk1062", ("1.0",), COMPLETE),
    Example("tstrk1062", ("1.0",), STOPPED, "treatment stopped"),
    Example("tstrk1062", ("1.0",), UNTREATED, "diagnoses in words"),
)
