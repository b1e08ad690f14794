"""The form of AG7804 version 1: FK 7804 version 1 with what the employer is told (ag7804.yaml, ``legacy_v1``)."""

from __future__ import annotations

from certificates.expressions import answered, equals, not_
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.legacy_parts import DIAGNOSIS_LABEL, UNIT_SECTION, diagnoses
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

SECTIONS = (
    CARRIER_SECTION,
    basis_section(),
    OCCUPATION_SECTION,
    Section(
        id="diagnos",
        heading="Diagnos",
        questions=(
            RadioBoolean(
                id="100",
                label="Ska diagnosen förmedlas till arbetsgivaren?",
                short_label="Förmedla diagnos",
                required=True,
                renew=False,
                field_id="onskarFormedlaDiagnos",
            ),
            diagnoses(
                DIAGNOSIS_LABEL,
                visible_when=not_(equals("100", False)),
                disabled_when=not_(answered("100")),
                validated_when=equals("100", True),
            ),
        ),
    ),
    consequences_section(
        "Sjukdomens konsekvenser för patienten",
        function=TextArea,
        activity=TextArea,
    ),
    TREATMENT_SECTION,
    assessment_section(),
    measures_section(MEASURES.without("SOKA_NYTT_ARBETE", "KONFLIKTHANTERING")),
    Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(TextArea(id="25", label="Övriga upplysningar", field_id="ovrigt", max_length=4000),),
    ),
    Section(
        id="kontakt",
        heading="Kontakt",
        hidden_when=CARRIER,
        questions=(
            CheckboxBoolean(
                id="103",
                label="Kontakt med arbetsgivaren önskas",
                short_label="Kontakt",
                renew=False,
                field_id="kontaktMedAg",
                children=(
                    TextArea(
                        id="103.2",
                        label="Anledning till kontakt, kontaktperson och kontaktuppgifter",
                        short_label="Anledning till kontakt",
                        field_id="anledningTillKontakt",
                        under_option="true",
                        visible_when=equals("103", True),
                        renew=False,
                        max_length=None,
                    ),
                ),
            ),
        ),
    ),
    UNIT_SECTION,
)
