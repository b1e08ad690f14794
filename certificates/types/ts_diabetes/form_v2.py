"""The form of TS diabetes 2.6 and 2.8, to be read only (ts_diabetes.yaml, ``older_versions``).

Which answers were mandatory, and which were shown when, is not known: every question is asked and none demanded.
"""

from __future__ import annotations

from dataclasses import replace

from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.choice import Layout
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Options
from certificates.questions.date import Date
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.questions.visual_acuity import VisualAcuity
from certificates.questions.year import Year
from certificates.types.base import Section
from certificates.types.receiver_parts_ts import ICD_10_SE
from certificates.types.transportstyrelsen import (
    CLASSES,
    LICENCES,
    ORDER_IN_COLUMNS,
    TYPE_1,
    TYPE_2,
    UNIT_SECTION,
    eyes,
    identity,
)
from certificates.types.ts_diabetes.form_parts import SPECIALIST

SECTIONS = (
    Section(
        id="intygAvser",
        heading="Intyget avser",
        questions=(
            CodeCheckboxes(
                id="1",
                label="Intyget avser följande behörigheter",
                short_label="Behörigheter",
                options=CLASSES,
                layout=Layout.INLINE,
            ),
        ),
    ),
    Section(
        id="identitet", heading="Identitet", questions=(replace(identity(order=ORDER_IN_COLUMNS), required=False),)
    ),
    Section(
        id="allmant",
        heading="Allmänt",
        questions=(
            Year(id="35", label="Årtal för diagnosen diabetes", short_label="Diagnosår"),
            CodeRadio(id="18", label="Typ av diabetes", options=Options(ICD_10_SE, (TYPE_1, TYPE_2))),
            BooleanGroup(
                id="19",
                label="Behandling",
                boxes=(Box("19.1", "Kost"), Box("19.2", "Tabletter"), Box("19.3", "Insulin")),
                children=(
                    Year(id="19.4", label="Insulin sedan år"),
                    TextLine(id="19.5", label="Annan behandling"),
                ),
            ),
        ),
    ),
    Section(
        id="hypoglykemier",
        heading="Hypoglykemier",
        questions=(
            RadioBoolean(id="36", label="Patienten har kunskap om lämpliga åtgärder vid hypoglykemi"),
            RadioBoolean(id="37", label="Hypoglykemier med tecken på nedsatt hjärnfunktion"),
            RadioBoolean(id="38", label="Patienten saknar förmåga att känna varningstecken"),
            RadioBoolean(
                id="39",
                label="Allvarlig hypoglykemi",
                children=(TextLine(id="39.2", label="Antal episoder"),),
            ),
            RadioBoolean(
                id="40",
                label="Allvarlig hypoglykemi i trafiken",
                children=(TextLine(id="40.2", label="Antal och tidpunkt"),),
            ),
            RadioBoolean(id="41", label="Egenkontroller av blodsocker"),
            RadioBoolean(
                id="42",
                label="Allvarlig hypoglykemi under vaken tid",
                children=(Date(id="42.2", label="Tidpunkt"),),
            ),
        ),
    ),
    Section(
        id="synfunktion",
        heading="Synfunktion",
        questions=(
            RadioBoolean(id="43", label="Intyg från ögonläkare skickas separat"),
            RadioBoolean(id="44", label="Synfältsprövning utan anmärkning"),
            RadioBoolean(id="6", label="Dubbelseende vid prövning av ögats rörlighet"),
            VisualAcuity(id="8", label="Värden för synskärpa", short_label="Synskärpa", eyes=eyes(1)),
        ),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            CodeCheckboxes(
                id="33",
                label="Patienten uppfyller kraven för behörighet",
                short_label="Behörigheter",
                options=LICENCES,
                layout=Layout.INLINE,
            ),
            RadioBoolean(
                id="45", label="Lämplig att inneha högre behörighet med hänsyn till körningarna och arbetsformerna"
            ),
            SPECIALIST,
            TextArea(id="32", label="Övriga upplysningar och kommentarer", max_length=None),
        ),
    ),
    UNIT_SECTION,
)
