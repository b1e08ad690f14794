"""The form of FK 7801: sections in display order."""

from __future__ import annotations

from certificates.types.compensation import (
    ACTIVITY_SECTION,
    BACKGROUND_SECTION,
    CONTACT_SECTION,
    IMPAIRMENT_SECTION,
    INVESTIGATIONS,
    TREATMENT_SECTION,
    basis_section,
    diagnosis_of_work_ability,
    further_section,
    prospects_section,
    told_if_any,
)
from certificates.types.legacy_parts import UNIT_SECTION

SECTIONS = (
    basis_section("Underlaget är baserat på", INVESTIGATIONS),
    diagnosis_of_work_ability(revised_length=None),
    BACKGROUND_SECTION,
    IMPAIRMENT_SECTION,
    ACTIVITY_SECTION,
    TREATMENT_SECTION,
    prospects_section(
        told_if_any(
            "24", "Förslag på vad som kan underlätta arbete", "forslagTillAtgard", short="Förslag", length=None
        ),
        length=None,
    ),
    further_section(length=2700),
    CONTACT_SECTION,
    UNIT_SECTION,
)
