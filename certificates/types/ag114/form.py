"""The form of AG1-14 version 2.0."""

from __future__ import annotations

from certificates.expressions import spans
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.date_range import DateRange
from certificates.questions.integer import Integer
from certificates.questions.message import Level, Message
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.employers import diagnosis_section
from certificates.types.follow_ups import asked, told
from certificates.types.sick_leave_v2 import basis
from certificates.types.unit_section import UNIT_SECTION

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(basis("10"),),
    ),
    Section(
        id="KAT_2",
        heading="Sysselsättning",
        short_heading="Sysselsättning",
        questions=(
            TextArea(
                id="1",
                label="Ordinarie arbete: yrke och arbetsuppgifter",
                short_label="Arbete",
                required=True,
                max_length=None,
            ),
        ),
    ),
    diagnosis_section("KAT_3", disclosure="3", diagnosis="4"),
    Section(
        id="KAT_4",
        heading="Arbetsförmåga",
        short_heading="Arbetsförmåga",
        questions=(
            TextArea(
                id="5",
                label="Hur sjukdomen sätter ned arbetsförmågan",
                short_label="Nedsättning",
                help="Skriv vad patienten har svårt att göra i sitt arbete. Skriv inte diagnosen om patienten inte "
                "vill att arbetsgivaren får veta den.",
                required=True,
                max_length=None,
            ),
            asked(
                "6",
                "Finns arbetsförmåga trots sjukdom?",
                told("6.2", "Beskrivning av arbetsförmågan", None, after="6"),
            ),
        ),
    ),
    Section(
        id="KAT_5",
        heading="Bedömning",
        short_heading="Bedömning",
        questions=(
            Integer(
                id="7",
                label="Nedsättning i procent",
                short_label="Procent",
                required=True,
                minimum=1,
                maximum=100,
                unit="%",
            ),
            DateRange(id="7.2", label="Period för nedsättningen", short_label="Period", required=True),
            Message(
                id="messageArbetsformaga",
                label="För en period längre än 14 dagar används AG7804 i stället. Det skapas från FK 7804.",
                level=Level.INFO,
                visible_when=spans("7.2", at_least=14),
            ),
        ),
    ),
    Section(
        id="KAT_6",
        heading="Övrigt",
        short_heading="Övrigt",
        questions=(TextArea(id="8", label="Övriga upplysningar till arbetsgivaren", max_length=None),),
    ),
    Section(
        id="KAT_7",
        heading="Kontakt",
        short_heading="Kontakt",
        questions=(
            CheckboxBoolean(
                id="9",
                label="Kontakt med arbetsgivaren önskas (patienten har samtyckt)",
                short_label="Kontakt",
                children=(told("9.2", "Anledning, kontaktperson och kontaktuppgifter", None, after="9"),),
            ),
        ),
    ),
    UNIT_SECTION,
)
