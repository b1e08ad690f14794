"""TS8071 Läkarintyg för högre körkortsbehörigheter och taxi."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example

MINIMAL: dict[str, Any] = {
    "1": ["gr_II"],
    "2": "journal",
    "3": "IDK3",
    "4": True,
    **dict.fromkeys(
        ("8", "10.1", "11", "12", "13", "14.1", "14.3", "14.8", "15.1", "15.2", "16.1", "16.2", "17.1", "17.3",
         "18.1", "18.3", "18.6", "18.8", "19", "26", "21"),
        False,
    ),
    "23": "nej",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}  # fmt: skip
COMPLETE: dict[str, Any] = {
    "1": ["gr_II_III", "tax_leg"],
    "2": "undersokn",
    "2.2": "2026-01-14",
    "3": "IDK1",
    "4": False,
    "5": {"5.1": "0.5", "5.2": "0.0", "5.3": "0.5", "5.4": "1.0", "5.5": "0.1", "5.6": "1.0"},
    "24": "Vill helst ha linser.",
    "25": True,
    "7.1": True,
    "7.2": "Grå starr, höger öga.",
    "7.3": True,
    "7.4": "Stroke 2019.",
    "8": True,
    "8.2": "Yrsel, senast hösten 2024.",
    "9.1": True,
    "9.2": True,
    "9.3": ["25577004", "89644007"],
    "10.1": True,
    "10.2": "Nedsatt rörlighet i höger knä.",
    "10.3": False,
    "11": True,
    "11.2": "Förmaksflimmer 2019.",
    "11.3": True,
    "11.4": "Konverterat 2019.",
    "11.5": True,
    "11.6": "2019",
    "11.7": True,
    "11.8": "Maj 2019",
    "11.9": True,
    "11.10": "vetinte",
    "12": True,
    "13": True,
    "13.2": "MS, lätt domning i vänster fot.",
    "14.1": True,
    "14.2": "2009",
    "14.3": True,
    "14.4": "2007",
    "14.5": True,
    "14.6": "Lamotrigin",
    "14.7": "2015",
    "14.8": True,
    "14.9": "2012",
    "15.1": True,
    "15.2": True,
    "15.3": "2020",
    "16.1": True,
    "16.2": True,
    "16.3": "Lindrig minnesstörning.",
    "17.1": True,
    "17.2": "Sömnapné",
    "17.3": True,
    "18.1": True,
    "18.2": "F10.2, 2008, alkohol",
    "18.10": "ja",
    "18.3": True,
    "18.4": "Journal 2008.",
    "18.5": "PEth 2025-12-01, utan anmärkning.",
    "18.6": True,
    "18.7": "Öppenvård 2008-2010.",
    "18.8": True,
    "18.9": "Oxikodon 5 mg vid behov.",
    "19": True,
    "19.2": "Depression",
    "19.3": "Oktober 2025",
    "26": True,
    "26.2": "Lindrig",
    "21": True,
    "21.2": "Blodtrycksmedicin.",
    "22": "Inget att tillägga.",
    "23": "ja",
    "23.3": "Synkope utan klarlagd orsak.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}
_ONLY_2 = ("24", "25", "18.10", "26", "26.2")


def of_version_1(answers: dict[str, Any], **own: Any) -> dict[str, Any]:
    """The same answers where version 1 asks them, and what it asks besides."""
    shared = {question: value for question, value in answers.items() if question not in _ONLY_2}
    return {**shared, **{name[1:].replace("_", "."): value for name, value in own.items()}}


MINIMAL_1 = of_version_1(MINIMAL, q20_1=False, q20_6=False)
COMPLETE_1 = of_version_1(
    COMPLETE,
    q6={"6.3": True, "6.5": True},
    q6_4=True,
    q6_6=False,
    q9_3="34338003",
    q11_10="vetej",
    q20_1=True,
    q20_2=False,
    q20_3="2024",
    q20_4=True,
    q20_5="Metylfenidat",
    q20_6=True,
    q20_7=True,
)
GLASSES_1 = {**COMPLETE_1, "6": {"6.1": True}, "6.2": True}
GLASSES_1 = {question: value for question, value in GLASSES_1.items() if question not in {"6.4", "6.6"}}
UNDECIDED = {"23": "ejstalln", "23.2": "Utredning pågår."}

EXAMPLES = (
    Example("ts8071", ("2.0",), COMPLETE),
    Example("ts8071", ("2.0",), MINIMAL, "minimal"),
    Example("ts8071", ("2.0",), {**MINIMAL, **UNDECIDED}, "undecided"),
    Example("ts8071", ("1.0",), COMPLETE_1),
    Example("ts8071", ("1.0",), GLASSES_1, "glasses"),
    Example("ts8071", ("1.0",), {**MINIMAL_1, **UNDECIDED}, "undecided"),
)
