"""The form of TS8071 from diseases of the heart to the judgement (ts8071.yaml)."""

from __future__ import annotations

from dataclasses import replace

from certificates.expressions import any_of, equals
from certificates.questions.code_radio import CodeRadio
from certificates.questions.message import Level, Message
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.follow_ups import asked, follow_up
from certificates.types.ts8071.variant import JUDGEMENT, Variant, when, yes_no_or
from certificates.types.unit_section import UNIT_SECTION


def heart_to_sleep(variant: Variant) -> tuple[Section, ...]:
    return (
        Section(
            id="KAT_5",
            heading="Hjärt- och kärlsjukdomar",
            questions=(
                asked(
                    "11",
                    "Har eller har haft hjärt- eller kärlsjukdom",
                    variant.told("11.2", "Vilken sjukdom och när", after="11"),
                    follow_up(
                        "11.3",
                        "Tillståndet är behandlat",
                        variant.told("11.4", "När och hur tillståndet behandlades", after="11.3"),
                        after="11",
                    ),
                    follow_up("11.5", "Arytmi", when("11.6", "När arytmin inträffade", after="11.5"), after="11"),
                    follow_up("11.7", "Synkope", when("11.8", "När synkopen inträffade", after="11.7"), after="11"),
                    follow_up(
                        "11.9",
                        "Stroke eller tecken på hjärnskada",
                        CodeRadio(
                            id="11.10",
                            label="Påverkan på syncentrum",
                            required=True,
                            under_option="true",
                            visible_when=equals("11.9", True),
                            options=yes_no_or(variant.unknown),
                        ),
                        after="11",
                    ),
                    short="Hjärta och kärl",
                ),
            ),
        ),
        Section(
            id="KAT_6",
            heading="Diabetes",
            questions=(
                asked("12", "Läkemedelsbehandlad diabetes"),
                Message(
                    id="diabetes",
                    label="Vid läkemedelsbehandlad diabetes behövs normalt också ett läkarintyg om diabetes. Det kan "
                    "skapas här i Webcert.",
                    level=Level.OBSERVE,
                    visible_when=equals("12", True),
                ),
            ),
        ),
        Section(
            id="KAT_7",
            heading="Neurologiska sjukdomar",
            questions=(
                asked(
                    "13",
                    "Neurologisk sjukdom eller tecken på sådan",
                    variant.told("13.2", "Vilken sjukdom och vilka tecken", after="13"),
                    short="Neurologisk sjukdom",
                ),
            ),
        ),
        _epilepsy(variant),
        Section(
            id="KAT_9",
            heading="Allvarlig nedsatt njurfunktion och njursjukdomar",
            short_heading="Njurfunktion",
            questions=(
                asked("15.1", "Allvarligt nedsatt njurfunktion"),
                asked("15.2", "Har genomgått njurtransplantation", when("15.3", "Tidpunkt", after="15.2")),
            ),
        ),
        Section(
            id="KAT_10",
            heading="Demens och andra kognitiva störningar",
            short_heading="Kognition",
            questions=(
                asked("16.1", "Allvarlig kognitiv störning"),
                asked(
                    "16.2",
                    "Demens eller tecken på demens",
                    variant.told("16.3", "Tecken, diagnos och grad", after="16.2"),
                ),
            ),
        ),
        Section(
            id="KAT_11",
            heading="Sömn- och vakenhetsstörningar",
            short_heading="Sömn",
            questions=(
                asked(
                    "17.1",
                    "Sömn- eller vakenhetsstörning, eller symtom på sådan",
                    variant.told("17.2", "Diagnos eller symtom", after="17.1"),
                    short="Sömnstörning",
                ),
                asked("17.3", "Behandling mot sömn- eller vakenhetsstörning förekommer", short="Behandling"),
            ),
        ),
    )


def _epilepsy(variant: Variant) -> Section:
    seizures = any_of(equals("14.1", True), equals("14.3", True))
    return Section(
        id="KAT_8",
        heading="Epilepsi, epileptiskt anfall och annan medvetandestörning",
        short_heading="Epilepsi",
        questions=(
            asked("14.1", "Har eller har haft epilepsi", when("14.2", "Senaste anfall", after="14.1")),
            asked(
                "14.3",
                "Har haft epileptiskt anfall utan diagnosen epilepsi",
                when("14.4", "Senaste anfall", after="14.3"),
            ),
            asked(
                "14.5",
                "Har eller har haft krampförebyggande läkemedel",
                variant.told("14.6", "Vilket läkemedel", after="14.5"),
                when("14.7", "När behandlingen avslutades", after="14.5", required=False),
                short="Krampförebyggande läkemedel",
                when=seizures,
            ),
            asked(
                "14.8",
                "Har eller har haft annan medvetandestörning",
                when("14.9", "Tidpunkt", after="14.8"),
                short="Annan medvetandestörning",
            ),
        ),
    )


def substances(variant: Variant) -> Section:
    return Section(
        id="KAT_12",
        heading=variant.substances_heading,
        short_heading="Alkohol och läkemedel",
        questions=(
            asked(
                "18.1",
                "Har eller har haft en diagnos som gäller sådana substanser",
                variant.told("18.2", "Diagnos, tidpunkt och substans", after="18.1"),
                *variant.remission,
                short="Diagnos",
            ),
            asked(
                "18.3",
                "Journaluppgifter eller andra tecken på missbruk, beroende eller skadligt bruk",
                variant.told("18.4", "Vilka uppgifter eller tecken, och när", after="18.3"),
                variant.told("18.5", "Provtagning: datum och resultat", after="18.3"),
                short="Uppgifter eller tecken",
            ),
            asked(
                "18.6",
                "Har vårdats eller sökt hjälp för missbruk, beroende eller skadligt bruk",
                variant.told("18.7", "Form av vård och när", after="18.6"),
                short="Vård",
            ),
            asked(
                "18.8",
                "Pågående bruk av läkemedel, ordinerat av läkare, som innebär trafiksäkerhetsrisk",
                variant.told("18.9", "Läkemedel och dos", after="18.8"),
                short="Ordinerade läkemedel",
            ),
        ),
    )


def last_sections(variant: Variant) -> tuple[Section, ...]:
    return (
        Section(
            id="KAT_13",
            heading="Psykiska sjukdomar och störningar",
            short_heading="Psykiskt",
            questions=(
                asked(
                    "19",
                    "Har eller har haft psykisk sjukdom eller störning",
                    variant.told("19.2", "Vilken sjukdom eller störning", after="19"),
                    when("19.3", "Senaste läkarkontakt", after="19"),
                    short="Psykisk sjukdom",
                ),
            ),
        ),
        variant.disability,
        Section(
            id="KAT_15",
            heading="Övrig medicinering",
            questions=(
                asked(
                    "21",
                    "Stadigvarande medicinering som inte har nämnts ovan",
                    variant.told("21.2", "Vilka mediciner", after="21"),
                    short="Medicinering",
                ),
            ),
        ),
        Section(
            id="KAT_16",
            heading="Övrig kommentar",
            questions=(TextArea(id="22", label="Övriga upplysningar", max_length=400),),
        ),
        Section(
            id="KAT_17",
            heading="Bedömning",
            questions=(
                CodeRadio(
                    id="23",
                    label="Sjukdom eller tillstånd som innebär trafiksäkerhetsrisk",
                    short_label="Trafiksäkerhetsrisk",
                    required=True,
                    options=JUDGEMENT,
                    children=(
                        variant.told("23.3", "Orsak till den bedömda risken", after="23", answer="ja"),
                        variant.told("23.2", "Orsak till att ställning inte kan tas", after="23", answer="ejstalln"),
                    ),
                ),
            ),
        ),
        replace(UNIT_SECTION, heading="Vårdenhet", short_heading=""),
    )
