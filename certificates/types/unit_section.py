"""The last section of the forms, the unit's contact details, as each engine names and checks it."""

from __future__ import annotations

from dataclasses import replace

from certificates.questions.unit_contact import UnitContact
from certificates.types.base import Section

LEGACY_UNIT = "vardenhet"
"""The question's id in the types of the older engine."""

_CONTACT = UnitContact(
    id="UNIT_CONTACT_INFORMATION", label="Vårdenhetens adress", short_label="Vårdenhet", required=True
)

UNIT_SECTION = Section(id="UNIT_CONTACT", heading="Vårdenhetens adress", short_heading="Adress", questions=(_CONTACT,))
LEGACY_UNIT_SECTION = replace(UNIT_SECTION, questions=(replace(_CONTACT, id=LEGACY_UNIT, checks_postal_code=True),))
"""The older engine checks the postal code too."""
