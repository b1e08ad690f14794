"""The form of FK 7427 version 1.0."""

from __future__ import annotations

from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.child_care import BASIS_SECTION, DIAGNOSIS_SECTION, hospital_stay, period
from certificates.types.unit_section import UNIT_SECTION

SECTIONS = (
    BASIS_SECTION,
    DIAGNOSIS_SECTION,
    Section(
        id="KAT_3",
        heading="Barnets hälsotillstånd",
        short_heading="Hälsotillstånd",
        questions=(
            TextArea(
                id="59",
                label="Aktuellt hälsotillstånd",
                help="Skriv hur barnet mår nu, och vad du har sett vid undersökning.",
                required=True,
                max_length=4000,
            ),
        ),
    ),
    Section(
        id="KAT_4",
        heading="Vård eller tillsyn",
        short_heading="Vård",
        questions=(
            TextArea(
                id="62",
                sub_answer_id="62.5",
                label="Behov av vård eller tillsyn",
                short_label="Behov",
                help="Skriv vad en vuxen behöver hjälpa barnet med, och varför barnet inte klarar sig utan det.",
                required=True,
                max_length=4000,
            ),
            period("62.6", "Period för vård eller tillsyn"),
            hospital_stay("62.1"),
        ),
    ),
    Section(
        id="KAT_5",
        heading="Behandling",
        short_heading="Behandling",
        questions=(TextArea(id="19", label="Pågående och planerade behandlingar", max_length=4000),),
    ),
    UNIT_SECTION,
)
