"""The form of FK 3221: sections and questions in display order."""

from __future__ import annotations

from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.basis import other_basis
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
    basis,
    diagnosis_section,
    function_section,
    other_documents,
    other_section,
    prognosis_section,
    treatment_section,
)
from certificates.types.unit_section import UNIT_SECTION

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            basis(BASIS_BY_MEETING, RELATION, other_basis(max_length=LONG_TEXT)),
            *other_documents("AUDIONOM", "ORTOPTIST", "ORTOPEDTEKNIKER"),
        ),
    ),
    diagnosis_section("KAT_3", code_system="1.2.752.116.1.1.1"),
    function_section("KAT_4", INTELLECT, PSYCHOSOCIAL, ATTENTION, OTHER_MENTAL, SENSES, COORDINATION, OTHER_BODILY),
    Section(
        id="KAT_5",
        heading="Aktivitetsbegränsningar",
        short_heading="Aktivitet",
        questions=(
            TextArea(
                id="17",
                label="Vad barnet har svårt att göra",
                short_label="Svårigheter",
                help="Jämför med vad barn i samma ålder brukar klara. Ge gärna exempel från hemmet, förskolan, skolan "
                "och fritiden.",
                required=True,
                max_length=LONG_TEXT,
            ),
        ),
    ),
    treatment_section("KAT_6", "Medicinska behandlingar"),
    prognosis_section("KAT_7", "39", sub_answer_id="39.2"),
    other_section("KAT_8"),
    UNIT_SECTION,
)
