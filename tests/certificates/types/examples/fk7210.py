"""FK 7210 Intyg om graviditet."""

from __future__ import annotations

from tests.certificates.types.examples import UNIT_CONTACT, Example

ANSWERS = {"54": "2026-06-01", "UNIT_CONTACT_INFORMATION": UNIT_CONTACT}

EXAMPLES = (Example("fk7210", ("1.0",), ANSWERS),)
