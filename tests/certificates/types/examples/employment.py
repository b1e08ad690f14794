"""AF00213 and AF00251 of Arbetsförmedlingen."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

OPINION: dict[str, Any] = {
    "1": True,
    "1.2": "Nedsatt rörlighet i ryggen.",
    "2": True,
    "2.2": "Kan inte lyfta tungt.\nBättre inom ett halvår.",
    "3": True,
    "3.2": "Träning hos fysioterapeut till mars.",
    "4": True,
    "4.2": "Tunga lyft.",
    "5": "Kan börja på halvtid.",
    "vardenhet": UNIT_CONTACT,
}
OPINION_WITHOUT: dict[str, Any] = {"1": False, "3": False, "4": False, "vardenhet": UNIT_CONTACT}

PROGRAMME: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-14", "ANNAT": "2026-01-12"},
    "1.3": "Utlåtande från psykolog.",
    "2.1": "Arbetsträning på lager.",
    "2.2": "DELTID",
    "2.3": 20,
    "3": "Nedsatt ork.",
    "4": "Klarar inte hela pass.",
    "5": True,
    "6": [
        {"percent": "100", "from": "2026-01-15", "to": "2026-01-31"},
        {"percent": "50", "from": "2026-02-01", "to": "2026-02-28"},
    ],
    "7": True,
    "7.2": "Kortare pass.",
    "8": "ATERGA_MED_ANPASSNING",
    "8.2": "Lättare uppgifter.",
    "vardenhet": UNIT_CONTACT,
}
PROGRAMME_WITHOUT: dict[str, Any] = {
    "1": {"UNDERSOKNING": "2026-01-14"},
    "2.1": "Jobbsökarkurs.",
    "2.2": "HELTID",
    "3": "Ingen.",
    "4": "Ingen.",
    "5": False,
    "7": False,
    "8": "EJ_MOJLIGT_AVGORA",
    "vardenhet": UNIT_CONTACT,
}

EXAMPLES = (
    Example("af00213", ("1.0",), OPINION),
    Example("af00213", ("1.0",), OPINION_WITHOUT, "no impairment"),
    Example("af00213", ("1.0",), {**OPINION_WITHOUT, "1": True, "1.2": "Ont i ryggen.", "2": False}, "no limitation"),
    Example("af00251", ("1.0",), PROGRAMME),
    Example("af00251", ("1.0",), PROGRAMME_WITHOUT, "not prevented"),
)
