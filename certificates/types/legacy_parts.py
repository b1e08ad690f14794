"""What the older types of Försäkringskassan and of the employer share: code lists and pieces of their forms."""

from __future__ import annotations

from dataclasses import replace

from certificates.expressions import Condition, equals, has
from certificates.questions.base import Question
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.codes import Options, options
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisList
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.types.unit_section import LEGACY_UNIT, LEGACY_UNIT_SECTION

BY_CONTACT = options(
    "KV_FKMU_0001",
    UNDERSOKNING="min undersökning av patienten",
    TELEFONKONTAKT="min telefonkontakt med patienten",
    JOURNALUPPGIFTER="journaluppgifter från den",
    ANNAT="annat",
)
BY_RELATIVE = options(
    "KV_FKMU_0001",
    UNDERSOKNING="min undersökning av patienten",
    JOURNALUPPGIFTER="journaluppgifter från den",
    ANHORIG="anhörigs beskrivning av patienten",
    ANNAT="annat",
)
"""Two selections of what a certificate is based on."""
_BASIS_FIELDS = {
    "UNDERSOKNING": "undersokningAvPatienten",
    "TELEFONKONTAKT": "telefonkontaktMedPatienten",
    "JOURNALUPPGIFTER": "journaluppgifter",
    "ANHORIG": "anhorigsBeskrivningAvPatienten",
    "ANNAT": "annatGrundForMU",
}

DIAGNOSIS_LABEL = "Diagnos/diagnoser som orsakar nedsatt arbetsförmåga"
LONGEST_MOTIVATION = 150
LONGEST_PREFILLED = 4000
"""README 9: a longer text is left out of prefill."""

UNIT_SECTION = replace(LEGACY_UNIT_SECTION, id=LEGACY_UNIT)
"""Category and question have the same id."""


def basis(
    question_id: str, label: str, *, sources: Options, children: tuple[Question, ...], renew: bool = True
) -> DateCheckboxes:
    """What the certificate is based on, with the day of each source."""
    return DateCheckboxes(
        id=question_id,
        label=label,
        short_label="Grund",
        required=True,
        renew=renew,
        field_id="baseratPa",
        row_fields=_BASIS_FIELDS,
        options=sources,
        children=children,
    )


def other_basis(
    kind: type[TextLine | TextArea], length: int | None, *, svar: str = "1", renew: bool = True
) -> Question:
    """What else it is based on."""
    return kind(
        id=f"{svar}.3",
        label="Vad annat är",
        field_id="annatGrundForMUBeskrivning",
        under_option="ANNAT",
        visible_when=has(svar, "ANNAT"),
        required=True,
        renew=renew,
        max_length=length,
        longest_prefilled=LONGEST_PREFILLED,
    )


def diagnoses(
    label: str,
    *,
    visible_when: Condition | None = None,
    disabled_when: Condition | None = None,
    validated_when: Condition | None = None,
) -> LegacyDiagnosisList:
    """Svar 6: three rows of ICD-10-SE or KSH97-P."""
    return LegacyDiagnosisList(
        id="6",
        label=label,
        short_label="Diagnos",
        hint="Sök på kod eller text. Ange först den diagnos som påverkar patienten mest.",
        required=True,
        visible_when=visible_when,
        disabled_when=disabled_when,
        validated_when=validated_when,
    )


def contact(*, reason_length: int | None, unticked: str, renew: bool = True) -> CheckboxBoolean:
    """Whether Försäkringskassan should get in touch, and why (svar 26)."""
    return CheckboxBoolean(
        id="26",
        label="Kontakt med Försäkringskassan önskas",
        short_label="Kontakt",
        field_id="kontaktMedFk",
        false_text=unticked,
        renew=renew,
        children=(
            TextArea(
                id="26.2",
                label="Anledning till kontakt",
                field_id="anledningTillKontakt",
                under_option="true",
                visible_when=equals("26", True),
                renew=renew,
                max_length=reason_length,
                longest_prefilled=LONGEST_PREFILLED,
            ),
        ),
    )
