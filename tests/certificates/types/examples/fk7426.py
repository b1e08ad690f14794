"""FK 7426 Läkarutlåtande om ett allvarligt sjukt barn."""

from __future__ import annotations

from tests.certificates.types.examples import UNIT_CONTACT, Example

ANSWERS = {
    "1": {"FYSISKUNDERSOKNING": "2026-01-12", "FORALDER": "2026-01-10", "ANNAT": "2026-01-09"},
    "1.3": "Samtal med skolsköterska",
    "58": [
        {"code": "C910", "text": "Akut lymfatisk leukemi"},
        {"code": "D649", "text": "Lågt blodvärde"},
        {"code": "", "text": ""},
    ],
    "55": "Återkommande feber utan känd orsak.",
    "71": "Trött, blek och infektionskänslig.",
    "72": "Orolig inför behandlingen.",
    "60": "Sjukdomen är livshotande utan behandling.",
    "19": "Cytostatika.",
    "20": "Fortsatta kurer under våren.",
    "61": {"from": "2026-01-12", "to": "2026-04-30"},
    "61.2": "Kurerna pågår till april.",
    "62": True,
    "62.2": {"from": "2026-01-12", "to": "2026-01-30"},
    "62.3": True,
    "62.4": {"from": "2026-01-31", "to": "2026-04-30"},
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}
SYMPTOMS_ONLY = {
    **{question: value for question, value in ANSWERS.items() if question not in {"58", "72", "62.2", "62.4"}},
    "62": False,
    "62.3": False,
}

EXAMPLES = (
    Example("fk7426", ("1.0",), ANSWERS),
    Example("fk7426", ("1.0",), SYMPTOMS_ONLY, "symptoms"),
)
