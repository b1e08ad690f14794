"""The form of FK 3226: sections and questions in display order."""

from __future__ import annotations

from certificates.expressions import equals
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.limits import TODAY
from certificates.questions.message import Level, Message
from certificates.questions.radio_boolean import RadioBoolean
from certificates.types.base import Section
from certificates.types.basis import other_basis
from certificates.types.follow_ups import told
from certificates.types.opinions import basis, diagnoses
from certificates.types.unit_section import UNIT_SECTION

BASIS = options(
    "KV_FKMU_0001",
    UNDERSOKNING="min undersökning av patienten",
    JOURNALUPPGIFTER="journaluppgifter från den",
    ANNAT="annat",
)
CARE_SITUATION = options(
    "KV_FKMU_0009",
    ENDAST_PALLIATIV="Endast palliativ vård, aktiv behandling avslutad",
    AKUT_LIVSHOTANDE="Akut livshotande tillstånd",
    ANNAT="Annat",
)
PALLIATIVE = equals("52", "ENDAST_PALLIATIV")
ACUTE = equals("52", "AKUT_LIVSHOTANDE")
THREAT_LENGTH = 265

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Grund för medicinskt underlag",
        short_heading="Grund",
        questions=(basis(BASIS, other_basis(max_length=50)),),
    ),
    Section(
        id="KAT_2",
        heading="Påtagligt hot mot patientens liv",
        short_heading="Hot mot livet",
        questions=(
            diagnoses(
                "Diagnos/diagnoser som hotar patientens liv",
                Message(
                    id="everyDiagnosis",
                    label="Ange alla diagnoser som tillsammans gör tillståndet livshotande.",
                    level=Level.OBSERVE,
                ),
                hint="Sök på kod eller text i ICD-10-SE.",
                code_system="1.2.752.116.1.1.1.1.8",
            ),
            CodeRadio(
                id="52",
                label="Patientens behandling och vårdsituation",
                short_label="Vårdsituation",
                required=True,
                options=CARE_SITUATION,
                children=(
                    Date(
                        id="52.2",
                        label="När den aktiva behandlingen avslutades",
                        under_option="ENDAST_PALLIATIV",
                        visible_when=PALLIATIVE,
                        required=True,
                        latest=TODAY,
                    ),
                    Date(
                        id="52.3",
                        label="När tillståndet blev akut livshotande",
                        under_option="AKUT_LIVSHOTANDE",
                        visible_when=ACUTE,
                        required=True,
                        latest=TODAY,
                    ),
                    told(
                        "52.4",
                        "På vilket sätt tillståndet hotar livet",
                        THREAT_LENGTH,
                        after="52",
                        answer="AKUT_LIVSHOTANDE",
                    ),
                    RadioBoolean(
                        id="52.5",
                        label="Kan tiden uppskattas?",
                        help="Svara ja om det går att säga hur länge tillståndet väntas vara livshotande.",
                        under_option="AKUT_LIVSHOTANDE",
                        visible_when=ACUTE,
                        required=True,
                    ),
                    Date(
                        id="52.6",
                        label="Till och med vilket datum",
                        under_option="AKUT_LIVSHOTANDE",
                        visible_when=equals("52.5", True),
                        required=True,
                        earliest=TODAY,
                    ),
                    told(
                        "52.7",
                        "På vilket sätt tillståndet hotar livet (annat)",
                        THREAT_LENGTH,
                        after="52",
                        answer="ANNAT",
                    ),
                ),
            ),
        ),
    ),
    Section(
        id="KAT_3",
        heading="Samtycke för närståendes stöd",
        short_heading="Samtycke",
        questions=(
            Message(
                id="forutsattningar",
                label="En patient som kan samtycka ska själv ha sagt ja till stödet. Ange därför om patienten kan det.",
                level=Level.INFO,
            ),
            RadioBoolean(
                id="53", label="Kan patienten lämna samtycke?", short_label="Samtycke", required=True, renew=False
            ),
        ),
    ),
    UNIT_SECTION,
)
