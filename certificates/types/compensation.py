"""Sections that FK 7800, 7801 and 7802 share (luse.yaml, luae_na.yaml, luae_fs.yaml): statements of a doctor about
sickness compensation and activity compensation.
"""

from __future__ import annotations

from certificates.expressions import all_of, answered, any_of, day, equals, has, has_any, later, not_
from certificates.questions.base import Question
from certificates.questions.codes import Options, options
from certificates.questions.date import Date
from certificates.questions.limits import TODAY
from certificates.questions.medical_investigations import LEGACY_ROWS, MedicalInvestigations, RowRules
from certificates.questions.messages import ErrorId
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import LeadIn, TextArea
from certificates.questions.text_line import TextLine
from certificates.types.base import CrossRule, Flags, Section
from certificates.types.legacy_parts import (
    BY_RELATIVE,
    DIAGNOSIS_LABEL,
    LONGEST_MOTIVATION,
    basis,
    contact,
    diagnoses,
    other_basis,
)

FLAGS = Flags(
    sendable=True,
    auto_send_after_complement=True,
    renewable=True,
    replaceable=True,
    complementable=True,
    copy_locked_draft=True,
    available_to_patient=True,
    administrative_questions=True,
)

LONGEST_TEXT = 3500
WITHOUT_EXAMINATION = "1.4"

INVESTIGATIONS = options(
    "KV_FKMU_0005",
    NEUROPSYKIATRISKT="Neuropsykiatriskt utlåtande",
    HABILITERING="Underlag från habiliteringen",
    ARBETSTERAPEUT="Underlag från arbetsterapeut",
    FYSIOTERAPEUT="Underlag från fysioterapeut",
    LOGOPED="Underlag från logoped",
    PSYKOLOG="Underlag från psykolog",
    FORETAGSHALSOVARD="Underlag från företagshälsovård",
    SKOLHALSOVARD="Underlag från skolhälsovård",
    SPECIALISTKLINIK="Utredning av annan specialistklinik",
    VARD_UTOMLANDS="Utredning från vårdinrättning utomlands",
    OVRIGT_UTLATANDE="Övrigt",
)
"""KV_FKMU_0005 as these forms know it; two of them leave one out."""


def told(question_id: str, label: str, field: str, *, short: str = "", length: int | None = LONGEST_TEXT) -> TextArea:
    """A mandatory text."""
    return TextArea(id=question_id, label=label, short_label=short, required=True, field_id=field, max_length=length)


def told_if_any(
    question_id: str,
    label: str,
    field: str,
    *,
    short: str = "",
    folds: bool = False,
    length: int | None = LONGEST_TEXT,
) -> TextArea:
    """A text that may be left out."""
    return TextArea(id=question_id, label=label, short_label=short, folds=folds, field_id=field, max_length=length)


# --- what the statement is based on -----------------------------------------------------------------------------------

_MOTIVATION = TextArea(
    id=WITHOUT_EXAMINATION,
    label="Motivering till att utlåtandet inte bygger på undersökning",
    short_label="Motivering",
    hint="Skickas som en del av Övriga upplysningar.",
    field_id="motiveringTillInteBaseratPaUndersokning",
    visible_when=all_of(not_(has("1", "UNDERSOKNING")), has_any("1", ("ANHORIG", "JOURNALUPPGIFTER", "ANNAT"))),
    in_xml=False,
    max_length=LONGEST_MOTIVATION,
)
_KNOWN_SINCE = Date(
    id="2", label="Jag har känt patienten sedan", required=True, field_id="kannedomOmPatient", latest=TODAY
)


def basis_section(label: str, offered: Options) -> Section:
    """Svar 1 to 4. ``offered``: kinds of investigations."""
    return Section(
        id="grundformu",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            basis("1", label, sources=BY_RELATIVE, children=(other_basis(TextLine, LONGEST_TEXT), _MOTIVATION)),
            _KNOWN_SINCE,
            RadioBoolean(
                id="3",
                label="Bygger utlåtandet även på andra utredningar eller underlag?",
                short_label="Andra underlag",
                required=True,
                field_id="underlagFinns",
            ),
            MedicalInvestigations(
                id="4",
                label="Utredningar eller underlag",
                required=True,
                field_id="underlag",
                visible_when=equals("3", True),
                options=offered,
                rows=LEGACY_ROWS,
                row_rules=RowRules.LEGACY,
            ),
        ),
        rules=(
            _known_before("UNDERSOKNING", "Datumet får inte vara senare än undersökningen av patienten."),
            _known_before("ANHORIG", "Datumet får inte vara senare än anhörigs beskrivning av patienten."),
        ),
    )


def _known_before(source: str, text: str) -> CrossRule:
    return CrossRule(
        question="2", when=later(day("2"), day("1", source)), error=ErrorId.DATE_TOO_LATE, text=text, part="date"
    )


# --- diagnosis and background -----------------------------------------------------------------------------------------


def diagnosis_section(*questions: Question, label: str) -> Section:
    """Svar 6 and what is asked about the diagnoses."""
    return Section(id="diagnos", heading="Diagnos", questions=(diagnoses(label), *questions))


def diagnosis_of_work_ability(*, revised_length: int | None) -> Section:
    """Svar 6, 7 and 45 of FK 7800 and 7801."""
    return diagnosis_section(
        told("7", "När och var diagnosen ställdes", "diagnosgrund", short="Diagnosens grund"),
        RadioBoolean(
            id="45",
            label="Skäl att revidera tidigare diagnos?",
            short_label="Ny bedömning",
            required=True,
            field_id="nyBedomningDiagnosgrund",
            children=(
                TextArea(
                    id="45.2",
                    label="Vilken eller vilka diagnoser",
                    field_id="diagnosForNyBedomning",
                    under_option="true",
                    visible_when=equals("45", True),
                    required=True,
                    max_length=revised_length,
                ),
            ),
        ),
        label=DIAGNOSIS_LABEL,
    )


BACKGROUND_SECTION = Section(
    id="bakgrund",
    heading="Bakgrund",
    questions=(told("5", "Sjukdomarnas förlopp i korthet", "sjukdomsforlopp", short="Förlopp"),),
)


# --- function and activity --------------------------------------------------------------------------------------------

_IMPAIRMENTS = (
    ("8", "Intellektuell funktion", "funktionsnedsattningIntellektuell"),
    ("9", "Övergripande psykosociala funktioner", "funktionsnedsattningKommunikation"),
    ("10", "Uppmärksamhet, koncentration och exekutiv funktion", "funktionsnedsattningKoncentration"),
    ("11", "Annan psykisk funktion", "funktionsnedsattningPsykisk"),
    ("12", "Sinnesfunktioner och smärta", "funktionsnedsattningSynHorselTal"),
    ("13", "Balans, koordination och motorik", "funktionsnedsattningBalansKoordination"),
    ("14", "Annan kroppslig funktion", "funktionsnedsattningAnnan"),
)
IMPAIRMENT_SECTION = Section(
    id="funktionsnedsattning",
    heading="Funktionsnedsättningar",
    help="Beskriv minst en funktionsnedsättning: grad, och vad du har sett vid undersökning, test eller utredning.",
    questions=tuple(told_if_any(svar, label, field, folds=True) for svar, label, field in _IMPAIRMENTS),
    rules=(
        CrossRule(
            question="8",
            when=not_(any_of(*(answered(svar) for svar, _, _ in _IMPAIRMENTS))),
            error=ErrorId.CATEGORY_MIN_ONE,
            text="Beskriv minst en funktionsnedsättning.",
            part="text",
            field="funktionsnedsattning",
        ),
    ),
)
ACTIVITY_SECTION = Section(
    id="aktivitetsbegransningar",
    heading="Aktivitetsbegränsningar",
    short_heading="Aktivitet",
    help="Skriv vad patienten har svårt att göra till följd av funktionsnedsättningarna.",
    questions=(
        told(
            "17",
            "Aktivitetsbegränsningar med konkreta exempel",
            "aktivitetsbegransning",
            short="Aktivitetsbegränsningar",
        ),
    ),
)
TREATMENT_SECTION = Section(
    id="medicinskabehandlingar",
    heading="Medicinsk behandling",
    short_heading="Behandling",
    questions=(
        told_if_any("18", "Avslutade behandlingar/åtgärder", "avslutadBehandling", short="Avslutade"),
        told_if_any("19", "Pågående behandlingar/åtgärder", "pagaendeBehandling", short="Pågående"),
        told_if_any("20", "Planerade behandlingar/åtgärder", "planeradBehandling", short="Planerade"),
        told_if_any("21", "Substansintag", "substansintag"),
    ),
)


def prospects_section(*more: Question, length: int | None) -> Section:
    """What work is possible, now and later (svar 22, 23 and what follows them)."""
    return Section(
        id="medicinskaforutsattningarforarbete",
        heading="Medicinska förutsättningar för arbete",
        short_heading="Förutsättningar",
        questions=(
            told(
                "22",
                "Hur förutsättningarna kan utvecklas över tid",
                "medicinskaForutsattningarForArbete",
                short="Utveckling över tid",
                length=length,
            ),
            told_if_any(
                "23",
                "Vad patienten kan göra trots begränsningar",
                "formagaTrotsBegransning",
                short="Förmåga trots begränsningar",
                length=length,
            ),
            *more,
        ),
    )


# --- the end of the form ----------------------------------------------------------------------------------------------

CONTACT_SECTION = Section(
    id="kontakt",
    heading="Kontakt",
    questions=(contact(reason_length=LONGEST_TEXT, unticked="Ej angivet"),),
)


def further_section(*, length: int) -> Section:
    """Svar 25, which brings the motivation along."""
    return Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(
            TextArea(
                id="25",
                label="Övriga upplysningar",
                field_id="ovrigt",
                max_length=length,
                preceded_by=(
                    LeadIn(WITHOUT_EXAMINATION, "Motivering till att utlåtandet inte bygger på undersökning:"),
                ),
            ),
        ),
    )
