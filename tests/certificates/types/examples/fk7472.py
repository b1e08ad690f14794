"""FK 7472 Intyg om tillfällig föräldrapenning."""

from __future__ import annotations

from tests.certificates.types.examples import UNIT_CONTACT, Example

ANSWERS = {
    "55": "Hög feber och hosta.",
    "56": {
        "EN_ATTONDEL": {"from": "2026-01-26", "to": "2026-01-28"},
        "HELA": {"from": "2026-01-12", "to": "2026-01-25"},
    },
    "UNIT_CONTACT_INFORMATION": UNIT_CONTACT,
}

EXAMPLES = (Example("fk7472", ("1.0",), ANSWERS),)
