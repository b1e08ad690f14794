"""TSTRK1031 Läkarintyg om diabetes."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

VERSIONS_4 = ("4.0", "4.1", "4.2")

MINIMAL: dict[str, Any] = {
    "1": ["VAR15"],
    "2": "IDK6",
    "205": "VN1",
    "35": "1990",
    "18": "E10",
    "207": False,
    "206": False,
    "33": ["VAR11"],
    "vardenhet": UNIT_CONTACT,
}
COMPLETE: dict[str, Any] = {
    "1": ["VAR16", "VAR3", "VAR9"],
    "2": "IDK3",
    "205": "VN2",
    "35": "1990",
    "18": "E13",
    "18.2": "MODY",
    "207": True,
    "208": True,
    "209": {"209.1": True, "209.2": False, "209.3": True},
    "209.4": "GLP-1-analog",
    "210": "1991-02-01",
    "200": False,
    "200.2": "Täta svängningar",
    "201": True,
    "110": True,
    "202": True,
    "106": True,
    "106.2": "2025-11-30",
    "106.3": True,
    "106.5": False,
    "107": True,
    "107.3": True,
    "107.5": "2025-12-24",
    "203": True,
    "203.2": "2025-12-24",
    "204": True,
    "206": True,
    "206.2": "Nedsatt känsel i fötterna.",
    "34": "Endokrinologi",
    "33": ["VAR16", "VAR3"],
    "32": "Inget att tillägga.",
    "vardenhet": UNIT_CONTACT,
}

MINIMAL_3: dict[str, Any] = {
    "1": ["IAV15"],
    "2": "IDK6",
    "35": "1990",
    "18": "E10",
    "109": {"109.1": True},
    "103": False,
    "8": {"8.2": "1.0", "8.3": "1.2", "8.4": "1.2"},
    "33": ["VAR11"],
    "vardenhet": UNIT_CONTACT,
}
EYE_DISEASE_3 = {**{q: v for q, v in MINIMAL_3.items() if q != "8"}, "103": True}
COMPLETE_3: dict[str, Any] = {
    "1": ["IAV15", "IAV3"],
    "2": "IDK3",
    "35": "1990",
    "18": "E13",
    "18.2": "MODY",
    "109": {"109.1": False, "109.2": True, "109.3": True, "109.5": True},
    "109.4": "1999",
    "109.6": "GLP-1-analog",
    "109.7": True,
    "41": True,
    "37": True,
    "100": True,
    "110": True,
    "106": True,
    "106.2": "2025-11-30",
    "107": True,
    "107.2": "2025-12-24",
    "108": True,
    "108.2": "2025-12-24",
    "103": False,
    "8": {"8.2": "0.5", "8.3": "0.6", "8.4": "0.7", "8.5": "1.0", "8.6": "1.0", "8.7": "1.0", "8.1": False},
    "32": "Inget att tillägga.",
    "33": ["VAR16", "VAR3"],
    "45": True,
    "34": "Endokrinologi",
    "vardenhet": UNIT_CONTACT,
}

COMPLETE_2: dict[str, Any] = {
    "1": ["IAV15", "IAV3"],
    "2": "IDK3",
    "35": "1990",
    "18": "E11",
    "19": {"19.1": True, "19.3": True},
    "19.4": "1999",
    "19.5": "Motion",
    **dict.fromkeys(("36", "37", "38", "39", "40", "41", "42", "43", "44", "6", "45"), True),
    "39.2": "2",
    "40.2": "En gång, mars 2017",
    "42.2": "2017-03-02",
    "8": {"8.1": "0.5", "8.2": "0.6", "8.3": "0.7", "8.4": "1.0", "8.5": "1.0", "8.6": "1.0"},
    "33": ["VAR16", "VAR3"],
    "34": "Endokrinologi",
    "32": "Inget att tillägga.",
    "vardenhet": UNIT_CONTACT,
}

EXAMPLES = (
    Example("ts-diabetes", VERSIONS_4, COMPLETE),
    Example("ts-diabetes", VERSIONS_4, MINIMAL, "minimal"),
    Example("ts-diabetes", VERSIONS_4, {**MINIMAL, "1": ["VAR3"], "203": False, "204": True}, "higher without risk"),
    Example("ts-diabetes", VERSIONS_4, {**MINIMAL, "18": "E109", "207": True, "208": False}, "lada"),
    Example("ts-diabetes", ("2.6", "2.8"), COMPLETE_2),
    Example("ts-diabetes", ("3.0",), COMPLETE_3),
    Example("ts-diabetes", ("3.0",), MINIMAL_3, "minimal"),
    Example("ts-diabetes", ("3.0",), {**MINIMAL_3, "8": {"8.1": True}}, "acuity sent separately"),
    Example("ts-diabetes", ("3.0",), EYE_DISEASE_3, "eye disease"),
)
