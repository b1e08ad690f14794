"""The form of TSTRK1062 (tstrk1062.yaml, sections)."""

from __future__ import annotations

from certificates.expressions import Condition, equals
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.dated_diagnoses import DatedDiagnoses
from certificates.questions.limits import TODAY
from certificates.questions.mapped_choice import NO, NULL_FLAVOR, YES, MappedChoice, MappedOption
from certificates.questions.svar import Cv
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.questions.year import Year
from certificates.types.base import Section
from certificates.types.follow_ups import asked
from certificates.types.transportstyrelsen import CLASSES, UNIT_SECTION, concerned, identity, requirements_met

CODED = equals("50", "DIAGNOS_KODAD")
IN_WORDS = equals("50", "DIAGNOS_FRITEXT")
TREATED = equals("54", True)
STOPPED = equals("54", False)

PROGNOSIS = (
    MappedOption("JA", "Ja", (("61.1", YES),)),
    MappedOption("NEJ", "Nej", (("61.1", NO),)),
    MappedOption("KANEJBEDOMA", "Kan ej bedöma", (("61.1", Cv("NI", NULL_FLAVOR, "no information")),)),
)


def _text(question_id: str, label: str, when: Condition | None = None, *, short: str = "") -> TextArea:
    """The type knows no longest text."""
    return TextArea(id=question_id, label=label, short_label=short, required=True, visible_when=when, max_length=None)


SECTIONS = (
    Section(
        id="intygAvser",
        heading="Intyget avser",
        questions=(concerned(CLASSES),),
    ),
    Section(id="idKontroll", heading="Identitet", questions=(identity(),)),
    Section(
        id="allmant",
        heading="Allmänt",
        questions=(
            CodeRadio(
                id="50",
                label="Välj hur du vill ange diagnos",
                short_label="Inmatning",
                required=True,
                in_xml=False,
                options=options(
                    "",
                    DIAGNOS_KODAD="Ange diagnos enligt ICD-10",
                    DIAGNOS_FRITEXT="Ange diagnos som fritext",
                ),
                opens={"DIAGNOS_KODAD": "51", "DIAGNOS_FRITEXT": "52.1"},
            ),
            DatedDiagnoses(
                id="51",
                label="Diagnoser",
                hint="Ange också vilket år som varje diagnos ställdes.",
                required=True,
                visible_when=CODED,
            ),
            _text("52.1", "Diagnoser", IN_WORDS),
            Year(
                id="52.2",
                label="Årtal då diagnoserna ställdes",
                short_label="Årtal",
                required=True,
                visible_when=IN_WORDS,
                latest=TODAY,
            ),
        ),
    ),
    Section(
        id="lakemedelsbehandling",
        heading="Läkemedelsbehandling",
        short_heading="Läkemedel",
        questions=(
            asked("53", "Har eller har haft läkemedelsbehandling för diagnoserna", short="Läkemedelsbehandling"),
            asked("54", "Läkemedelsbehandling pågår", when=equals("53", True)),
            _text("55", "Aktuell läkemedelsbehandling", TREATED),
            asked("56", "Behandlingen har pågått i mer än tre år", short="Mer än tre år", when=TREATED),
            asked("57", "Behandlingen har haft god effekt de senaste två åren", short="God effekt", when=TREATED),
            asked("58", "God följsamhet till behandlingen", short="God följsamhet", when=TREATED),
            TextLine(
                id="59.1",
                label="Tidpunkt då behandlingen avslutades",
                short_label="Avslutad",
                required=True,
                visible_when=STOPPED,
                max_length=None,
            ),
            _text("59.2", "Orsak till att behandlingen avslutades", STOPPED, short="Orsak"),
        ),
    ),
    Section(
        id="symptom",
        heading="Symptom, funktionshinder och prognos",
        short_heading="Symptom och prognos",
        questions=(
            _text("60", "Bedömning av symptom, funktionshinder och prognos", short="Bedömning"),
            MappedChoice(
                id="61",
                label="God prognos för fortsatt stabilt tillstånd",
                short_label="God prognos",
                required=True,
                options=PROGNOSIS,
            ),
        ),
    ),
    Section(
        id="ovrigt",
        heading="Övrigt",
        questions=(TextArea(id="32", label="Övriga kommentarer", max_length=None),),
    ),
    Section(
        id="bedomning",
        heading="Bedömning",
        questions=(requirements_met(),),
    ),
    UNIT_SECTION,
)
