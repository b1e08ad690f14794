"""The form of AF00251: sections and questions in display order (af00251.yaml)."""

from __future__ import annotations

from certificates.expressions import answered, days_from_today, equals, has
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.heading import Heading
from certificates.questions.integer import Integer
from certificates.questions.message import Level, Message
from certificates.questions.percent_periods import PercentPeriods
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.follow_ups import asked, told
from certificates.types.unit_section import LEGACY_UNIT_SECTION

BASIS = options("FKMU_0001", UNDERSOKNING="Min undersökning av patienten", ANNAT="Annat")
EXTENT = options("1.2.752.129.5.1.2", HELTID="Heltid (40 timmar/vecka)", DELTID="Deltid", OKAND="Okänd")
PROGNOSIS = options(
    "1.2.752.129.5.1.3",
    ATERGA_UTAN_ANPASSNING="Patienten kan återgå utan anpassning",
    ATERGA_MED_ANPASSNING="Patienten kan återgå med anpassning",
    KAN_EJ_ATERGA="Patienten kan inte återgå",
    EJ_MOJLIGT_AVGORA="Det är inte möjligt att avgöra om patienten kan återgå",
)

SECTIONS = (
    Section(
        id="medicinsktUnderlag",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(
            DateCheckboxes(
                id="1",
                label="Intyget är baserat på",
                required=True,
                renew=False,
                options=BASIS,
                limits_are_format=True,
                children=(
                    TextArea(
                        id="1.3",
                        label="Ange vad annat är",
                        required=True,
                        renew=False,
                        under_option="ANNAT",
                        visible_when=has("1", "ANNAT"),
                        max_length=None,
                    ),
                ),
            ),
        ),
    ),
    Section(
        id="arbetsmarknadsPolitisktProgram",
        heading="Arbetsmarknadspolitiskt program",
        short_heading="Program",
        questions=(
            Heading(
                id="2",
                label="Patientens program",
                in_xml=False,
                children=(
                    TextArea(
                        id="2.1",
                        label="Patientens aktiviteter i programmet",
                        short_label="Aktiviteter",
                        required=True,
                        sent_when=answered("2.2"),
                        max_length=None,
                    ),
                    CodeRadio(
                        id="2.2",
                        label="Programmets omfattning",
                        required=True,
                        options=EXTENT,
                        children=(
                            Integer(
                                id="2.3",
                                label="Timmar per vecka",
                                required=True,
                                under_option="DELTID",
                                visible_when=equals("2.2", "DELTID"),
                                minimum=1,
                                maximum=39,
                                unit="timmar",
                                quantity_unit="h",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Section(
        id="konsekvenser",
        heading="Sjukdomens konsekvenser för patienten",
        short_heading="Konsekvenser",
        questions=(
            TextArea(
                id="3",
                label="Funktionsnedsättning",
                help="Skriv vilka funktioner som är nedsatta, hur mycket, och vad bedömningen bygger på.",
                required=True,
                max_length=None,
            ),
            TextArea(
                id="4",
                label="Aktivitetsbegränsning",
                help="Skriv vad patienten har svårt att göra i programmet, gärna med exempel.",
                required=True,
                max_length=None,
            ),
        ),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            RadioBoolean(
                id="5",
                label="Förhindrad att delta i aktiviteter",
                short_label="Förhindrad att delta",
                required=True,
                children=(
                    PercentPeriods(
                        id="6",
                        label="Omfattning och tidsperiod",
                        short_label="Perioder",
                        required=True,
                        renew=False,
                        under_option="true",
                        visible_when=equals("5", True),
                        children=(
                            Message(
                                id="earlyStartDate",
                                label="En period börjar mer än en vecka bakåt i tiden. Kontrollera att den är rätt.",
                                level=Level.OBSERVE,
                                visible_when=days_from_today("6", below=-7),
                            ),
                        ),
                    ),
                ),
            ),
            asked(
                "7",
                "Kan frånvaroperioden förkortas eller minskas med anpassning",
                told("7.2", "Vilka anpassningar", None, after="7"),
                short="Anpassning",
            ),
            CodeRadio(
                id="8",
                label="Bedömning efter frånvaroperioden",
                short_label="Efter frånvaron",
                required=True,
                options=PROGNOSIS,
                children=(told("8.2", "Vilka anpassningar", None, after="8", answer="ATERGA_MED_ANPASSNING"),),
            ),
        ),
    ),
    LEGACY_UNIT_SECTION,
)
