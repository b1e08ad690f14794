"""AG1-14 Läkarintyg om arbetsförmåga i sjuklöneperioden."""

from __future__ import annotations

from tests.certificates.types.examples import UNIT_CONTACT, Example

ANSWERS = {
    "10": {"TELEFONKONTAKT": "2026-01-14", "ANNAT": "2026-01-13"},
    "10.3": "Samtal med arbetsledare",
    "1": "Undersköterska på natten.",
    "3": True,
    "4": [
        {"code": "M545", "text": "Ont i ryggen"},
        {"code": "F430", "text": "Akut stressreaktion"},
        {"code": "", "text": ""},
    ],
    "5": "Kan inte lyfta.",
    "6": True,
    "6.2": "Kan dokumentera.",
    "7": 70,
    "7.2": {"from": "2026-01-15", "to": "2026-01-28"},
    "8": "Inget mer.",
    "9": True,
    "9.2": "Frågor om planen. Chefen Kim Ek, 0770123456.",
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}
UNDISCLOSED = {
    **{question: value for question, value in ANSWERS.items() if question not in {"4", "6.2", "9", "9.2"}},
    "3": False,
    "6": False,
}

EXAMPLES = (
    Example("ag114", ("2.0",), ANSWERS),
    Example("ag114", ("2.0",), UNDISCLOSED, "undisclosed"),
)
