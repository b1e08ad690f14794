"""The form of the cause of death certificate: sections and questions in display order (doi.yaml)."""

from __future__ import annotations

from certificates.expressions import all_of, day, equals, has, known, later, not_
from certificates.questions.cause_of_death import CauseOfDeath, Specification
from certificates.questions.causes_of_death import CausesInOrder, ContributingCauses
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.heading import Heading
from certificates.questions.limits import TODAY
from certificates.questions.mapped_choice import NO, NULL_FLAVOR, YES, MappedChoice, MappedOption
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.svar import Cv
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.types.base import CrossRule, FirstOf, Section
from certificates.types.death import (
    CHILD,
    DATE_AND_PLACE,
    address_section,
    identity_section,
    not_after_death,
    within_four_weeks,
)
from certificates.types.unit_section import LEGACY_UNIT_SECTION

LONGEST_ADDRESS = 50

_SNOMED_CT = "1.2.752.116.2.1.1.1"
_NOT_KNOWN = Cv("NI", NULL_FLAVOR, "Uppgift saknas")
SPECIFICATIONS = (
    Specification("PLOTSLIG", "Akut", Cv("424124008", _SNOMED_CT, "plötslig debut och/eller kort duration")),
    Specification("KRONISK", "Kronisk", Cv("90734009", _SNOMED_CT, "kronisk")),
    Specification("UPPGIFT_SAKNAS", "Uppgift saknas", _NOT_KNOWN),
)
INTENTION = options(
    "e5d1d1fb-d918-47b4-9e69-483d3be523ee",
    OLYCKSFALL="Olycksfall",
    SJALVMORD="Självmord",
    AVSIKTLIGT_VALLAD="Avsiktligt vållad av annan",
    OKLART="Oklart om avsikt förelegat",
)
SOURCES = options(
    "f9051865-b97c-4ee3-98ab-db2b7a11176e",
    UNDERSOKNING_FORE_DODEN="Undersökning före döden",
    UNDERSOKNING_EFTER_DODEN="Yttre undersökning efter döden",
    KLINISK_OBDUKTION="Klinisk obduktion",
    RATTSMEDICINSK_OBDUKTION="Rättsmedicinsk obduktion",
    RATTSMEDICINSK_BESIKTNING="Rättsmedicinsk likbesiktning",
)
_OPERATED = has("11", "JA")
_INJURED = equals("12", True)

TERMINAL = CauseOfDeath(
    id="8",
    label="Den terminala dödsorsaken var",
    short_label="Terminal dödsorsak",
    help="Den sjukdom eller skada som direkt ledde till döden, inte sättet att dö på.",
    required=True,
    options=SPECIFICATIONS,
    max_length=120,
)
COURSE = CausesInOrder(
    id="9",
    label="Som var en följd av",
    hint="Fyll i raderna uppifrån, den senaste först och den ursprungliga orsaken sist.",
    options=SPECIFICATIONS,
    row_fields=("9.1.0", "9.1.1", "9.1.2"),
    max_length=80,
)
CONTRIBUTING = ContributingCauses(
    id="10",
    label="Andra sjukdomar eller skador som bidragit till dödsfallet",
    short_label="Bidragande orsaker",
    hint="Skriv dem i ordning efter betydelse.",
    options=SPECIFICATIONS,
    max_length=55,
)


def _not_after_terminal_cause(number: int) -> FirstOf:
    """The first dated row of the course is not later than the terminal cause; the rows below follow from it."""
    row, above = COURSE.row_ids[number], COURSE.row_ids[:number]
    undated = (not_(known(day(COURSE.id, other))) for other in above)
    rule = CrossRule(
        question=COURSE.id,
        when=all_of(later(day(COURSE.id, row), day(TERMINAL.id)), *undated),
        text="Ange datumet för den terminala dödsorsaken eller ett tidigare datum.",
        field=COURSE.row_fields[number],
        part=f"{row}.date",
    )
    return FirstOf((rule,))


SECTIONS = (
    address_section(longest_sent=LONGEST_ADDRESS),
    identity_section(
        TextLine(
            id="14",
            label="Land",
            hint="Om den avlidne inte var stadigvarande bosatt i Sverige.",
            max_length=24,
        )
    ),
    DATE_AND_PLACE,
    CHILD,
    Section(
        id="terminalDodsorsak",
        heading="Läkarens utlåtande om dödsorsaken",
        short_heading="Dödsorsak",
        questions=(
            TERMINAL,
            Heading(
                id="6",
                label="Sjukdoms- eller skadeförlopp som ledde till den terminala dödsorsaken",
                in_xml=False,
                children=(COURSE,),
            ),
            CONTRIBUTING,
        ),
        rules=(
            *not_after_death(TERMINAL.id, part="A.date"),
            *(_not_after_terminal_cause(number) for number in range(len(COURSE.row_ids))),
            *(
                rule
                for row in CONTRIBUTING.row_ids
                for rule in not_after_death(CONTRIBUTING.id, row=row, part=f"{row}.date")
            ),
        ),
    ),
    Section(
        id="operation",
        heading="Opererad inom fyra veckor före döden",
        short_heading="Operation",
        questions=(
            MappedChoice(
                id="11",
                label="Opererad inom fyra veckor före döden",
                short_label="Operation",
                required=True,
                options=(
                    MappedOption("JA", "Ja", (("11.1", YES),)),
                    MappedOption("NEJ", "Nej", (("11.1", NO),)),
                    MappedOption("UPPGIFT_SAKNAS", "Uppgift om operation saknas", (("11.1", _NOT_KNOWN),)),
                ),
                children=(
                    Date(
                        id="11.2",
                        label="Operationsdatum",
                        required=True,
                        under_option="JA",
                        visible_when=_OPERATED,
                        latest=TODAY,
                    ),
                    TextLine(
                        id="11.3",
                        label="Tillstånd som föranledde ingreppet",
                        required=True,
                        under_option="JA",
                        visible_when=_OPERATED,
                        max_length=31,
                    ),
                ),
            ),
        ),
        rules=(within_four_weeks("11.2", text="Operationen får ligga högst fyra veckor före dödsdatumet."),),
    ),
    Section(
        id="forgiftning",
        heading="Skada/förgiftning",
        questions=(
            RadioBoolean(
                id="12",
                label="Dödsfall i samband med skada eller förgiftning",
                short_label="Skada/förgiftning",
                required=True,
                children=(
                    CodeRadio(
                        id="12.2",
                        label="Orsak och eventuell avsikt",
                        required=True,
                        under_option="true",
                        visible_when=_INJURED,
                        options=INTENTION,
                    ),
                    Date(
                        id="12.3",
                        label="Datum för skada/förgiftning",
                        required=True,
                        under_option="true",
                        visible_when=_INJURED,
                        latest=TODAY,
                    ),
                    TextArea(
                        id="12.4",
                        label="Kort beskrivning av hur skadan/förgiftningen uppkom",
                        short_label="Beskrivning",
                        required=True,
                        under_option="true",
                        visible_when=_INJURED,
                        max_length=150,
                    ),
                ),
            ),
        ),
        rules=not_after_death("12.3"),
    ),
    Section(
        id="dodsorsaksUppgifter",
        heading="Dödsorsaksuppgifterna grundar sig på",
        short_heading="Underlag",
        questions=(
            CodeCheckboxes(
                id="13",
                label="Vad dödsorsaksuppgifterna grundar sig på",
                short_label="Underlag",
                required=True,
                options=SOURCES,
            ),
        ),
    ),
    LEGACY_UNIT_SECTION,
)
