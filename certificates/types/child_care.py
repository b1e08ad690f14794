"""What FK 7426 and FK 7427 share: opinions about a sick child whose parent stays at home (README 2, 7)."""

from __future__ import annotations

from certificates.expressions import Condition, answered, any_of, equals, not_
from certificates.questions.base import Question
from certificates.questions.codes import options
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.date_range import DateRange
from certificates.questions.diagnosis_list import DiagnosisRows
from certificates.questions.messages import ErrorId
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.types.base import CrossRule, Flags, Section
from certificates.types.basis import other_basis
from certificates.types.code_lists import ICD_10_SE_SYSTEMS

FLAGS = Flags(
    sendable=True,
    auto_send_after_sign=True,
    auto_send_after_complement=True,
    renewable=True,
    replaceable=True,
    complementable=True,
    prefill=True,
)

BASIS_SECTION = Section(
    id="KAT_1",
    heading="Grund för medicinskt underlag",
    short_heading="Grund",
    questions=(
        DateCheckboxes(
            id="1",
            label="Utlåtandet är baserat på",
            short_label="Baserat på",
            required=True,
            renew=False,
            options=options(
                "KV_FKMU_0001",
                FYSISKUNDERSOKNING="min undersökning vid fysiskt vårdmöte",
                DIGITALUNDERSOKNING="min undersökning vid digitalt vårdmöte",
                JOURNALUPPGIFTER="journaluppgifter från den",
                FORALDER="förälders beskrivning av barnet",
                ANNAT="annat",
            ),
            row_fields={
                "FYSISKUNDERSOKNING": "fysisktMote",
                "DIGITALUNDERSOKNING": "digitaltMote",
                "JOURNALUPPGIFTER": "journaluppgifter",
                "FORALDER": "foraldersBeskrivning",
                "ANNAT": "annat",
            },
            children=(other_basis(max_length=4000),),
        ),
    ),
)


def some_answered(section_id: str, *questions: str) -> CrossRule:
    """At least one of the questions is answered; told at the first one, as an error of the section."""
    return CrossRule(
        question=questions[0],
        when=not_(any_of(*map(answered, questions))),
        error=ErrorId.CATEGORY_MIN_ONE,
        field=section_id,
    )


DIAGNOSIS_SECTION = Section(
    id="KAT_2",
    heading="Diagnos",
    short_heading="Diagnos",
    questions=(
        DiagnosisRows(
            id="58",
            label="Barnets diagnos",
            short_label="Diagnos",
            hint="Ange diagnos, eller symtom om ingen diagnos är fastställd. Sök på kod eller text i ICD-10-SE.",
            rows=("huvuddiagnos", "diagnos2", "diagnos3"),
            accepted_systems=ICD_10_SE_SYSTEMS,
        ),
        TextArea(id="55", label="Symtom när diagnos inte är fastställd", short_label="Symtom", max_length=4000),
    ),
    rules=(some_answered("KAT_2", "58", "55"),),
)


def period(question_id: str, label: str, *, visible_when: Condition | None = None, under_option: str = "") -> DateRange:
    """A mandatory period that is given anew on renewal."""
    return DateRange(
        id=question_id,
        label=label,
        required=True,
        renew=False,
        visible_when=visible_when,
        under_option=under_option,
    )


def stay(question_id: str, label: str, *, short_label: str, period_id: str, period_label: str) -> Question:
    """Whether the child is cared for somewhere, and for how long."""
    return RadioBoolean(
        id=question_id,
        label=label,
        short_label=short_label,
        required=True,
        renew=False,
        children=(period(period_id, period_label, visible_when=equals(question_id, True), under_option="true"),),
    )


def hospital_stay(question_id: str) -> Question:
    """Care in hospital; its period is 62.2."""
    return stay(
        question_id,
        "Vårdas barnet inneliggande på sjukhus?",
        short_label="Sjukhusvård",
        period_id="62.2",
        period_label="Period på sjukhus",
    )
