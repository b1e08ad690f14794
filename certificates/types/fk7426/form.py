"""The form of FK 7426 version 1.0."""

from __future__ import annotations

from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.child_care import BASIS_SECTION, DIAGNOSIS_SECTION, hospital_stay, period, some_answered, stay
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
                id="71",
                label="Aktuellt somatiskt hälsotillstånd",
                short_label="Somatiskt",
                hint="Besvara den här frågan, nästa fråga eller båda.",
                help="Skriv vad du har sett vid undersökning och vad prover och mätningar har visat.",
                max_length=4000,
            ),
            TextArea(id="72", label="Aktuellt psykiskt hälsotillstånd", short_label="Psykiskt", max_length=4000),
        ),
        rules=(some_answered("KAT_3", "71", "72"),),
    ),
    Section(
        id="KAT_4",
        heading="Grund för bedömning",
        short_heading="Bedömning",
        questions=(
            TextArea(
                id="60",
                label="Varför barnet bedöms allvarligt sjukt",
                short_label="Allvarligt sjukt",
                help="Skriv vad som gör tillståndet allvarligt, till exempel risken för barnets liv eller hur krävande "
                "behandlingen är.",
                required=True,
                max_length=4000,
            ),
        ),
    ),
    Section(
        id="KAT_5",
        heading="Behandling",
        short_heading="Behandling",
        questions=(
            TextArea(id="19", label="Pågående behandlingar/åtgärder", short_label="Pågående", max_length=4000),
            TextArea(id="20", label="Planerade behandlingar/åtgärder", short_label="Planerade", max_length=4000),
        ),
    ),
    Section(
        id="KAT_6",
        heading="Period för sjukdom",
        short_heading="Period",
        questions=(
            period("61", "Period då barnet är allvarligt sjukt"),
            TextArea(
                id="61.2",
                label="Motivering av perioden",
                short_label="Motivering",
                required=True,
                renew=False,
                max_length=4000,
            ),
        ),
    ),
    Section(
        id="KAT_7",
        heading="Sjukhusvård eller hemsjukvård",
        short_heading="Vård",
        questions=(
            hospital_stay("62"),
            stay(
                "62.3",
                "Är barnet inskrivet i hemsjukvård?",
                short_label="Hemsjukvård",
                period_id="62.4",
                period_label="Period i hemsjukvård",
            ),
        ),
    ),
    UNIT_SECTION,
)
