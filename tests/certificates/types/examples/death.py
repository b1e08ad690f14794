"""DB Dödsbevis and DOI Dödsorsaksintyg."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

NEWBORN = "202601052380"

CERTAIN: dict[str, Any] = {
    "patient_address": {"address": "Storgatan 5", "postal_code": "99002", "city": "Exempelby", "source": "ANVANDARE"},
    "1": "Körkort",
    "2.1": True,
    "2.2": "2026-01-10",
    "3.1": "Uppsala",
    "3.2": "SJUKHUS",
    "4": False,
    "vardenhet": UNIT_CONTACT,
}
UNCERTAIN: dict[str, Any] = {
    **{question: answer for question, answer in CERTAIN.items() if question != "2.2"},
    "2.1": False,
    "2.2.1": {"year": "2026", "month": "00"},
    "2.3": "2026-01-12",
    "3.2": "ANNAN",
}

BODY: dict[str, Any] = {"5": True, "5.2": False, "6": "UNDERSOKNING_GJORT_KORT_FORE_DODEN", "6.3": "2026-01-08"}
DB_COMPLETE: dict[str, Any] = {**CERTAIN, **BODY, "7": False}
DB_UNCERTAIN: dict[str, Any] = {**UNCERTAIN, **BODY, "7": False}
DB_POLICE: dict[str, Any] = {**CERTAIN, "5": False, "6": "UNDERSOKNING_SKA_GORAS", "7": True}
DB_CHILD: dict[str, Any] = {**CERTAIN, "4": True, "5": False, "6": "JA", "7": False}


def cause(text: str = "", date: str = "", spec: str = "") -> dict[str, str]:
    return {"text": text, "date": date, "spec": spec}


CAUSES: dict[str, Any] = {
    "8": [cause("Sepsis", "2026-01-08", "PLOTSLIG")],
    "9": [cause("Lunginflammation", "2026-01-05", "UPPGIFT_SAKNAS"), cause("KOL", "2010-05-01", "KRONISK"), cause()],
    "10": [cause("Diabetes typ 2", "", "KRONISK"), cause("Benbrott", "2025-12-20")],
}
DOI_COMPLETE: dict[str, Any] = {
    **CERTAIN,
    **CAUSES,
    "14": "Norge",
    "11": "JA",
    "11.2": "2025-12-21",
    "11.3": "Höftfraktur",
    "12": True,
    "12.2": "OLYCKSFALL",
    "12.3": "2025-12-20",
    "12.4": "Föll i trappan hemma.",
    "13": ["UNDERSOKNING_FORE_DODEN", "KLINISK_OBDUKTION"],
}
DOI_UNCERTAIN: dict[str, Any] = {
    **UNCERTAIN,
    "8": [cause("Okänd", "2026-01-08")],
    "11": "UPPGIFT_SAKNAS",
    "12": False,
    "13": ["RATTSMEDICINSK_OBDUKTION"],
}
DOI_PLAIN: dict[str, Any] = {
    **CERTAIN,
    "8": [cause("Hjärtinfarkt")],
    "11": "NEJ",
    "12": False,
    "13": DOI_COMPLETE["13"],
}

EXAMPLES = (
    Example("db", ("1.0",), DB_COMPLETE),
    Example("db", ("1.0",), DB_UNCERTAIN, "uncertain"),
    Example("db", ("1.0",), DB_POLICE, "police"),
    Example("db", ("1.0",), DB_CHILD, "child", NEWBORN),
    Example("doi", ("1.0",), DOI_COMPLETE),
    Example("doi", ("1.0",), DOI_UNCERTAIN, "uncertain"),
    Example("doi", ("1.0",), DOI_PLAIN, "no operation"),
)
