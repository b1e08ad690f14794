"""The form of the death certificate: sections and questions in display order (db.yaml)."""

from __future__ import annotations

from certificates.expressions import all_of, equals, has
from certificates.questions.base import Autofill
from certificates.questions.date import Date
from certificates.questions.limits import TODAY
from certificates.questions.mapped_choice import NO, YES, MappedChoice, MappedOption
from certificates.questions.message import Level, Message
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.svar import Cv
from certificates.types.base import CrossRule, Section
from certificates.types.death import CHILD, DATE_AND_PLACE, address_section, identity_section, within_four_weeks
from certificates.types.unit_section import LEGACY_UNIT_SECTION

DETAILS = "da46dd8c-b3f1-4e39-8d62-777d069213ea"
_EXAMINED = "UNDERSOKNING_GJORT_KORT_FORE_DODEN"
_TO_BE_EXAMINED = "UNDERSOKNING_SKA_GORAS"
_POLICE_IS_CALLED = has("6", _TO_BE_EXAMINED)

SECTIONS = (
    address_section(),
    identity_section(),
    DATE_AND_PLACE,
    CHILD,
    Section(
        id="explosivtImplantat",
        heading="Explosivt implantat",
        short_heading="Implantat",
        questions=(
            RadioBoolean(
                id="5",
                label="Implantat som kan explodera vid kremering",
                short_label="Implantat",
                help="Till exempel pacemaker, defibrillator eller annat implantat med batteri.",
                required=True,
                children=(
                    RadioBoolean(
                        id="5.2",
                        label="Har implantatet avlägsnats",
                        required=True,
                        under_option="true",
                        visible_when=equals("5", True),
                    ),
                ),
            ),
        ),
    ),
    Section(
        id="undersokningYttre",
        heading="Yttre undersökning",
        short_heading="Undersökning",
        questions=(
            MappedChoice(
                id="6",
                label="Yttre undersökning av kroppen genomförd",
                short_label="Yttre undersökning",
                required=True,
                options=(
                    MappedOption("JA", "Ja", (("6.1", YES),)),
                    MappedOption(
                        _TO_BE_EXAMINED,
                        "Nej, rättsmedicinsk undersökning ska göras",
                        (
                            ("6.1", NO),
                            (
                                "6.2",
                                Cv("UNDERSOKNING_SKA_GORAS", DETAILS, "Rättsmedicinsk undersökning ska göras"),
                            ),
                        ),
                    ),
                    MappedOption(
                        _EXAMINED,
                        "Nej, den avlidne undersökt kort före döden",
                        (
                            ("6.1", NO),
                            (
                                "6.2",
                                Cv("UNDERSOKNING_GJORT", DETAILS, "Den avlidne undersökt kort före döden"),
                            ),
                        ),
                    ),
                ),
                children=(
                    Date(
                        id="6.3",
                        label="Undersökningsdatum",
                        required=True,
                        under_option=_EXAMINED,
                        visible_when=has("6", _EXAMINED),
                        latest=TODAY,
                        limits_are_format=True,
                    ),
                ),
            ),
        ),
        rules=(within_four_weeks("6.3", text="Undersökningen får ligga högst fyra veckor före dödsdatumet."),),
    ),
    Section(
        id="polisanmalan",
        heading="Polisanmälan",
        help="Dödsfallet ska anmälas till polisen när döden kan ha orsakats av någon annan, av en olycka eller av "
        "personen själv, när fel eller försummelse i vården kan misstänkas, när missbruk kan ha bidragit, och när den "
        "avlidnes identitet är okänd.",
        questions=(
            RadioBoolean(
                id="7",
                label="Finns skäl för polisanmälan",
                short_label="Polisanmälan",
                required=True,
                true_text="Ja, dödsfallet anmäls och dödsbeviset lämnas till polisen",
                disabled_when=_POLICE_IS_CALLED,
                autofill=(Autofill(_POLICE_IS_CALLED, True),),
                children=(
                    Message(
                        id="7.1.1",
                        label="Svaret är Ja, eftersom en rättsmedicinsk undersökning ska göras.",
                        level=Level.OBSERVE,
                        visible_when=_POLICE_IS_CALLED,
                    ),
                    Message(
                        id="7.1.2",
                        label="Skriv även ut dödsbeviset och skicka det med post till polisen.",
                        visible_when=equals("7", True),
                    ),
                ),
            ),
        ),
        rules=(
            CrossRule(
                question="7",
                when=all_of(_POLICE_IS_CALLED, equals("7", False)),
                text="En rättsmedicinsk undersökning kräver polisanmälan.",
            ),
        ),
    ),
    LEGACY_UNIT_SECTION,
)
