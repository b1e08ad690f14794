"""The form of AG1-14 version 1: sections and questions in display order (ag114.yaml, ``legacy_v1``)."""

from __future__ import annotations

from certificates.expressions import equals, spans
from certificates.questions.base import Situation
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.codes import options
from certificates.questions.date_range import DateRange, FieldNames
from certificates.questions.integer import Integer
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisRows
from certificates.questions.message import Level, Message
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.follow_ups import asked, told
from certificates.types.legacy_parts import BY_CONTACT, UNIT_SECTION, basis, other_basis

PRESENT_WORK = "NUVARANDE_ARBETE"
LONGEST_TEXT = 3500


def _present_work(situation: Situation) -> list[str]:
    return [PRESENT_WORK]


def _from_today(situation: Situation) -> dict[str, str]:
    return {"from": situation.today.isoformat(), "to": ""}


SECTIONS = (
    Section(
        id="grundformu",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            basis(
                "10",
                "Intyget är baserat på",
                sources=BY_CONTACT,
                children=(other_basis(TextArea, LONGEST_TEXT, svar="10"),),
            ),
        ),
    ),
    Section(
        id="sysselsattning",
        heading="Sysselsättning",
        questions=(
            CodeCheckboxes(
                id="1",
                label="Sysselsättning",
                required=True,
                field_id="sysselsattning",
                options=options("KV_FKMU_0002", NUVARANDE_ARBETE="Nuvarande arbete"),
                fixed=frozenset({PRESENT_WORK}),
                preset=_present_work,
            ),
            TextArea(
                id="2",
                label="Yrke och arbetsuppgifter",
                required=True,
                field_id="nuvarandeArbete",
                max_length=LONGEST_TEXT,
            ),
        ),
    ),
    Section(
        id="diagnos",
        heading="Diagnos",
        questions=(
            RadioBoolean(
                id="3",
                label="Ska diagnosen förmedlas till arbetsgivaren?",
                short_label="Förmedla diagnos",
                required=True,
                field_id="onskarFormedlaDiagnos",
            ),
            LegacyDiagnosisRows(
                id="4",
                label="Diagnos/diagnoser",
                short_label="Diagnos",
                hint="Sök på kod eller text. Ange först den diagnos som påverkar arbetsförmågan mest.",
                required=True,
                visible_when=equals("3", True),
            ),
        ),
    ),
    Section(
        id="arbetsformaga",
        heading="Arbetsförmåga",
        questions=(
            TextArea(
                id="5",
                label="Hur sjukdomen sätter ned arbetsförmågan",
                short_label="Nedsatt arbetsförmåga",
                required=True,
                field_id="nedsattArbetsformaga",
                max_length=None,
            ),
            asked(
                "6",
                "Finns arbetsförmåga trots sjukdom?",
                told(
                    "6.2",
                    "Beskrivning av arbetsförmågan",
                    LONGEST_TEXT,
                    after="6",
                    field="arbetsformagaTrotsSjukdomBeskrivning",
                ),
                short="Arbetsförmåga trots sjukdom",
                field="arbetsformagaTrotsSjukdom",
            ),
        ),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            Integer(
                id="7.1",
                label="Nedsättning i procent",
                short_label="Nedsättning",
                required=True,
                field_id="sjukskrivningsgrad",
                minimum=0,
                maximum=100,
                unit="%",
                quantity_unit="%",
                allows_leading_zeros=False,
            ),
            DateRange(
                id="7.2",
                label="Period för nedsättningen",
                short_label="Period",
                hint="I fältet t.o.m. går det att skriva antal: d7 = 7 dagar, v2 = 2 veckor.",
                required=True,
                field_id="sjukskrivningsperiod",
                error_fields=FieldNames("from", "tom", "tom"),
                preset=_from_today,
            ),
            Message(
                id="7.3",
                label="Perioden är längre än 14 dagar. Då ska AG7804 användas i stället.",
                level=Level.INFO,
                visible_when=spans("7.2", at_least=14),
                in_xml=False,
            ),
        ),
    ),
    Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(
            TextArea(
                id="8",
                label="Övriga upplysningar till arbetsgivaren",
                short_label="Övriga upplysningar",
                field_id="ovrigaUpplysningar",
                max_length=LONGEST_TEXT,
            ),
        ),
    ),
    Section(
        id="kontakt",
        heading="Kontakt",
        questions=(
            CheckboxBoolean(
                id="9",
                label="Kontakt med arbetsgivaren önskas",
                short_label="Kontakt",
                field_id="kontaktMedArbetsgivaren",
                children=(
                    told("9.2", "Anledning och kontaktperson", LONGEST_TEXT, after="9", field="anledningTillKontakt"),
                ),
            ),
        ),
    ),
    UNIT_SECTION,
)
