"""TSTRK1007 Läkarintyg för högre körkortsbehörighet."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

NO = dict.fromkeys(
    ("3", "4", "5", "6", "7", "10", "12", "14", "15", "16", "17", "20", "21", "22", "23", "24", "25.1", "25.2", "26",
     "27", "28", "29", "30", "31"),
    False,
)  # fmt: skip
ACUITY_7 = {"8.2": "0.5", "8.3": "0.6", "8.4": "0.7", "8.5": "1.0", "8.6": "0.9", "8.7": "1.0", "8.8": True}
ACUITY_6 = {"8.1": "0.5", "8.2": "0.6", "8.3": "0.7", "8.4": "1.0", "8.5": "0.9", "8.6": "1.0", "8.8": True}
MINIMAL: dict[str, Any] = {
    "1": ["IAV3"],
    "2": "IDK3",
    **NO,
    "8": {"8.2": "1.0", "8.3": "1.2", "8.4": "1.2"},
    "33": ["VAR3"],
    "vardenhet": UNIT_CONTACT,
}
COMPLETE: dict[str, Any] = {
    "1": ["IAV5", "IAV9", "IAV10"],
    "2": "IDK5",
    **dict.fromkeys(NO, True),
    "8": ACUITY_7,
    "9": True,
    "11": False,
    "12.2": "Amputerad vänster underarm.",
    "13": False,
    "16.2": "Högt blodtryck.",
    "18": "E11",
    "19": {"19.1": True, "19.2": True},
    "21.2": "Svimning i mars 2024 vid vätskebrist.",
    "25.3": True,
    "26.2": "Tramadol 50 mg vid behov.",
    "30.2": "Mars 2025",
    "30.3": "Exempelsjukhuset, medicin",
    "30.4": "TIA",
    "31.2": "Metformin.",
    "32": "Inget att tillägga.",
    "33": ["VAR11"],
    "34": "Neurologi",
    "vardenhet": UNIT_CONTACT,
}
ADDRESS = {"address": "Testgatan 12", "postal_code": "99012", "city": "Exempelby", "source": "ANVANDARE"}

EXAMPLES = (
    Example("ts-bas", ("7.0",), COMPLETE),
    Example("ts-bas", ("7.0",), MINIMAL, "minimal"),
    Example("ts-bas", ("7.0",), {**MINIMAL, "8": {"8.1": True}}, "acuity sent separately"),
    Example("ts-bas", ("7.0",), {**MINIMAL, "17": True, "18": "E10"}, "type 1"),
    Example("ts-bas", ("6.7", "6.8"), {**COMPLETE, "8": ACUITY_6, "patient_address": ADDRESS}),
    Example(
        "ts-bas",
        ("6.7", "6.8"),
        {**MINIMAL, "8": {"8.1": "1.0", "8.2": "1.2", "8.3": "1.2"}, "patient_address": ADDRESS},
        "minimal",
    ),
)
