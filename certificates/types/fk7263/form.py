"""What is known of the form of FK 7263; nothing of it travels as svar, so the ids are those of the older engine."""

from __future__ import annotations

from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisList
from certificates.questions.legacy_sickleave_periods import LegacySickLeavePeriods
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.code_lists import SICK_LEAVE_DEGREES
from certificates.types.legacy_parts import BY_CONTACT, UNIT_SECTION

SECTIONS = (
    Section(
        id="grundformu",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            DateCheckboxes(
                id="baseratPa",
                label="Intyget är baserat på",
                short_label="Grund",
                required=True,
                in_xml=False,
                options=BY_CONTACT,
            ),
        ),
    ),
    Section(
        id="diagnos",
        heading="Diagnos",
        questions=(
            LegacyDiagnosisList(
                id="diagnoser",
                label="Diagnos/diagnoser som orsakar nedsatt arbetsförmåga",
                short_label="Diagnos",
                required=True,
                in_xml=False,
            ),
        ),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            LegacySickLeavePeriods(
                id="sjukskrivningar",
                label="Bedömning av arbetsförmågans nedsättning",
                short_label="Perioder",
                required=True,
                in_xml=False,
                degrees=SICK_LEAVE_DEGREES,
                code_system="KV_FKMU_0003",
            ),
            TextArea(
                id="sjukskrivningstext",
                label="Beskrivning av arbetsförmågans nedsättning",
                short_label="Beskrivning",
                in_xml=False,
                max_length=None,
            ),
            TextArea(
                id="arbetstid",
                label="Arbetstidens förläggning",
                in_xml=False,
                max_length=None,
            ),
        ),
    ),
    Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(TextArea(id="upplysningar", label="Övriga upplysningar", in_xml=False, max_length=None),),
    ),
    Section(
        id="kontakt",
        heading="Kontakt",
        questions=(
            CheckboxBoolean(
                id="kontaktMedFk",
                label="Kontakt med Försäkringskassan önskas",
                short_label="Kontakt",
                in_xml=False,
            ),
        ),
    ),
    UNIT_SECTION,
)
