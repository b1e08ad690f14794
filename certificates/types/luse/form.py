"""The form of FK 7800: sections in display order."""

from __future__ import annotations

from certificates.types.compensation import (
    ACTIVITY_SECTION,
    BACKGROUND_SECTION,
    CONTACT_SECTION,
    IMPAIRMENT_SECTION,
    INVESTIGATIONS,
    LONGEST_TEXT,
    TREATMENT_SECTION,
    basis_section,
    diagnosis_of_work_ability,
    further_section,
    prospects_section,
)
from certificates.types.legacy_parts import UNIT_SECTION

SECTIONS = (
    basis_section("Utlåtandet är baserat på", INVESTIGATIONS.without("SKOLHALSOVARD")),
    diagnosis_of_work_ability(revised_length=LONGEST_TEXT),
    BACKGROUND_SECTION,
    IMPAIRMENT_SECTION,
    ACTIVITY_SECTION,
    TREATMENT_SECTION,
    prospects_section(length=LONGEST_TEXT),
    further_section(length=2700),
    CONTACT_SECTION,
    UNIT_SECTION,
)
