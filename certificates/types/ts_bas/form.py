"""The form of TS bas: what versions 6 and 7 have in common (ts_bas.yaml, sections)."""

from __future__ import annotations

from certificates.expressions import all_of, any_of, equals, has, has_any, number_at_least, number_below
from certificates.questions.base import Question
from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.choice import Layout, alone
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Options
from certificates.questions.message import Level, Message
from certificates.questions.text_area import TextArea
from certificates.questions.visual_acuity import Eye, VisualAcuity
from certificates.types.acuity import demanded, has_any_value
from certificates.types.base import CrossRule, Section
from certificates.types.follow_ups import asked, told
from certificates.types.receiver_parts_ts import HIGHER_CLASSES, ICD_10_SE
from certificates.types.transportstyrelsen import (
    CANNOT_DECIDE,
    CLASSES_OF_TS_BAS,
    LICENCES_OF_TS_BAS,
    ORDER_IN_COLUMNS,
    PASSENGER_CLASSES,
    TYPE_1,
    TYPE_2,
    UNIT_SECTION,
    identity,
)

CARRIES_PASSENGERS = has_any("1", PASSENGER_CLASSES)
DIABETES = Options(ICD_10_SE, (TYPE_1, TYPE_2))


def acuity_rules(eyes: tuple[Eye, ...]) -> tuple[CrossRule, ...]:
    """R33, R34 and R35: when corrected values are needed. Nothing is asked while an eye has no value at all."""
    right, left, together = (eye.without for eye in eyes)
    is_higher = has_any("1", HIGHER_CLASSES)
    started = all_of(*(has_any_value("8", eye) for eye in eyes))
    return demanded(
        "8",
        tuple(eye.corrected for eye in eyes),
        (
            all_of(started, has("1", "IAV10"), number_below("8", together, 0.5)),
            "Ange värde med korrektion: binokulärt är under 0,5 och intyget avser Annat.",
        ),
        (
            all_of(
                started,
                is_higher,
                *(number_at_least("8", part, 0.1) for part in (right, left)),
                *(number_below("8", part, 0.8) for part in (right, left)),
            ),
            "Ange värde med korrektion: båda ögonen är under 0,8 utan korrektion.",
        ),
        (
            all_of(started, is_higher, any_of(*(number_below("8", part, 0.1) for part in (right, left)))),
            "Ange värde med korrektion: ett öga är under 0,1 utan korrektion.",
        ),
    )


def sections(acuity: VisualAcuity, *before_unit: Section) -> tuple[Section, ...]:
    """The whole form around the table of acuity of one version."""
    return (*_first(), _vision(acuity), *_diseases(), *_treatment(), *_judgement(), *before_unit, UNIT_SECTION)


def _first() -> tuple[Section, ...]:
    return (
        Section(
            id="intygetAvser",
            heading="Intyget avser",
            help="C1 är medeltung och C tung lastbil, D1 mellanstor och D stor buss. E betyder med tungt släp. Annat "
            "används bara när Transportstyrelsen har begärt intyget i ett annat ärende.",
            questions=(
                CodeCheckboxes(
                    id="1",
                    label="Intyget avser behörighet",
                    short_label="Behörighet",
                    required=True,
                    options=CLASSES_OF_TS_BAS,
                    layout=Layout.INLINE,
                ),
            ),
        ),
        Section(id="identitet", heading="Identitet", questions=(identity(order=ORDER_IN_COLUMNS),)),
    )


def _vision(acuity: VisualAcuity) -> Section:
    return Section(
        id="synfunktioner",
        heading="Synfunktioner",
        rules=acuity_rules(acuity.eyes),
        questions=(
            asked("3", "Tecken på synfältsdefekter (Donders)", short="Synfältsdefekter"),
            asked("4", "Begränsat seende vid nedsatt belysning", short="Nedsatt belysning"),
            asked("5", "Progressiv ögonsjukdom"),
            Message(
                id="5.1",
                label="Svaren gör att ett intyg från ögonläkare behövs.",
                visible_when=any_of(equals("3", True), equals("4", True), equals("5", True)),
            ),
            asked("6", "Dubbelseende vid prövning av ögats rörlighet", short="Dubbelseende"),
            asked("7", "Nystagmus"),
            acuity,
            Message(
                id="8.10",
                label="Finns resultat från en tidigare undersökning ska de vägas in i den samlade bedömningen.",
                level=Level.OBSERVE,
            ),
            CheckboxBoolean(
                id="9", label="Korrektionsglasens styrka är över plus 8 dioptrier", short_label="Över 8 dioptrier"
            ),
            Message(
                id="9.1",
                label="Ett intyg om glasens styrka ska skickas in.",
                visible_when=equals("9", True),
            ),
        ),
    )


def _diseases() -> tuple[Section, ...]:
    return (
        Section(
            id="horselOchBalans",
            heading="Hörsel och balanssinne",
            short_heading="Hörsel och balans",
            questions=(
                asked("10", "Överraskande anfall av balansrubbningar eller yrsel", short="Balans eller yrsel"),
                asked(
                    "11",
                    "Svårt att uppfatta samtalsstämma på fyra meter",
                    short="Samtalsstämma",
                    when=CARRIES_PASSENGERS,
                ),
            ),
        ),
        Section(
            id="sjukdomFunktionsnedsattning",
            heading="Rörelseorganens funktioner",
            short_heading="Rörelseorganen",
            questions=(
                asked(
                    "12",
                    "Sjukdom eller funktionsnedsättning som påverkar rörligheten",
                    told("12.2", "Typ av nedsättning eller sjukdom", 180, after="12"),
                    short="Rörlighet",
                ),
                asked(
                    "13",
                    "Otillräcklig rörelseförmåga för att hjälpa passagerare",
                    short="Hjälpa passagerare",
                    when=CARRIES_PASSENGERS,
                ),
            ),
        ),
        Section(
            id="hjartEllerKarlsjukdom",
            heading="Hjärt- och kärlsjukdomar",
            questions=(
                asked("14", "Hjärt- eller kärlsjukdom som innebär trafiksäkerhetsrisk", short="Hjärta och kärl"),
                asked("15", "Tecken på hjärnskada"),
                asked(
                    "16",
                    "Riskfaktorer för stroke",
                    told("16.2", "Typ av sjukdom", 180, after="16"),
                ),
            ),
        ),
        Section(
            id="diabetes",
            heading="Diabetes",
            questions=(
                asked("17", "Har diabetes"),
                CodeRadio(
                    id="18",
                    label="Typ av diabetes",
                    required=True,
                    options=DIABETES,
                    layout=Layout.INLINE,
                    visible_when=equals("17", True),
                ),
                BooleanGroup(
                    id="19",
                    label="Behandling av diabetes",
                    required=True,
                    visible_when=equals("18", "E11"),
                    boxes=(Box("19.1", "Kost"), Box("19.2", "Tabletter"), Box("19.3", "Insulin")),
                ),
                Message(
                    id="19.4",
                    label="Diabetes som behandlas med tabletter eller insulin kräver ett eget intyg om diabetes.",
                    visible_when=has_any("19", ("19.2", "19.3")),
                ),
            ),
        ),
        Section(
            id="neurologiskaSjukdomar",
            heading="Neurologiska sjukdomar",
            questions=(asked("20", "Tecken på neurologisk sjukdom"),),
        ),
        Section(
            id="medvetandestorning",
            heading="Epilepsi, epileptiskt anfall och annan medvetandestörning",
            short_heading="Epilepsi",
            questions=(
                asked(
                    "21",
                    "Har eller har haft epilepsi, epileptiskt anfall eller annan medvetandestörning",
                    told(
                        "21.2",
                        "När den andra medvetandestörningen inträffade, och orsaken",
                        180,
                        after="21",
                        required=False,
                    ),
                    short="Epilepsi",
                ),
            ),
        ),
        Section(
            id="njurfunktion",
            heading="Njursjukdomar",
            questions=(asked("22", "Allvarligt nedsatt njurfunktion"),),
        ),
        Section(
            id="demensAndraKognitivaStorningar",
            heading="Demens och andra kognitiva störningar",
            short_heading="Kognition",
            questions=(asked("23", "Tecken på sviktande kognitiv funktion"),),
        ),
        Section(
            id="somnVakenhet",
            heading="Sömn- och vakenhetsstörningar",
            short_heading="Sömn",
            questions=(asked("24", "Tecken på sömn- eller vakenhetsstörning"),),
        ),
    )


def _treatment() -> tuple[Section, ...]:
    misuse: tuple[Question, ...] = (
        asked("25.1", "Uppgifter om eller tecken på missbruk eller beroende", short="Missbruk eller beroende"),
        asked("25.2", "Vårdinsatser för missbruk eller beroende", short="Vårdinsatser"),
        asked(
            "25.3",
            "Provtagning behövs",
            short="Provtagning",
            when=any_of(equals("25.1", True), equals("25.2", True)),
        ),
        Message(
            id="25.4",
            label="Provsvaren redovisas separat.",
            visible_when=equals("25.3", True),
        ),
    )
    return (
        Section(
            id="narkotikaLakemedel",
            heading="Alkohol, narkotika och läkemedel",
            short_heading="Alkohol och läkemedel",
            questions=(
                *misuse,
                asked(
                    "26",
                    "Regelbundet bruk av läkemedel, ordinerade av läkare, som innebär trafiksäkerhetsrisk",
                    told("26.2", "Läkemedel och ordinerad dos", 180, after="26"),
                    short="Ordinerade läkemedel",
                ),
            ),
        ),
        Section(
            id="psykiskt",
            heading="Psykiska sjukdomar och störningar",
            short_heading="Psykiskt",
            questions=(asked("27", "Har eller har haft psykisk sjukdom eller störning", short="Psykisk sjukdom"),),
        ),
        Section(
            id="utvecklingsstorning",
            heading="ADHD, autismspektrumtillstånd och likartade tillstånd samt psykisk utvecklingsstörning",
            short_heading="ADHD och utvecklingsstörning",
            questions=(
                asked("28", "Psykisk utvecklingsstörning"),
                asked(
                    "29",
                    "ADHD, ADD, DAMP, Aspergers syndrom eller Tourettes syndrom",
                    short="ADHD eller autism",
                ),
            ),
        ),
        Section(
            id="sjukhusvard",
            heading="Sjukhusvård",
            questions=(
                asked(
                    "30",
                    "Vård på sjukhus eller läkarkontakt",
                    told("30.2", "När", 40, after="30", is_line=True),
                    told("30.3", "Vårdinrättning och klinik", 40, after="30", is_line=True),
                    told("30.4", "För vad", 50, after="30", is_line=True),
                    short="Sjukhusvård",
                ),
            ),
        ),
        Section(
            id="stadigvarandemedicinering",
            heading="Övrig medicinering",
            questions=(asked("31", "Stadigvarande medicinering", told("31.2", "Vilka mediciner", 180, after="31")),),
        ),
    )


def _judgement() -> tuple[Section, ...]:
    return (
        Section(
            id="ovrigakommentarer",
            heading="Övrig kommentar",
            questions=(
                TextArea(
                    id="32",
                    label="Övriga kommentarer av vikt för trafiksäkerheten",
                    short_label="Kommentar",
                    max_length=500,
                ),
            ),
        ),
        Section(
            id="bedomning",
            heading="Bedömning",
            questions=(
                CodeCheckboxes(
                    id="33",
                    label="Patienten uppfyller kraven för behörighet",
                    short_label="Behörighet",
                    required=True,
                    options=LICENCES_OF_TS_BAS,
                    layout=Layout.INLINE,
                    excludes=alone(CANNOT_DECIDE, LICENCES_OF_TS_BAS.codes),
                ),
                TextArea(
                    id="34",
                    label="Bör undersökas av läkare med specialistkompetens i",
                    short_label="Specialist",
                    max_length=130,
                ),
            ),
        ),
    )
