"""The form of TSTRK1009 (tstrk1009.yaml, sections)."""

from __future__ import annotations

from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.choice import alone
from certificates.questions.code_groups import CodeGroups
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.limits import TODAY
from certificates.questions.messages import ErrorId
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.receiver_parts_ts import HIGHER_LICENCES
from certificates.types.transportstyrelsen import CANNOT_DECIDE, LICENCES, LOWER_LICENCES, UNIT_SECTION, identity

UNFITNESS = options(
    "1.2.752.129.5.1.4",
    OLAMPLIGHET="Anmälan om olämplighet",
    SANNOLIK_OLAMPLIGHET="Anmälan om sannolik olämplighet",
)
GROUPS = options(
    "",
    ALLA="Alla behörigheter, körkortstillstånd, traktorkort och taxiförarlegitimation",
    A_B_TRAKTOR="AM, A1, A2, A, B, BE, traktorkort",
    C_E="C1, C1E, C, CE",
    D="D1, D1E, D, DE",
    TAXI="Taxiförarlegitimation",
    KANINTETASTALLNING="Kan inte ta ställning",
)
MEMBERS = {
    "ALLA": (*LOWER_LICENCES, *HIGHER_LICENCES),
    "A_B_TRAKTOR": LOWER_LICENCES,
    "C_E": HIGHER_LICENCES[:4],
    "D": HIGHER_LICENCES[4:8],
    "TAXI": HIGHER_LICENCES[8:],
    "KANINTETASTALLNING": (CANNOT_DECIDE,),
}

SECTIONS = (
    Section(id="identitet", heading="Identitet", questions=(identity(),)),
    Section(
        id="anmalan",
        heading="Anmälan",
        questions=(CodeRadio(id="46", label="Anmälan avser", required=True, options=UNFITNESS),),
    ),
    Section(
        id="medicinskaforhallanden",
        heading="Medicinska förhållanden",
        short_heading="Medicinska skäl",
        questions=(
            TextArea(
                id="47",
                label="Medicinska förhållanden som ligger till grund för anmälan",
                short_label="Medicinska förhållanden",
                required=True,
                max_length=None,
            ),
            Date(
                id="48",
                label="Senaste undersökningsdatum",
                short_label="Undersökningsdatum",
                required=True,
                latest=TODAY,
            ),
        ),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            CodeGroups(
                id="1",
                label="Olämplig eller sannolikt olämplig att ha",
                short_label="Behörigheter",
                required=True,
                options=GROUPS,
                members=MEMBERS,
                sent=LICENCES,
                excludes=(*alone("ALLA", GROUPS.codes), *alone("KANINTETASTALLNING", GROUPS.codes)),
                combination_text="Alla behörigheter och Kan inte ta ställning kan bara väljas ensamma.",
                combination_error=ErrorId.NOT_ALONE,
                most=4,
            ),
        ),
    ),
    Section(
        id="informationombeslut",
        heading="Information om beslut",
        short_heading="Beslut",
        questions=(
            CheckboxBoolean(
                id="49",
                label="Jag vill bli informerad om Transportstyrelsens beslut",
                short_label="Information om beslut",
            ),
        ),
    ),
    UNIT_SECTION,
)
