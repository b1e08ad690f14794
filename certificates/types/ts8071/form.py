"""The form of TS8071 version 2 (ts8071.yaml, sections)."""

from __future__ import annotations

from certificates.expressions import equals
from certificates.questions.choice import Layout
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Option, Options
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.follow_ups import asked, told
from certificates.types.ts8071.sections import sections
from certificates.types.ts8071.variant import (
    ACUITY_LOW,
    BUS_OR_TAXI,
    EARS,
    LEFT_EAR,
    RIGHT_EAR,
    USUAL_LENGTH,
    Variant,
    yes_no_or,
)

UNKNOWN = Option("vetinte", "Vet inte")

VARIANT = Variant(
    correction=(
        TextArea(
            id="24",
            label="Problem med tolerans av korrektionen",
            short_label="Tolerans av korrektion",
            visible_when=ACUITY_LOW,
            max_length=USUAL_LENGTH,
        ),
        asked(
            "25",
            "Något av glasen är över plus 8 dioptrier",
            short="Glas över 8 dioptrier",
            when=ACUITY_LOW,
        ),
    ),
    hearing_when=BUS_OR_TAXI,
    ears=CodeCheckboxes(
        id="9.3",
        label="På vilket öra",
        required=True,
        under_option="true",
        visible_when=equals("9.2", True),
        options=Options(EARS, (RIGHT_EAR, LEFT_EAR)),
        layout=Layout.INLINE,
    ),
    unknown=UNKNOWN,
    remission=(
        CodeRadio(
            id="18.10",
            label="Fullständig långvarig remission",
            required=True,
            under_option="true",
            visible_when=equals("18.1", True),
            options=yes_no_or(UNKNOWN),
        ),
    ),
    substances_heading="Alkohol, andra psykoaktiva substanser och läkemedel",
    disability=Section(
        id="KAT_18",
        heading="Intellektuell funktionsnedsättning",
        short_heading="Funktionsnedsättning",
        questions=(
            asked(
                "26",
                "Har en intellektuell funktionsnedsättning",
                told("26.2", "Diagnos och grad", USUAL_LENGTH, after="26"),
                short="Funktionsnedsättning",
            ),
        ),
    ),
    lengths={"18.2": 400},
)

SECTIONS = sections(VARIANT)
