"""What the two certificates of death share: roles, address, identity, date and place of death (db.yaml, doi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.expressions import (
    BIRTH,
    Facts,
    all_of,
    answered,
    day,
    equals,
    known,
    later,
    not_,
)
from certificates.questions.base import Autofill, Question
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.heading import Heading
from certificates.questions.limits import BIRTH as DAY_OF_BIRTH
from certificates.questions.limits import TODAY
from certificates.questions.message import Level, Message
from certificates.questions.messages import BEFORE_BIRTH, ErrorId
from certificates.questions.patient_address import PatientAddress
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_line import TextLine
from certificates.questions.typeahead import Typeahead
from certificates.questions.uncertain_date import UncertainDate
from certificates.types.base import CrossRule, FirstOf, Section
from terminology.code_systems import KOMMUN

ADDRESS = "patient_address"
CARRIED = ("1", "2.1", "2.2", "2.2.1", "2.3", "3.1", "3.2", "4")
"""Answers that DOI takes from DB (doi.yaml, copy_from_db): the questions that both ask."""

CHILD_DAYS = 28
FOUR_WEEKS = 28

DEATH = day("2.2")
"""The day of death, where it is certain."""
FOUND = day("2.3")

NOT_AFTER_DEATH = "Ange dödsdatumet eller ett tidigare datum."
NOT_AFTER_FOUND = "Ange datumet för anträffad död eller ett tidigare datum."

PLACES = options(
    "65f0069f-14b5-4634-b187-5193580a3349",
    SJUKHUS="Sjukhus",
    ORDINART_BOENDE="Ordinärt boende",
    SARSKILT_BOENDE="Särskilt boende",
    ANNAN="Annan/okänd",
)
UNCERTAIN_DATE = UncertainDate(
    id="2.2.1",
    label="Dödsdatum, så långt det är känt",
    short_label="Dödsdatum",
    hint="Välj år och månad, eller 0000 och 00 för det som inte är känt.",
    required=True,
    sub_answer_id="2.2",
    under_option="false",
    visible_when=equals("2.1", False),
)

_AGE_IS_KNOWN = all_of(known(DEATH), known(BIRTH))
_AFTER_CHILD_DAYS = later(DEATH, BIRTH, by_more_than=CHILD_DAYS)
_WAS_CHILD = all_of(_AGE_IS_KNOWN, not_(_AFTER_CHILD_DAYS))


@dataclass(frozen=True, slots=True)
class _DiedAfterFound:
    """What is known of an uncertain date of death lies after the month in which the body was found."""

    @property
    def questions(self) -> frozenset[str]:
        return frozenset({UNCERTAIN_DATE.id}) | FOUND.questions

    def holds(self, facts: Facts) -> bool:
        found = FOUND.of(facts)
        value = UNCERTAIN_DATE.tidy(facts.value(UNCERTAIN_DATE.id))
        return found is not None and UNCERTAIN_DATE.lies_after(value, found)


def not_after_death(question: str, *, row: str = "", part: str = "") -> tuple[CrossRule, ...]:
    """The day of a question, or of one of its rows, is not after the day of death, or the day the body was found."""
    asked = day(question, row)
    return (
        CrossRule(question=question, when=later(asked, DEATH), text=NOT_AFTER_DEATH, part=part),
        CrossRule(question=question, when=later(asked, FOUND), text=NOT_AFTER_FOUND, part=part),
    )


def within_four_weeks(question: str, *, text: str) -> FirstOf:
    """The day is one of the last four weeks before death; only the first fault is told (db.yaml 6.3, doi.yaml 11.2)."""
    asked = day(question)
    after_death, after_found = not_after_death(question)
    too_early = CrossRule(question=question, when=later(DEATH, asked, by_more_than=FOUR_WEEKS), text=text)
    unborn = CrossRule(question=question, when=later(BIRTH, asked), error=ErrorId.DATE_TOO_EARLY, text=BEFORE_BIRTH)
    return FirstOf((after_death, too_early, after_found, unborn))


def address_section(*, longest_sent: int | None = None) -> Section:
    """The address of the deceased (death-certificates.md 10)."""
    return Section(
        id="patientuppgifter",
        heading="Patientuppgifter",
        questions=(
            PatientAddress(
                id=ADDRESS,
                label="Den avlidnes adress",
                short_label="Adress",
                required=True,
                longest_sent=longest_sent,
            ),
        ),
    )


def identity_section(*more: Question) -> Section:
    return Section(
        id="kompletterandePatientuppgifter",
        heading="Kompletterande patientuppgifter",
        short_heading="Identitet",
        questions=(
            TextLine(
                id="1",
                label="Identiteten styrkt genom",
                short_label="Identitet",
                hint="Till exempel körkort, pass eller uppgift från närstående.",
                required=True,
                max_length=27,
            ),
            *more,
        ),
    )


DATE_AND_PLACE = Section(
    id="dodsdatumDodsplats",
    heading="Dödsdatum och dödsplats",
    short_heading="Datum och plats",
    questions=(
        Heading(
            id="2",
            label="Dödsdatum",
            in_xml=False,
            children=(
                RadioBoolean(
                    id="2.1",
                    label="Dödsdatum säkert",
                    required=True,
                    true_text="Säkert",
                    false_text="Ej säkert",
                    children=(
                        Date(
                            id="2.2",
                            label="Dödsdatum",
                            required=True,
                            under_option="true",
                            visible_when=equals("2.1", True),
                            earliest=DAY_OF_BIRTH,
                            latest=TODAY,
                        ),
                        UNCERTAIN_DATE,
                        Date(
                            id="2.3",
                            label="Anträffad död",
                            required=True,
                            under_option="false",
                            visible_when=equals("2.1", False),
                            earliest=DAY_OF_BIRTH,
                            latest=TODAY,
                        ),
                    ),
                ),
            ),
        ),
        Heading(
            id="3",
            label="Dödsplats",
            in_xml=False,
            children=(
                Typeahead(
                    id="3.1",
                    label="Kommun",
                    hint="Är dödsplatsen okänd: kommunen där kroppen påträffades.",
                    required=True,
                    code_system=KOMMUN,
                    max_length=28,
                ),
                CodeRadio(
                    id="3.2",
                    label="Boende där kroppen påträffades",
                    short_label="Boende",
                    required=True,
                    options=PLACES,
                ),
            ),
        ),
    ),
    rules=(CrossRule(question="2.3", when=_DiedAfterFound(), text="Ange dödsdatumet eller ett senare datum."),),
)

CHILD = Section(
    id="barnKategori",
    heading="Barn som avlidit senast 28 dygn efter födelsen",
    short_heading="Barn",
    questions=(
        RadioBoolean(
            id="4",
            label="Avlidet inom 28 dygn efter födelsen",
            short_label="Barn",
            required=True,
            disabled_when=answered("2.2"),
            autofill=(
                Autofill(_WAS_CHILD, True),
                Autofill(all_of(_AGE_IS_KNOWN, _AFTER_CHILD_DAYS), False),
            ),
            children=(
                Message(
                    id="4.1.1",
                    label="Svaret är Ja, eftersom dödsdatumet ligger högst 28 dagar efter födelsedatumet.",
                    level=Level.OBSERVE,
                    visible_when=_WAS_CHILD,
                ),
                Message(
                    id="4.1.2",
                    label="Svaret är Nej, eftersom dödsdatumet ligger mer än 28 dagar efter födelsedatumet.",
                    level=Level.OBSERVE,
                    visible_when=all_of(_AGE_IS_KNOWN, _AFTER_CHILD_DAYS),
                ),
            ),
        ),
    ),
    rules=(
        CrossRule(
            question="4",
            when=all_of(equals("4", True), _AGE_IS_KNOWN, _AFTER_CHILD_DAYS),
            text="Dödsdatumet ligger mer än 28 dagar efter födelsedatumet.",
        ),
        CrossRule(
            question="4",
            when=all_of(equals("4", False), _WAS_CHILD),
            text="Dödsdatumet ligger högst 28 dagar efter födelsedatumet.",
        ),
    ),
)
