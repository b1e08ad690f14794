"""The form of FK 7809: sections and questions in display order."""

from __future__ import annotations

from certificates.questions.codes import options
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.basis import other_basis
from certificates.types.opinions import (
    ATTENTION,
    COORDINATION,
    INTELLECT,
    LONG_TEXT,
    OTHER_BODILY,
    OTHER_MENTAL,
    PSYCHOSOCIAL,
    RELATION,
    Area,
    basis,
    diagnosis_section,
    function_section,
    other_documents,
    other_section,
    prognosis_section,
    treatment_section,
)
from certificates.types.unit_section import UNIT_SECTION

BASIS = options(
    "KV_FKMU_0001",
    UNDERSOKNING="min undersökning av patienten",
    JOURNALUPPGIFTER="journaluppgifter från och med",
    ANHORIG="anhörig eller annans beskrivning av patienten",
    ANNAT="annat",
)
HEARING = Area("HORSELFUNKTION", "48", "Hörselfunktion")
SIGHT = Area("SYNFUNKTION", "49", "Synfunktion")
OTHER_SENSES = Area("Sinnesfunktion", "12", "Övriga sinnesfunktioner och smärta")

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            basis(BASIS, RELATION, other_basis(max_length=LONG_TEXT)),
            *other_documents("VARDCENTRAL", "SKOLHALSOVARD"),
        ),
    ),
    diagnosis_section("KAT_4", code_system="1.2.752.116.1.1.1.1.8"),
    function_section(
        "KAT_5",
        INTELLECT,
        PSYCHOSOCIAL,
        ATTENTION,
        OTHER_MENTAL,
        HEARING,
        SIGHT,
        OTHER_SENSES,
        COORDINATION,
        OTHER_BODILY,
    ),
    Section(
        id="KAT_6",
        heading="Aktivitetsbegränsningar",
        short_heading="Aktivitet",
        questions=(
            TextArea(
                id="17",
                label="Vad patienten har svårt att göra",
                short_label="Svårigheter",
                help="Skriv vad funktionsnedsättningen gör svårt i vardagen, gärna med exempel.",
                max_length=LONG_TEXT,
            ),
        ),
    ),
    treatment_section("KAT_7", "Medicinsk behandling"),
    prognosis_section("KAT_8", "51"),
    other_section("KAT_9"),
    UNIT_SECTION,
)
