"""The form of FK 7810: sections and questions in display order."""

from __future__ import annotations

from certificates.questions.code_dropdown import CodeDropdown
from certificates.questions.codes import options
from certificates.questions.radio_boolean import RadioBoolean
from certificates.types.base import Section
from certificates.types.basis import other_basis
from certificates.types.follow_ups import told
from certificates.types.opinions import (
    ATTENTION,
    BASIS_BY_MEETING,
    COORDINATION,
    INTELLECT,
    LONG_TEXT,
    OTHER_BODILY,
    OTHER_MENTAL,
    PSYCHOSOCIAL,
    RELATION,
    SENSES,
    Area,
    areas,
    basis,
    diagnosis_section,
    function_section,
    other_documents,
    other_section,
    prognosis_section,
    treatment_section,
)
from certificates.types.unit_section import UNIT_SECTION

ACQUAINTANCE = options(
    "KV_FKMU_0010",
    INGEN_TIDIGARE="Ingen tidigare kännedom",
    MINDRE_AN_ETT_AR="Kännedom i mindre än ett år",
    MER_AN_ETT_AR="Kännedom i mer än ett år",
)
BREATHING = Area("ANDNINGS_FUNKTION", "64", "Andningsfunktion")
ACTIVITIES = (
    Area("LARANDE_BEGRANSNING", "65", "Lärande, tillämpa kunskap samt allmänna uppgifter och krav"),
    Area("KOMMUNIKATION_BEGRANSNING", "66", "Kommunikation"),
    Area("FORFLYTTNING_BEGRANSNING", "67", "Förflyttning"),
    Area("PERSONLIG_VARD_BEGRANSNING", "68", "Personlig vård och sköta sin hälsa"),
    Area("OVRIGA_BEGRANSNING", "69", "Övriga aktivitetsbegränsningar"),
)

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            basis(BASIS_BY_MEETING, RELATION, other_basis(max_length=LONG_TEXT)),
            CodeDropdown(
                id="2",
                sub_answer_id="2.2",
                label="Kännedom om patienten",
                short_label="Kännedom",
                required=True,
                renew=False,
                options=ACQUAINTANCE,
            ),
            *other_documents("SKOLHALSOVARD", "AUDIONOM", "ORTOPTIST", "ORTOPEDTEKNIKER"),
        ),
    ),
    diagnosis_section("KAT_3", code_system="1.2.752.116.1.1.1"),
    function_section(
        "KAT_4", INTELLECT, PSYCHOSOCIAL, ATTENTION, OTHER_MENTAL, SENSES, COORDINATION, BREATHING, OTHER_BODILY
    ),
    Section(
        id="KAT_5",
        heading="Aktivitetsbegränsningar",
        short_heading="Aktivitet",
        questions=areas(
            "aktivitetsbegransning",
            "AKTIVITETSBEGRANSNING",
            ACTIVITIES,
            name="Områden",
            advice="Skriv för varje område vad patienten inte klarar själv, och vilken hjälp som behövs. Ge exempel.",
        ),
    ),
    treatment_section("KAT_6", "Medicinska behandlingar"),
    prognosis_section("KAT_7", "39", sub_answer_id="39.2"),
    Section(
        id="KAT_8",
        heading="Sjukvårdande insatser inom personlig assistans",
        short_heading="Insatser",
        questions=(
            RadioBoolean(
                id="70",
                label="Behov av hjälp med sjukvårdande insatser enligt HSL?",
                short_label="Insatser enligt HSL",
                help="HSL är hälso- och sjukvårdslagen. Det gäller insatser som vården ansvarar för, även när en "
                "assistent utför dem.",
                required=True,
                children=(told("70.2", "Insatser och omfattning (HSL)", LONG_TEXT, after="70"),),
            ),
            RadioBoolean(
                id="70.3",
                label="Behov av hjälp som kan utföras som egenvård?",
                short_label="Egenvård",
                help="Egenvård är insatser som patienten gör själv eller med hjälp av en assistent, sedan vården har "
                "bedömt att det går.",
                required=True,
                children=(told("70.4", "Insatser och omfattning (egenvård)", LONG_TEXT, after="70.3"),),
            ),
        ),
    ),
    other_section("KAT_9"),
    UNIT_SECTION,
)
