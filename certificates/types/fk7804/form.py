"""The form of FK 7804 version 2.0: sections and questions in display order."""

from __future__ import annotations

from functools import partial

from certificates.questions.icf import Icf
from certificates.types.base import Section
from certificates.types.sick_leave_v2 import (
    ASSESSMENT_SECTION,
    BASIS_SECTION,
    CARRIER_SECTION,
    MEASURES_SECTION,
    OCCUPATION_SECTION,
    OTHER_SECTION,
    PROGNOSIS_SECTION,
    TREATMENT_SECTION,
    activity_section,
    contact_section,
    diagnoses,
    function_section,
)
from certificates.types.unit_section import UNIT_SECTION

SECTIONS = (
    CARRIER_SECTION,
    BASIS_SECTION,
    OCCUPATION_SECTION,
    Section(
        id="KAT_4",
        heading="Diagnos",
        short_heading="Diagnos",
        questions=(diagnoses("6"),),
    ),
    function_section(
        partial(
            Icf,
            icf_set="FUNKTIONSNEDSATTNINGAR",
            collection_label="Nedsatta funktioner:",
            diagnosis_question="6",
        )
    ),
    activity_section(
        partial(
            Icf,
            icf_set="AKTIVITETSBEGRANSNINGAR",
            collection_label="Begränsade aktiviteter:",
            diagnosis_question="6",
        )
    ),
    TREATMENT_SECTION,
    ASSESSMENT_SECTION,
    PROGNOSIS_SECTION,
    MEASURES_SECTION,
    OTHER_SECTION,
    contact_section("26", "Kontakt med Försäkringskassan önskas", reason="Anledning till kontakt"),
    UNIT_SECTION,
)
