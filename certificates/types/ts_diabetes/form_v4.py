"""The form of TS diabetes 4.x (ts_diabetes.yaml, sections). Its minor versions differ in single texts."""

from __future__ import annotations

from certificates.expressions import Condition, all_of, any_of, equals, has, has_any, not_
from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.choice import Layout
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.limits import BIRTH, TODAY
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_line import TextLine
from certificates.types.base import CrossRule, Section
from certificates.types.follow_ups import asked, follow_up, told
from certificates.types.receiver_parts_ts import HIGHER_LICENCES
from certificates.types.transportstyrelsen import (
    LICENCES_CONCERNED,
    ORDER_IN_COLUMNS,
    TYPE_1,
    TYPE_2,
    UNIT_SECTION,
    concerned,
    identity,
    requirements_met,
)
from certificates.types.ts_diabetes.form_parts import (
    FURTHER,
    LADA,
    OTHER_TYPE,
    SPECIALIST,
    last_time,
    type_of_diabetes,
    year_of_diagnosis,
)

AT_RISK = equals("208", True)
"""Treated with something that can cause hypoglycaemia."""
CONCERNS_HIGHER = has_any("1", HIGHER_LICENCES)
NOT_CONCERNED: Condition = any_of(*(all_of(has("33", code), not_(has("1", code))) for code in HIGHER_LICENCES))
"""A higher licence is judged that the certificate is not about (R35)."""

CARE_LEVELS = options("1.2.752.129.5.1.28", VN1="Primärvård", VN2="Specialistvård")


def sections(*, judgement: str, risk_help: str = "") -> tuple[Section, ...]:
    """The form with the label of question 33 and the help of question 208 of one minor version."""
    return (
        Section(
            id="intygAvser",
            heading="Intyget avser",
            help="Ange både de behörigheter som personen har och dem som personen ansöker om.",
            questions=(concerned(LICENCES_CONCERNED),),
        ),
        Section(id="identitetStyrktGenom", heading="Identitet", questions=(identity(order=ORDER_IN_COLUMNS),)),
        _general(risk_help),
        _hypoglycaemia(),
        Section(
            id="ovrigt",
            heading="Övrigt",
            questions=(
                asked(
                    "206",
                    "Komplikationer av sjukdomen som kan påverka körförmågan",
                    told("206.2", "Vilka komplikationer", 189, after="206"),
                    short="Komplikationer",
                ),
                SPECIALIST,
            ),
        ),
        _judgement(judgement),
        UNIT_SECTION,
    )


def _general(risk_help: str) -> Section:
    return Section(
        id="allmant",
        heading="Allmänt",
        questions=(
            CodeRadio(
                id="205",
                label="Patienten följs regelbundet av",
                short_label="Följs av",
                required=True,
                options=CARE_LEVELS,
                layout=Layout.INLINE,
            ),
            year_of_diagnosis(),
            type_of_diabetes(TYPE_1, TYPE_2, LADA, OTHER_TYPE),
            asked("207", "Medicinering för diabetes"),
            RadioBoolean(
                id="208",
                label="Medicinering som medför risk för hypoglykemi",
                short_label="Risk för hypoglykemi",
                help=risk_help,
                required=True,
                visible_when=equals("207", True),
            ),
            BooleanGroup(
                id="209",
                label="Behandling",
                required=True,
                visible_when=AT_RISK,
                boxes=(
                    Box("209.1", "Insulin", sends_unticked=True),
                    Box("209.2", "Tabletter", sends_unticked=True),
                    Box("209.3", "Annan", sends_unticked=True),
                ),
                children=(
                    TextLine(
                        id="209.4",
                        label="Vilken annan behandling",
                        under_option="209.3",
                        visible_when=has("209", "209.3"),
                        required=True,
                        max_length=53,
                    ),
                ),
            ),
            Date(
                id="210",
                label="Datum då medicineringen med risk för hypoglykemi började",
                short_label="Medicinering sedan",
                required=True,
                visible_when=AT_RISK,
                earliest=BIRTH,
                latest=TODAY,
                is_partial=True,
            ),
        ),
    )


def _hypoglycaemia() -> Section:
    return Section(
        id="hypoglykemi",
        heading="Hypoglykemi",
        visible_when=any_of(AT_RISK, CONCERNS_HIGHER),
        questions=(
            asked(
                "200",
                "Patienten har tillräcklig kontroll över sitt sjukdomstillstånd",
                told("200.2", "Varför inte", 53, after="200", answer=False, is_line=True),
                short="Kontroll över sjukdomen",
                when=AT_RISK,
            ),
            asked("201", "Patienten förstår riskerna med hypoglykemi", short="Förstår riskerna", when=AT_RISK),
            asked("110", "Patienten kan känna varningstecken på hypoglykemi", short="Varningstecken", when=AT_RISK),
            asked("202", "Patienten kan vidta adekvata åtgärder vid hypoglykemi", short="Åtgärder", when=AT_RISK),
            asked(
                "106",
                "Återkommande allvarlig hypoglykemi de senaste tolv månaderna",
                last_time("106.2", after="106"),
                follow_up("106.3", "Sjukdomen kontrolleras regelbundet", after="106"),
                follow_up("106.5", "Tillståndet utgör en trafiksäkerhetsrisk", after="106"),
                short="Återkommande hypoglykemi",
                when=AT_RISK,
            ),
            asked(
                "107",
                "Återkommande allvarlig hypoglykemi i vaket tillstånd de senaste tolv månaderna",
                follow_up(
                    "107.3",
                    "Det har hänt de senaste tre månaderna",
                    last_time("107.5", after="107.3"),
                    after="107",
                    short="Senaste tre månaderna",
                ),
                short="Hypoglykemi i vaket tillstånd",
                when=AT_RISK,
            ),
            asked(
                "203",
                "Allvarlig hypoglykemi de senaste tolv månaderna",
                last_time("203.2", after="203"),
                short="Allvarlig hypoglykemi",
                when=CONCERNS_HIGHER,
            ),
            asked(
                "204",
                "Patienten kontrollerar sitt blodsocker regelbundet",
                short="Blodsockerkontroller",
                when=CONCERNS_HIGHER,
            ),
        ),
    )


def _judgement(label: str) -> Section:
    return Section(
        id="bedomning",
        heading="Bedömning",
        rules=(
            CrossRule(
                question="33",
                when=NOT_CONCERNED,
                text="En högre behörighet kan bara bedömas om intyget avser den.",
            ),
        ),
        questions=(
            requirements_met(label=label),
            FURTHER,
        ),
    )
