"""FK 7427 Läkarutlåtande om barn på 12 till 16 år."""

from __future__ import annotations

from tests.certificates.types.examples import UNIT_CONTACT, Example

ANSWERS = {
    "1": {"DIGITALUNDERSOKNING": "2026-01-12", "JOURNALUPPGIFTER": "2026-01-10", "ANNAT": "2026-01-09"},
    "1.3": "Samtal med skolsköterska",
    "58": [{"code": "S822", "text": "Fraktur på skenbenet"}, {"code": "", "text": ""}, {"code": "", "text": ""}],
    "55": "Svår smärta vid rörelse.",
    "59": "Kan inte belasta benet.",
    "62": "Behöver hjälp med förflyttning och hygien.",
    "62.6": {"from": "2026-01-12", "to": "2026-02-13"},
    "62.1": True,
    "62.2": {"from": "2026-01-12", "to": "2026-01-14"},
    "19": "Gips, smärtlindring och sjukgymnastik.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}
SYMPTOMS_ONLY = {
    **{question: value for question, value in ANSWERS.items() if question not in {"58", "62.2"}},
    "62.1": False,
}

EXAMPLES = (
    Example("fk7427", ("1.0",), ANSWERS),
    Example("fk7427", ("1.0",), SYMPTOMS_ONLY, "symptoms"),
)
