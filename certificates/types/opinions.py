"""Pieces that the medical opinions (läkarutlåtanden) FK 3221, 3226, 7809 and 7810 share (README 2, 7, 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from certificates.expressions import answered, equals, has
from certificates.questions.base import Question
from certificates.questions.choice import Layout
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.codes import Option, Options, options
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.diagnosis_list import DiagnosisRows
from certificates.questions.medical_investigations import MedicalInvestigations
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.types.base import Flags, Section, SummaryRule
from certificates.types.code_lists import ICD_10_SE_SYSTEMS

SUMMARY = SummaryRule("Avser diagnos", "58")
FLAGS = Flags(
    sendable=True,
    auto_send_after_complement=True,
    renewable=True,
    replaceable=True,
    complementable=True,
    available_to_patient=True,
    prefill=True,
    administrative_questions=True,
)
"""What they have in common; whether one is sent by itself and shown to the patient differs."""

BASIS_BY_MEETING = options(
    "KV_FKMU_0001",
    FYSISKUNDERSOKNING="min undersökning vid fysiskt vårdmöte",
    DIGITALUNDERSOKNING="min undersökning vid digitalt vårdmöte",
    JOURNALUPPGIFTER="journaluppgifter från den",
    ANHORIG="anhörigs eller annans beskrivning av patienten",
    ANNAT="annat",
)
"""Basis of FK 3221 and 7810, where examinations are told apart by how one met."""

INVESTIGATIONS = options(
    "KV_FKMU_0005",
    NEUROPSYKIATRISKT="Neuropsykiatriskt utlåtande",
    HABILITERING="Underlag från habiliteringen",
    ARBETSTERAPEUT="Underlag från arbetsterapeut",
    FYSIOTERAPEUT="Underlag från fysioterapeut",
    LOGOPED="Underlag från logoped",
    PSYKOLOG="Underlag från psykolog",
    VARDCENTRAL="Underlag från vårdcentral",
    SPECIALISTKLINIK="Utredning av annan specialistklinik",
    SKOLHALSOVARD="Underlag från skolhälsovård",
    VARD_UTOMLANDS="Utredning från vårdinrättning utomlands",
    HORSELHABILITERING="Underlag från hörselhabiliteringen",
    SYNHABILITERINGEN="Underlag från synhabiliteringen",
    AUDIONOM="Underlag från audionom",
    DIETIST="Underlag från dietist",
    ORTOPTIST="Underlag från ortoptist",
    ORTOPEDTEKNIKER="Underlag från ortopedtekniker eller ortopedingenjör",
    OVRIGT_UTLATANDE="Övrigt",
)
"""KV_FKMU_0005 in the order of the forms; each type leaves some out."""

LONG_TEXT = 4000
"""Length of nearly every text of these forms."""


# --- Grund för medicinskt underlag ------------------------------------------------------------------------------------


def basis(rows: Options, *details: TextLine) -> DateCheckboxes:
    """What the opinion is based on, and when; ``details`` belong to single rows."""
    return DateCheckboxes(
        id="1",
        label="Utlåtandet är baserat på",
        short_label="Baserat på",
        required=True,
        renew=False,
        options=rows,
        children=details,
    )


RELATION = TextLine(
    id="1.4",
    label="Relation till patienten",
    hint="Vem som har beskrivit patienten, till exempel förälder, make eller personal.",
    under_option="ANHORIG",
    visible_when=has("1", "ANHORIG"),
    required=True,
    renew=False,
    max_length=LONG_TEXT,
)


def other_documents(*left_out: str) -> tuple[Question, ...]:
    """Questions 3 and 4: whether the opinion builds on other investigations, and which."""
    return (
        RadioBoolean(
            id="3",
            label="Bygger utlåtandet även på andra utredningar eller underlag?",
            short_label="Andra underlag",
            required=True,
        ),
        MedicalInvestigations(
            id="4",
            label="Utredning eller underlag",
            short_label="Underlag",
            hint="Ange högst tre underlag, uppifrån och ned. Varje rad behöver typ, datum och vårdgivare.",
            visible_when=equals("3", True),
            required=True,
            options=INVESTIGATIONS.without(*left_out),
            aliases={"SYNHABILITERING": "SYNHABILITERINGEN"},
            max_length=53,
        ),
    )


# --- Diagnos ----------------------------------------------------------------------------------------------------------


def diagnoses(label: str, *details: Question, hint: str, code_system: str) -> DiagnosisRows:
    """Svar 58: up to five rows, written under the code system that the receiver of the type wants."""
    return DiagnosisRows(
        id="58",
        label=label,
        short_label="Diagnos",
        hint=hint,
        required=True,
        code_system=code_system,
        accepted_systems=ICD_10_SE_SYSTEMS,
        children=details,
    )


def diagnosis_section(section_id: str, *, code_system: str) -> Section:
    """Diagnoses and their history."""
    return Section(
        id=section_id,
        heading="Diagnos",
        short_heading="Diagnos",
        questions=(
            diagnoses(
                "Diagnos eller diagnoser",
                hint="Sök på kod eller text i ICD-10-SE. Ange först den diagnos som påverkar mest.",
                code_system=code_system,
            ),
            TextArea(
                id="5",
                label="Historik för diagnoserna",
                short_label="Historik",
                help="Skriv när besvären började, när diagnoserna ställdes och hur tillståndet har utvecklats.",
                required=True,
                max_length=LONG_TEXT,
            ),
        ),
    )


# --- Areas to describe ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Area:
    """Something to describe: a box of the form only, and the text question that it opens."""

    code: str
    question: str
    label: str


INTELLECT = Area("INTELLEKTUELL_FUNKTION", "8", "Intellektuell funktion")
PSYCHOSOCIAL = Area("KOMMUNIKATION_SOCIAL_INTERAKTION", "9", "Övergripande psykosociala funktioner")
ATTENTION = Area("UPPMARKSAMHET", "10", "Uppmärksamhet, koncentration och exekutiv funktion")
OTHER_MENTAL = Area("PSYKISK_FUNKTION", "11", "Annan psykisk funktion")
SENSES = Area("Sinnesfunktion", "12", "Sinnesfunktioner och smärta")
COORDINATION = Area("KOORDINATION", "13", "Balans, koordination och motorik")
OTHER_BODILY = Area("ANNAN_KROPPSILIG_FUNKTION", "14", "Annan kroppslig funktion")


def areas(
    question_id: str, system: str, chosen_from: Sequence[Area], *, name: str, advice: str
) -> tuple[Question, ...]:
    """Boxes, and one mandatory text for each that is ticked."""
    boxes = CodeCheckboxes(
        id=question_id,
        sub_answer_id=question_id,
        label="Välj de områden som ska beskrivas",
        short_label=name,
        hint="Varje område som du väljer får ett eget textfält.",
        help=advice,
        required=True,
        in_xml=False,
        shown_to_patient=False,
        options=Options(system, tuple(Option(area.code, area.label) for area in chosen_from)),
        layout=Layout.COLUMNS,
        opens={area.code: area.question for area in chosen_from},
    )
    texts = (
        TextArea(
            id=area.question,
            label=area.label,
            visible_when=has(question_id, area.code),
            required=True,
            max_length=LONG_TEXT,
        )
        for area in chosen_from
    )
    return boxes, *texts


def function_section(section_id: str, *chosen_from: Area) -> Section:
    """Which functions are reduced, and how."""
    return Section(
        id=section_id,
        heading="Funktionsnedsättning",
        short_heading="Funktion",
        questions=areas(
            "funktionsnedsattning",
            "FUNKTIONSNEDSATTNING",
            chosen_from,
            name="Områden",
            advice="Skriv för varje område vad som är nedsatt, hur mycket, och hur det är bedömt: undersökning, test, "
            "iakttagelser eller uppgifter från andra.",
        ),
    )


# --- The last sections ------------------------------------------------------------------------------------------------


def treatment_section(section_id: str, heading: str) -> Section:
    """Treatments, and who is responsible for them as soon as some are told."""
    return Section(
        id=section_id,
        heading=heading,
        short_heading="Behandling",
        questions=(
            TextArea(
                id="50",
                label="Pågående och planerade behandlingar",
                short_label="Behandlingar",
                max_length=LONG_TEXT,
                children=(
                    TextLine(
                        id="50.2",
                        label="Ansvarig vårdenhet och tidplan",
                        visible_when=answered("50"),
                        required=True,
                        max_length=LONG_TEXT,
                    ),
                ),
            ),
        ),
    )


def prognosis_section(section_id: str, question_id: str, *, sub_answer_id: str = "") -> Section:
    """How things are expected to go."""
    return Section(
        id=section_id,
        heading="Prognos",
        short_heading="Prognos",
        questions=(
            TextArea(
                id=question_id,
                sub_answer_id=sub_answer_id,
                label="Förväntad utveckling över tid",
                short_label="Utveckling",
                help="Skriv om funktioner och svårigheter väntas bli bättre, sämre eller vara oförändrade, och hur "
                "snabbt.",
                required=True,
                max_length=LONG_TEXT,
            ),
        ),
    )


def other_section(section_id: str) -> Section:
    """Anything else."""
    return Section(
        id=section_id,
        heading="Övrigt",
        short_heading="Övrigt",
        questions=(TextArea(id="25", label="Övriga upplysningar", max_length=LONG_TEXT),),
    )
