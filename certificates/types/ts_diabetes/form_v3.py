"""The form of TS diabetes 3.0 (ts_diabetes.yaml, ``version_3``)."""

from __future__ import annotations

from dataclasses import replace

from certificates.expressions import all_of, any_of, equals, has, has_any, not_, number_below
from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.limits import BIRTH, TODAY
from certificates.questions.message import Level, Message
from certificates.questions.messages import ErrorId
from certificates.questions.text_line import TextLine
from certificates.questions.visual_acuity import VisualAcuity
from certificates.questions.year import Year
from certificates.types.acuity import demanded, demanded_of_started_eyes
from certificates.types.base import Section
from certificates.types.follow_ups import asked
from certificates.types.receiver_parts_ts import HIGHER_CLASSES
from certificates.types.transportstyrelsen import (
    ACUITY_HELP,
    CLASSES,
    LOWER_CLASSES,
    ORDER_IN_COLUMNS,
    TYPE_1,
    TYPE_2,
    UNIT_SECTION,
    concerned,
    eyes,
    identity,
    requirements_met,
)
from certificates.types.ts_diabetes.form_parts import (
    FURTHER,
    OTHER_TYPE,
    SPECIALIST,
    last_time,
    type_of_diabetes,
    year_of_diagnosis,
)

AT_RISK = any_of(has("109", "109.3"), equals("109.7", True))
IMPAIRED = equals("37", True)
"""Hypoglycaemia with signs of an impaired brain function."""
CONCERNS_HIGHER = has_any("1", HIGHER_CLASSES)
EYES = eyes(2)
SENT_SEPARATELY = has("8", "8.1")

_FIELDS = {
    "8.1": "synfunktion.skickasSeparat",
    "8.2": "synfunktion.hoger.utanKorrektion",
    "8.3": "synfunktion.vanster.utanKorrektion",
    "8.4": "synfunktion.binokulart.utanKorrektion",
    "8.5": "synfunktion.hoger.medKorrektion",
    "8.6": "synfunktion.vanster.medKorrektion",
    "8.7": "synfunktion.binokulart.medKorrektion",
}
_RIGHT, _LEFT, _BOTH = (eye.without for eye in EYES)
_IS_WANTED = not_(SENT_SEPARATELY)
_BOTH_EYES_LOW = all_of(number_below("8", _RIGHT, 0.8), number_below("8", _LEFT, 0.8))
_ONE_EYE_LOWEST = any_of(number_below("8", _RIGHT, 0.1), number_below("8", _LEFT, 0.1))

ACUITY_RULES = (
    *demanded(
        "8",
        (_RIGHT, _LEFT, _BOTH),
        (all_of(_IS_WANTED, equals("103", False)), "Ange ett svar."),
        fields=_FIELDS,
    ),
    *demanded_of_started_eyes(
        "8",
        EYES,
        (
            all_of(_IS_WANTED, has_any("1", LOWER_CLASSES), number_below("8", _BOTH, 0.5)),
            "Ange värde med korrektion: binokulärt är under 0,5.",
        ),
        (
            all_of(_IS_WANTED, CONCERNS_HIGHER, _BOTH_EYES_LOW),
            "Ange värde med korrektion: båda ögonen är under 0,8 utan korrektion.",
        ),
        (
            all_of(_IS_WANTED, CONCERNS_HIGHER, _ONE_EYE_LOWEST),
            "Ange värde med korrektion: ett öga är under 0,1 utan korrektion.",
        ),
        fields=_FIELDS,
    ),
)
"""R12 to R15."""


TREATMENT = BooleanGroup(
    id="109",
    label="Behandling",
    field_id="allmant.behandling",
    required=True,
    boxes=(
        Box("109.1", "Endast kost", sends_unticked=True),
        Box("109.2", "Tabletter", sends_unticked=True),
        Box("109.3", "Insulin", sends_unticked=True),
        Box("109.5", "Annan behandling", sends_unticked=True),
    ),
    children=(
        Year(
            id="109.4",
            label="Insulin sedan år",
            field_id="allmant.behandling.insulinSedanAr",
            under_option="109.3",
            required=True,
            visible_when=has("109", "109.3"),
            earliest=BIRTH,
            latest=TODAY,
        ),
        TextLine(
            id="109.6",
            label="Vilken annan behandling",
            field_id="allmant.behandling.annanBehandlingBeskrivning",
            under_option="109.5",
            required=True,
            visible_when=has("109", "109.5"),
            max_length=53,
        ),
        asked(
            "109.7",
            "Behandlingen medför risk för hypoglykemi",
            short="Risk för hypoglykemi",
            field="allmant.behandling.riskHypoglykemi",
            when=has_any("109", ("109.2", "109.5")),
        ),
    ),
)

SECTIONS = (
    Section(
        id="intygAvser",
        heading="Intyget avser",
        questions=(concerned(CLASSES, field="intygAvser.kategorier"),),
    ),
    Section(
        id="identitetStyrktGenom",
        heading="Identitet",
        questions=(replace(identity(order=ORDER_IN_COLUMNS), field_id="identitetStyrktGenom.typ"),),
    ),
    Section(
        id="allmant",
        heading="Allmänt",
        questions=(
            year_of_diagnosis(field="allmant.diabetesDiagnosAr"),
            type_of_diabetes(
                TYPE_1,
                TYPE_2,
                OTHER_TYPE,
                field="allmant.typAvDiabetes",
                text_field="allmant.beskrivningAnnanTypAvDiabetes",
            ),
            TREATMENT,
        ),
    ),
    Section(
        id="hypoglykemier",
        heading="Hypoglykemier",
        visible_when=AT_RISK,
        questions=(
            asked("41", "Egenkontroller av blodsocker", field="hypoglykemier.egenkontrollBlodsocker", when=AT_RISK),
            asked(
                "37",
                "Hypoglykemier med tecken på nedsatt hjärnfunktion",
                field="hypoglykemier.nedsattHjarnfunktion",
                when=AT_RISK,
            ),
            asked(
                "100",
                "Sjukdomen är under godtagbar kontroll",
                field="hypoglykemier.sjukdomenUnderKontroll",
                when=IMPAIRED,
            ),
            asked(
                "110", "Förmåga att känna varningstecken", field="hypoglykemier.formagaVarningstecken", when=IMPAIRED
            ),
            asked(
                "106",
                "Återkommande allvarlig hypoglykemi det senaste året",
                last_time("106.2", after="106", field="hypoglykemier.aterkommandeSenasteTidpunkt"),
                field="hypoglykemier.aterkommandeSenasteAret",
                when=IMPAIRED,
            ),
            asked(
                "107",
                "Återkommande allvarlig hypoglykemi i vaket tillstånd de senaste tre månaderna",
                last_time("107.2", after="107", field="hypoglykemier.senasteTidpunktVaken"),
                field="hypoglykemier.aterkommandeSenasteKvartalet",
                when=IMPAIRED,
            ),
            asked(
                "108",
                "Allvarlig hypoglykemi i trafiken det senaste året",
                last_time("108.2", after="108", field="hypoglykemier.forekomstTrafikTidpunkt"),
                field="hypoglykemier.forekomstTrafik",
                when=IMPAIRED,
            ),
        ),
    ),
    Section(
        id="synfunktion",
        heading="Synfunktion",
        rules=ACUITY_RULES,
        questions=(
            asked("103", "Ögonsjukdom eller misstanke om sådan", field="synfunktion.misstankeOgonsjukdom"),
            Message(
                id="eye_certificate",
                label="Ett intyg om synfunktioner (TSTRK1032) från ögonläkare behövs också. Ange gärna diagnosen under "
                "Övrigt.",
                visible_when=equals("103", True),
            ),
            Message(
                id="acuity_basis",
                label="Värdena får hämtas ur ett aktuellt intyg från optiker. Ögonbottenfoto får användas.",
                level=Level.OBSERVE,
            ),
            VisualAcuity(
                id="8",
                label="Värden för synskärpa",
                short_label="Synskärpa",
                help=ACUITY_HELP,
                field_id="synfunktion",
                eyes=EYES,
                separate="8.1",
                sends_unticked=True,
                fields=_FIELDS,
            ),
        ),
    ),
    Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(replace(FURTHER, field_id="ovrigt", blanks_error=ErrorId.ONLY_BLANKS),),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(
            requirements_met(field="bedomning.uppfyllerBehorighetskrav"),
            asked(
                "45",
                "Lämplig att inneha högre behörighet med hänsyn till körningarna och arbetsformerna",
                short="Lämplig för högre behörighet",
                field="bedomning.lampligtInnehav",
                when=CONCERNS_HIGHER,
            ),
            replace(SPECIALIST, field_id="borUndersokasBeskrivning", blanks_error=ErrorId.ONLY_BLANKS),
        ),
    ),
    UNIT_SECTION,
)
