"""A type with the kinds of questions that FK 7804 does not have."""

from __future__ import annotations

from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.cause_of_death import CauseOfDeath, Specification
from certificates.questions.causes_of_death import ContributingCauses
from certificates.questions.choice import Layout
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.dated_diagnoses import DatedDiagnoses
from certificates.questions.diagnosis_list import DiagnosisRows
from certificates.questions.heading import Heading
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisList
from certificates.questions.mapped_choice import NO, YES, MappedChoice, MappedOption
from certificates.questions.patient_address import PatientAddress
from certificates.questions.svar import Cv
from certificates.questions.text_area import TextArea
from certificates.questions.visual_acuity import Eye, VisualAcuity
from certificates.types.base import PatientContent
from tests.certificates.engine.world import tiny_type

SPECIFICATIONS = (Specification("KRONISK", "Kronisk", Cv("90734009", "1.2", "kronisk")),)
IDENTITY = options("e7cc", IDK1="ID-kort", IDK2="Företagskort", IDK3="Körkort")
EVERY_KIND = tiny_type(
    PatientAddress(id="patient", label="Adress", required=True),
    VisualAcuity(
        id="8",
        label="Synskärpa",
        required=True,
        separate="8.1",
        eyes=(Eye("Höger öga", "8.2", "8.5", "8.8"), Eye("Binokulärt", "8.4", "8.7")),
    ),
    LegacyDiagnosisList(id="6", label="Diagnos", required=True),
    DiagnosisRows(id="58", label="Diagnoser"),
    DatedDiagnoses(id="51", label="Diagnoser med årtal"),
    CauseOfDeath(id="18", label="Dödsorsak", options=SPECIFICATIONS),
    ContributingCauses(id="10", label="Andra sjukdomar", options=SPECIFICATIONS),
    BooleanGroup(id="19", label="Behandling", boxes=(Box("19.1", "Kost"), Box("19.2", "Tabletter"))),
    MappedChoice(
        id="11",
        label="Opererad",
        options=(MappedOption("JA", "Ja", (("11.1", YES),)), MappedOption("NEJ", "Nej", (("11.1", NO),))),
    ),
    CodeRadio(id="2", label="Identitet", options=IDENTITY, layout=Layout.COLUMNS),
    CodeCheckboxes(id="1", label="Behörighet", options=IDENTITY, layout=Layout.INLINE, fixed=frozenset({"IDK1"})),
    Heading(id="h", label="En rubrik", children=(TextArea(id="21", label="En text", folds=True),)),
    patient_address="patient",
    patient_content=PatientContent.WITH_ADDRESS,
)
