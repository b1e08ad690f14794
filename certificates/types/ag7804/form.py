"""The form of AG7804 version 2.0."""

from __future__ import annotations

from certificates.questions.text_area import TextArea
from certificates.types.employers import diagnosis_section
from certificates.types.sick_leave_v2 import (
    ASSESSMENT_SECTION,
    BASIS_SECTION,
    CARRIER,
    CARRIER_SECTION,
    MEASURES_SECTION,
    OCCUPATION_SECTION,
    OTHER_SECTION,
    PROGNOSIS_SECTION,
    TREATMENT_SECTION,
    activity_section,
    contact_section,
    function_section,
)
from certificates.types.unit_section import UNIT_SECTION

SECTIONS = (
    CARRIER_SECTION,
    BASIS_SECTION,
    OCCUPATION_SECTION,
    diagnosis_section("KAT_4", disclosure="100", diagnosis="6", always_when=CARRIER),
    function_section(TextArea),
    activity_section(TextArea),
    TREATMENT_SECTION,
    ASSESSMENT_SECTION,
    PROGNOSIS_SECTION,
    MEASURES_SECTION,
    OTHER_SECTION,
    contact_section(
        "103",
        "Kontakt med arbetsgivaren önskas",
        reason="Anledning till kontakt, kontaktperson och kontaktuppgifter",
    ),
    UNIT_SECTION,
)
