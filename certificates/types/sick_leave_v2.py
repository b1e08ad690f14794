"""Sections that FK 7804 and AG7804 of version 2 share, and what AG1-14 takes of them (fk7804.yaml, ag7804.yaml)."""

from __future__ import annotations

from collections.abc import Callable

from certificates.expressions import Condition, answered, any_of, days_from_today, equals, has, has_any, not_
from certificates.questions.base import Question
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.diagnosis_list import DiagnosisList
from certificates.questions.integer import Integer
from certificates.questions.message import Level, Message
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.sickleave_periods import SickLeavePeriods
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.basis import other_basis
from certificates.types.code_lists import ICD_10_SE_SYSTEMS, SICK_LEAVE_DEGREES
from certificates.types.follow_ups import told

CARRIER = equals("27", True)
"""Smittbärarpenning: hides most of the form."""

BASIS = options(
    "KV_FKMU_0001",
    FYSISKUNDERSOKNING="min undersökning vid fysiskt vårdmöte",
    DIGITALUNDERSOKNING="min undersökning vid digitalt vårdmöte",
    TELEFONKONTAKT="min telefonkontakt med patienten",
    JOURNALUPPGIFTER="journaluppgifter från den",
    ANNAT="annat",
)
OCCUPATION = options(
    "KV_FKMU_0002",
    NUVARANDE_ARBETE="Nuvarande arbete",
    ARBETSSOKANDE="Arbetssökande",
    FORALDRALEDIG="Föräldraledighet",
    STUDIER="Studier",
)
PROGNOSIS = options(
    "KV_FKMU_0006",
    STOR_SANNOLIKHET="Återgång helt efter intygets slutdatum",
    ATER_X_ANTAL_MANADER="Återgång helt efter angivet antal månader",
    SANNOLIKT_INTE="Ingen full återgång förväntas",
    PROGNOS_OKLAR="Prognosen är svårbedömd",
)
PARTIAL = ("HALFTEN", "TRE_FJARDEDEL", "EN_FJARDEDEL")

TextKind = Callable[..., Question]
"""``TextArea``, or a kind with the list of ICF categories that belongs to it."""


def basis(question_id: str, *, renew: bool = True, hidden_when: Condition | None = None) -> DateCheckboxes:
    """What the certificate is based on, and when."""
    return DateCheckboxes(
        id=question_id,
        label="Intyget är baserat på",
        required=True,
        renew=renew,
        hidden_when=hidden_when,
        options=BASIS,
        children=(other_basis(question_id, max_length=50, renew=renew),),
    )


BASIS_SECTION = Section(
    id="KAT_2",
    heading="Grund för medicinskt underlag",
    short_heading="Grund",
    hidden_when=CARRIER,
    questions=(basis("1", renew=False, hidden_when=CARRIER),),
)


def diagnoses(question_id: str, *, disclosed_by: str = "") -> DiagnosisList:
    """The diagnoses; ``disclosed_by``: the question whether the employer may know them, which locks them until then."""
    asked = bool(disclosed_by)
    is_open, is_disclosed = not_(answered(disclosed_by)), equals(disclosed_by, True)
    return DiagnosisList(
        id=question_id,
        label="Diagnos/diagnoser som orsakar nedsatt arbetsförmåga",
        short_label="Diagnos",
        hint="Sök på kod eller text i ICD-10-SE. Ange först den diagnos som påverkar arbetsförmågan mest.",
        required=True,
        rows=("huvuddiagnos", "diagnos2", "diagnos3"),
        accepted_systems=ICD_10_SE_SYSTEMS,
        visible_when=any_of(is_open, is_disclosed) if asked else None,
        disabled_when=is_open if asked else None,
        validated_when=is_disclosed if asked else None,
    )


def function_section(kind: TextKind) -> Section:
    """What the disease does to functions (svar 35)."""
    return Section(
        id="KAT_5",
        heading="Funktionsnedsättning",
        short_heading="Funktion",
        hidden_when=CARRIER,
        questions=(
            kind(
                id="35",
                label="Funktionsnedsättning, grad och vad bedömningen bygger på",
                short_label="Funktionsnedsättning",
                help="Skriv vilka funktioner som är nedsatta, hur mycket, och vad bedömningen bygger på: undersökning, "
                "mätning, samtal eller uppgifter från andra.",
                required=True,
                hidden_when=CARRIER,
                max_length=4000,
            ),
        ),
    )


def activity_section(kind: TextKind) -> Section:
    """What the patient finds hard to do (svar 17)."""
    return Section(
        id="KAT_6",
        heading="Aktivitetsbegränsning",
        short_heading="Aktivitet",
        hidden_when=CARRIER,
        questions=(
            kind(
                id="17",
                label="Aktivitetsbegränsning i förhållande till sysselsättningen",
                short_label="Aktivitetsbegränsning",
                help="Skriv vad patienten har svårt att göra i sin sysselsättning, gärna med exempel.",
                required=True,
                hidden_when=CARRIER,
                max_length=4000,
            ),
        ),
    )


def contact_section(question_id: str, label: str, *, reason: str) -> Section:
    """Whether the clinician wants to be contacted, and why."""
    return Section(
        id="KAT_12",
        heading="Kontakt",
        short_heading="Kontakt",
        hidden_when=CARRIER,
        questions=(
            CheckboxBoolean(
                id=question_id,
                label=label,
                short_label="Kontakt",
                renew=False,
                hidden_when=CARRIER,
                children=(
                    TextArea(
                        id=f"{question_id}.2",
                        label=reason,
                        under_option="true",
                        visible_when=equals(question_id, True),
                        renew=False,
                        max_length=4000,
                    ),
                ),
            ),
        ),
    )


CARRIER_SECTION = Section(
    id="KAT_1",
    heading="Smittbärarpenning",
    short_heading="Smittbärare",
    help="För den som kan arbeta men inte får göra det på grund av regler i smittskyddslagen. Skriv sjukdomen "
    "under Diagnos och perioden under Bedömning; de flesta andra avsnitt försvinner.",
    questions=(
        CheckboxBoolean(id="27", label="Förhållningsregler enligt smittskyddslagen", short_label="Smittskyddslagen"),
    ),
)

OCCUPATION_SECTION = Section(
    id="KAT_3",
    heading="Sysselsättning",
    short_heading="Sysselsättning",
    hidden_when=CARRIER,
    questions=(
        CodeCheckboxes(
            id="28",
            label="Sysselsättning som arbetsförmågan bedöms mot",
            short_label="Sysselsättning",
            required=True,
            hidden_when=CARRIER,
            options=OCCUPATION,
            children=(
                TextArea(
                    id="29",
                    label="Yrke och arbetsuppgifter",
                    under_option="NUVARANDE_ARBETE",
                    visible_when=has("28", "NUVARANDE_ARBETE"),
                    required=True,
                    max_length=4000,
                ),
            ),
        ),
    ),
)

TREATMENT_SECTION = Section(
    id="KAT_7",
    heading="Medicinsk behandling",
    short_heading="Behandling",
    hidden_when=CARRIER,
    questions=(
        TextArea(
            id="19",
            label="Pågående och planerade behandlingar/åtgärder",
            short_label="Behandlingar",
            hidden_when=CARRIER,
            max_length=4000,
        ),
    ),
)

ASSESSMENT_SECTION = Section(
    id="KAT_8",
    heading="Bedömning",
    short_heading="Bedömning",
    questions=(
        SickLeavePeriods(
            id="32",
            label="Bedömning av arbetsförmågans nedsättning",
            short_label="Perioder",
            hint="I fältet t.o.m. går det att skriva antal: d7 = 7 dagar, v2 = 2 veckor, m1 = 31 dagar.",
            help="Ange en period för varje grad av nedsättning. Perioderna får inte ha någon dag gemensam.",
            required=True,
            renew=False,
            degrees=SICK_LEAVE_DEGREES,
            work_hours_helper=True,
            code_system="KV_FKMU_0003",
            children=(
                Message(
                    id="earlyStartDate",
                    label="Perioden börjar mer än 7 dagar bakåt i tiden. Skriv skälet under Övriga upplysningar.",
                    level=Level.OBSERVE,
                    visible_when=days_from_today("32", below=-7),
                ),
            ),
        ),
        TextArea(
            id="37",
            label="Varför längre än beslutsstödet anger",
            short_label="Längre än beslutsstödet",
            hidden_when=CARRIER,
            max_length=4000,
        ),
        CheckboxBoolean(
            id="34",
            label="Transport till och från arbetsplatsen kan göra arbete möjligt",
            short_label="Transport",
            hidden_when=CARRIER,
        ),
        RadioBoolean(
            id="33",
            label="Försämras återgången av ojämn arbetstid vid deltidssjukskrivning?",
            short_label="Ojämn arbetstid",
            required=True,
            visible_when=has_any("32", PARTIAL),
            children=(told("33.2", "Medicinska skäl till försämringen", 4000, after="33"),),
        ),
    ),
)

PROGNOSIS_SECTION = Section(
    id="KAT_9",
    heading="Prognos",
    short_heading="Prognos",
    hidden_when=CARRIER,
    questions=(
        CodeRadio(
            id="39",
            label="Prognos för arbetsförmågan",
            short_label="Prognos",
            required=True,
            renew=False,
            hidden_when=CARRIER,
            options=PROGNOSIS,
            children=(
                Integer(
                    id="39.4",
                    label="Antal månader",
                    under_option="ATER_X_ANTAL_MANADER",
                    visible_when=equals("39", "ATER_X_ANTAL_MANADER"),
                    required=True,
                    renew=False,
                    minimum=1,
                    maximum=99,
                    unit="månader",
                ),
                TextArea(
                    id="39.2",
                    label="Grund för bedömningen",
                    under_option="PROGNOS_OKLAR",
                    visible_when=equals("39", "PROGNOS_OKLAR"),
                    required=True,
                    renew=False,
                    max_length=4000,
                ),
            ),
        ),
    ),
)

MEASURES_SECTION = Section(
    id="KAT_10",
    heading="Åtgärder som kan främja återgången i arbete",
    short_heading="Åtgärder",
    hidden_when=CARRIER,
    questions=(
        TextArea(
            id="44",
            label="Åtgärder utanför hälso- och sjukvården",
            short_label="Åtgärder",
            hidden_when=CARRIER,
            max_length=4000,
        ),
    ),
)

OTHER_SECTION = Section(
    id="KAT_11",
    heading="Övrigt",
    short_heading="Övrigt",
    questions=(TextArea(id="25", label="Övriga upplysningar", max_length=4000),),
)
