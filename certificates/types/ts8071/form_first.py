"""The form of TS8071 up to the organs of movement (ts8071.yaml)."""

from __future__ import annotations

from certificates.expressions import has_any, not_
from certificates.questions.choice import one_of
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.date import Date
from certificates.questions.limits import TODAY
from certificates.questions.message import Level, Message
from certificates.questions.visual_acuity import VisualAcuity
from certificates.types.acuity import demanded
from certificates.types.base import Section
from certificates.types.follow_ups import asked
from certificates.types.transportstyrelsen import eyes, identity
from certificates.types.ts8071.variant import BASIS, BUS_OR_TAXI, CONCERNS, CORRECTION_NEEDED, OPTICIAN, Variant


def first_sections() -> tuple[Section, ...]:
    """What the certificate is about and based on, and who the patient is."""
    return (
        Section(
            id="KAT_0.0",
            heading="Intyget avser",
            questions=(
                CodeCheckboxes(
                    id="1",
                    label="Intyget avser",
                    required=True,
                    options=CONCERNS,
                    excludes=one_of(CONCERNS.codes - {"tax_leg"}),
                    children=(
                        Message(
                            id="taxi",
                            label="Välj taxiförarlegitimation bara om personen saknar en sådan och ansöker om den med "
                            "det här intyget.",
                            level=Level.OBSERVE,
                        ),
                    ),
                ),
            ),
        ),
        Section(
            id="KAT_0.1",
            heading="Intyget är baserat på",
            questions=(
                CodeRadio(
                    id="2",
                    label="Intyget är baserat på",
                    required=True,
                    options=BASIS,
                    children=(
                        Date(
                            id="2.2",
                            label="Datum för undersökning eller kontakt",
                            short_label="Datum",
                            required=True,
                            visible_when=has_any("2", ("distkont", "undersokn")),
                            latest=TODAY,
                        ),
                    ),
                ),
            ),
        ),
        Section(id="KAT_0.2", heading="Identitet", questions=(identity("3"),)),
    )


def vision(variant: Variant) -> tuple[Section, ...]:
    """Hidden from KAT_1.1 on when an optician sends in the values."""
    return (
        Section(
            id="KAT_1.0",
            heading="Synfunktioner",
            questions=(
                asked("4", "Intyg om synfunktioner skickas in av legitimerad optiker", short="Intyg från optiker"),
            ),
        ),
        Section(
            id="KAT_1.1",
            heading="Synskärpa",
            visible_when=not_(OPTICIAN),
            rules=demanded("5", ("5.4", "5.5", "5.6"), (CORRECTION_NEEDED, "Ange ett svar.")),
            questions=(
                VisualAcuity(
                    id="5",
                    label="Synskärpa",
                    help="Värdena utan korrektion ska alltid finnas. Värdena med korrektion behövs när synskärpan utan "
                    "korrektion är under 0,8 på båda ögonen eller under 0,1 på något av dem. Är synskärpan lägre än "
                    "0,1 skriver du 0,0.",
                    required=True,
                    eyes=eyes(1, svar="5"),
                ),
                *variant.correction,
            ),
        ),
        Section(
            id="KAT_1.2",
            heading="Anamnesfrågor",
            visible_when=not_(OPTICIAN),
            questions=(
                asked(
                    "7.1",
                    "Uppgift om ögonsjukdom eller synnedsättning",
                    variant.told("7.2", "Vilken ögonsjukdom eller synnedsättning", after="7.1"),
                    short="Ögonsjukdom",
                ),
                asked(
                    "7.3",
                    "Annan sjukdomshistorik som kan påverka synfunktionerna",
                    variant.told("7.4", "Vad", after="7.3"),
                    short="Annan sjukdomshistorik",
                ),
            ),
        ),
    )


def hearing_and_movement(variant: Variant) -> tuple[Section, ...]:
    return (
        Section(
            id="KAT_2",
            heading="Balanssinne",
            questions=(
                asked(
                    "8",
                    "Överraskande anfall av balansrubbningar eller yrsel",
                    variant.told("8.2", "Typ av anfall och tidpunkt", after="8"),
                    short="Balans eller yrsel",
                ),
            ),
        ),
        Section(
            id="KAT_3",
            heading="Hörsel",
            visible_when=variant.hearing_when,
            questions=(
                asked("9.1", "Svårt att uppfatta samtalsstämma på fyra meter", short="Samtalsstämma"),
                asked("9.2", "Behöver hörapparat för att uppfatta samtalsstämma", variant.ears, short="Hörapparat"),
            ),
        ),
        Section(
            id="KAT_4",
            heading="Rörelseorganens funktioner",
            short_heading="Rörelseorganen",
            questions=(
                asked(
                    "10.1",
                    "Sjukdom eller funktionsnedsättning som påverkar rörligheten",
                    variant.told("10.2", "Vilken sjukdom eller funktionsnedsättning", after="10.1"),
                    short="Rörlighet",
                ),
                asked("10.3", "Kan inte hjälpa passagerare", when=BUS_OR_TAXI),
            ),
        ),
    )
