"""Sections that FK 7804 and AG7804 of version 1 share (lisjp.yaml; ag7804.yaml, ``legacy_v1``)."""

from __future__ import annotations

from collections.abc import Callable

from certificates.expressions import equals, has, has_any, not_
from certificates.questions.base import Autofill, Question
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.choice import alone
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_dropdown import CodeDropdown
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Options, options
from certificates.questions.legacy_sickleave_periods import LegacySickLeavePeriods
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.types.base import Section
from certificates.types.code_lists import SICK_LEAVE_DEGREES
from certificates.types.legacy_parts import BY_CONTACT, LONGEST_PREFILLED, basis, other_basis

CARRIER = equals("27", True)
"""Smittbärarpenning: hides most of the form."""
_PARTIAL = has_any("32", ("EN_FJARDEDEL", "HALFTEN", "TRE_FJARDEDEL"))
_IN_DAYS = equals("39", "ATER_X_ANTAL_DGR")
_NO_MEASURE = "EJ_AKTUELLT"

OCCUPATION = options(
    "KV_FKMU_0002",
    NUVARANDE_ARBETE="Nuvarande arbete",
    ARBETSSOKANDE="Arbetssökande",
    FORALDRALEDIG="Föräldraledighet för vård av barn",
    STUDIER="Studier",
)
PROGNOSIS = options(
    "KV_FKMU_0006",
    STOR_SANNOLIKHET="Återgång helt efter denna sjukskrivning",
    ATER_X_ANTAL_DGR="Återgång helt inom vald tid",
    SANNOLIKT_INTE="Ingen full återgång inom 12 månader",
    PROGNOS_OKLAR="Återgång oklar",
)
DAYS_TO_WORK = options(
    "KV_FKMU_0007",
    TRETTIO_DGR="1 månad (30 dagar)",
    SEXTIO_DGR="2 månader (60 dagar)",
    NITTIO_DGR="3 månader (90 dagar)",
    HUNDRAATTIO_DAGAR="6 månader (180 dagar)",
    TREHUNDRASEXTIOFEM_DAGAR="12 månader (365 dagar)",
)
MEASURES = options(
    "KV_FKMU_0004",
    EJ_AKTUELLT="Inte aktuellt",
    ARBETSTRANING="Arbetsträning",
    ARBETSANPASSNING="Arbetsanpassning",
    SOKA_NYTT_ARBETE="Söka nytt arbete",
    BESOK_ARBETSPLATS="Besök på arbetsplatsen",
    ERGONOMISK="Ergonomisk bedömning",
    HJALPMEDEL="Hjälpmedel",
    KONFLIKTHANTERING="Konflikthantering",
    KONTAKT_FHV="Kontakt med företagshälsovård",
    OMFORDELNING="Omfördelning av arbetsuppgifter",
    OVRIGA_ATGARDER="Övrigt",
)

TextKind = Callable[..., Question]
"""``TextArea``, or a kind with the list of ICF categories that belongs to it."""


def text(question_id: str, label: str, field: str, *, short: str = "", length: int | None = None) -> TextArea:
    """A text that may be left out."""
    return TextArea(
        id=question_id,
        label=label,
        short_label=short,
        field_id=field,
        max_length=length,
        longest_prefilled=LONGEST_PREFILLED,
    )


CARRIER_SECTION = Section(
    id="smittbararpenning",
    heading="Smittbärarpenning",
    short_heading="Smittbärare",
    help="För den som kan arbeta men inte får göra det på grund av regler i smittskyddslagen. Skriv sjukdomen under "
    "Diagnos och perioden under Bedömning; de flesta andra avsnitt försvinner.",
    questions=(
        CheckboxBoolean(
            id="27",
            label="Avstängning enligt smittskyddslagen",
            short_label="Smittskyddslagen",
            field_id="avstangningSmittskydd",
        ),
    ),
)

OCCUPATION_SECTION = Section(
    id="sysselsattning",
    heading="Sysselsättning",
    hidden_when=CARRIER,
    questions=(
        CodeCheckboxes(
            id="28",
            label="Sysselsättning som arbetsförmågan bedöms mot",
            short_label="Sysselsättning",
            required=True,
            field_id="sysselsattning",
            options=OCCUPATION,
            children=(
                TextArea(
                    id="29",
                    label="Yrke och arbetsuppgifter",
                    field_id="nuvarandeArbete",
                    under_option="NUVARANDE_ARBETE",
                    visible_when=has("28", "NUVARANDE_ARBETE"),
                    required=True,
                    max_length=None,
                    longest_prefilled=LONGEST_PREFILLED,
                ),
            ),
        ),
    ),
)

TREATMENT_SECTION = Section(
    id="medicinskabehandlingar",
    heading="Medicinsk behandling",
    short_heading="Behandling",
    hidden_when=CARRIER,
    questions=(
        text("19", "Pågående behandlingar/åtgärder", "pagaendeBehandling", short="Pågående"),
        text("20", "Planerade behandlingar/åtgärder", "planeradBehandling", short="Planerade"),
    ),
)


def basis_section(*motivation: Question) -> Section:
    """What the certificate is based on; ``motivation`` is asked when that is no examination."""
    return Section(
        id="grundformu",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        hidden_when=CARRIER,
        questions=(
            basis(
                "1",
                "Intyget är baserat på",
                sources=BY_CONTACT,
                renew=False,
                children=(other_basis(TextLine, None, renew=False), *motivation),
            ),
        ),
    )


def consequences_section(heading: str, *, function: TextKind, activity: TextKind) -> Section:
    """Impairment and limitation (svar 35 and 17)."""
    return Section(
        id="funktionsnedsattning",
        heading=heading,
        short_heading="Konsekvenser",
        hidden_when=CARRIER,
        questions=(
            function(
                id="35",
                label="Funktionsnedsättning: undersökningsfynd, testresultat, observationer",
                short_label="Funktionsnedsättning",
                help="Skriv vilka funktioner som är nedsatta och hur mycket, och vad du har sett vid undersökning "
                "eller test.",
                required=True,
                field_id="funktionsnedsattning",
                max_length=None,
            ),
            activity(
                id="17",
                label="Aktivitetsbegränsning",
                help="Skriv vad patienten har svårt att göra i sin sysselsättning, gärna med exempel.",
                required=True,
                field_id="aktivitetsbegransning",
                max_length=None,
            ),
        ),
    )


def assessment_section(*motivation: Question) -> Section:
    """Periods, working hours and prognosis; ``motivation`` is asked about an early start."""
    return Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            LegacySickLeavePeriods(
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
                children=motivation,
            ),
            TextArea(
                id="37",
                label="Varför längre än beslutsstödet anger",
                short_label="Längre än beslutsstödet",
                field_id="forsakringsmedicinsktBeslutsstod",
                hidden_when=CARRIER,
                max_length=None,
                longest_prefilled=LONGEST_PREFILLED,
            ),
            CheckboxBoolean(
                id="34",
                label="Resor med annat färdmedel kan göra arbete möjligt",
                short_label="Resor",
                field_id="arbetsresor",
                false_text="Nej",
                hidden_when=CARRIER,
            ),
            _WORKING_HOURS,
            _PROGNOSIS,
        ),
    )


_WORKING_HOURS = RadioBoolean(
    id="33",
    label="Försämras återgången av annan arbetstidsförläggning?",
    short_label="Arbetstidens förläggning",
    required=True,
    renew=False,
    field_id="arbetstidsforlaggning",
    visible_when=_PARTIAL,
    hidden_when=CARRIER,
    children=(
        TextArea(
            id="33.2",
            label="Medicinska skäl",
            field_id="arbetstidsforlaggningMotivering",
            under_option="true",
            visible_when=equals("33", True),
            required=True,
            renew=False,
            max_length=None,
            longest_prefilled=LONGEST_PREFILLED,
        ),
    ),
)
_PROGNOSIS = CodeRadio(
    id="39",
    label="Prognos för arbetsförmågan",
    short_label="Prognos",
    required=True,
    renew=False,
    field_id="prognos",
    hidden_when=CARRIER,
    options=PROGNOSIS,
    children=(
        CodeDropdown(
            id="39.3",
            label="Tid till återgång",
            under_option="ATER_X_ANTAL_DGR",
            required=True,
            renew=False,
            field_id="prognos.dagarTillArbete",
            disabled_when=not_(_IN_DAYS),
            validated_when=_IN_DAYS,
            autofill=(Autofill(not_(_IN_DAYS), ""),),
            options=DAYS_TO_WORK,
        ),
    ),
)


def measures_section(offered: Options) -> Section:
    """Measures that could make the return easier (svar 40 and 44)."""
    return Section(
        id="atgarder",
        heading="Åtgärder",
        hidden_when=CARRIER,
        questions=(
            CodeCheckboxes(
                id="40",
                label="Åtgärder som kan underlätta återgång",
                short_label="Åtgärder",
                required=True,
                field_id="arbetslivsinriktadeAtgarder",
                options=offered,
                excludes=alone(_NO_MEASURE, offered.codes),
                combination_text="Inte aktuellt kan inte väljas tillsammans med en åtgärd.",
                children=(
                    TextArea(
                        id="44",
                        label="Fler åtgärder eller beskrivning",
                        field_id="arbetslivsinriktadeAtgarderBeskrivning",
                        visible_when=has_any("40", offered.codes - {_NO_MEASURE}),
                        max_length=None,
                        longest_prefilled=LONGEST_PREFILLED,
                    ),
                ),
            ),
        ),
    )
