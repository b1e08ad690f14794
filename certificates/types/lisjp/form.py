"""The form of FK 7804 version 1: sections and questions in display order."""

from __future__ import annotations

from functools import partial

from certificates.expressions import all_of, days_from_today, has, has_any, not_
from certificates.questions.icf import Icf
from certificates.questions.text_area import LeadIn, TextArea
from certificates.types.base import Section
from certificates.types.legacy_parts import (
    DIAGNOSIS_LABEL,
    LONGEST_MOTIVATION,
    LONGEST_PREFILLED,
    UNIT_SECTION,
    contact,
    diagnoses,
)
from certificates.types.sick_leave_v1 import (
    CARRIER,
    CARRIER_SECTION,
    MEASURES,
    OCCUPATION_SECTION,
    TREATMENT_SECTION,
    assessment_section,
    basis_section,
    consequences_section,
    measures_section,
)

WITHOUT_EXAMINATION = "1.2-motivering"
EARLY_START = "32.1-motivering"

SECTIONS = (
    CARRIER_SECTION,
    basis_section(
        TextArea(
            id=WITHOUT_EXAMINATION,
            label="Motivering till att underlaget inte bygger på undersökning",
            short_label="Motivering",
            hint="Skickas som en del av Övriga upplysningar.",
            field_id="motiveringTillInteBaseratPaUndersokning",
            visible_when=all_of(
                not_(has("1", "UNDERSOKNING")), has_any("1", ("TELEFONKONTAKT", "JOURNALUPPGIFTER", "ANNAT"))
            ),
            renew=False,
            in_xml=False,
            max_length=LONGEST_MOTIVATION,
        ),
    ),
    OCCUPATION_SECTION,
    Section(
        id="diagnos",
        heading="Diagnos",
        questions=(diagnoses(DIAGNOSIS_LABEL),),
    ),
    consequences_section(
        "Sjukdomens konsekvenser",
        function=partial(
            Icf,
            icf_set="FUNKTIONSNEDSATTNINGAR",
            collection_label="Nedsatta funktioner:",
            diagnosis_question="6",
            longest_prefilled=LONGEST_PREFILLED,
        ),
        activity=partial(
            Icf,
            icf_set="AKTIVITETSBEGRANSNINGAR",
            collection_label="Begränsade aktiviteter:",
            diagnosis_question="6",
            longest_prefilled=LONGEST_PREFILLED,
        ),
    ),
    TREATMENT_SECTION,
    assessment_section(
        TextArea(
            id=EARLY_START,
            label="Orsak till start mer än 7 dagar tillbaka",
            short_label="Orsak till tidig start",
            hint="Skickas som en del av Övriga upplysningar.",
            field_id="motiveringTillTidigtStartdatumForSjukskrivning",
            visible_when=days_from_today("32", below=-6),
            renew=False,
            in_xml=False,
            max_length=LONGEST_MOTIVATION,
        ),
    ),
    measures_section(MEASURES),
    Section(
        id="ovrigt",
        heading="Övriga upplysningar",
        short_heading="Övrigt",
        questions=(
            TextArea(
                id="25",
                label="Övriga upplysningar",
                field_id="ovrigt",
                max_length=2700,
                longest_prefilled=LONGEST_PREFILLED,
                preceded_by=(
                    LeadIn(WITHOUT_EXAMINATION, "Motivering till att underlaget inte bygger på undersökning:"),
                    LeadIn(EARLY_START, "Orsak till att sjukskrivningen börjar mer än 7 dagar tillbaka:"),
                ),
            ),
        ),
    ),
    Section(
        id="kontakt",
        heading="Kontakt",
        hidden_when=CARRIER,
        questions=(contact(reason_length=None, unticked="Nej", renew=False),),
    ),
    UNIT_SECTION,
)
