"""TSTRK1007 Läkarintyg för högre körkortsbehörighet (spec/certificate-types/ts_bas.yaml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from certificates.questions.patient_address import PatientAddress
from certificates.questions.visual_acuity import VisualAcuity
from certificates.types.base import (
    CertificateType,
    Engine,
    Flags,
    PatientContent,
    Section,
    SummaryRule,
    text_versions,
)
from certificates.types.paper import Paper, older_file_name
from certificates.types.recipients import TRANSPORTSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.transportstyrelsen import (
    ACUITY_HELP,
    INFORMATION,
    KV_UTLATANDETYP_INTYG,
    NO_WORKPLACE_CODE,
    eyes,
)
from certificates.types.ts_bas import receiver_v6, receiver_v7
from certificates.types.ts_bas.form import sections
from certificates.types.unit_section import LEGACY_UNIT

PATIENT_ADDRESS = "patient_address"

ACUITY_V7 = VisualAcuity(
    id="8",
    label="Värden för synskärpa",
    short_label="Synskärpa",
    help=ACUITY_HELP,
    required=True,
    eyes=eyes(2, first_lens=8),
    separate="8.1",
)
ACUITY_V6 = replace(ACUITY_V7, eyes=eyes(1, first_lens=7), separate="")

TS_BAS_7 = CertificateType(
    type_id="ts-bas",
    version="7.0",
    engine=Engine.LEGACY,
    code="TSTRK1007",
    code_system=KV_UTLATANDETYP_INTYG,
    code_display_name="Transportstyrelsens läkarintyg",
    type_name="TSTRK1007",
    name="Transportstyrelsens läkarintyg högre körkortsbehörighet",
    description="Intyget är underlag när Transportstyrelsen prövar om en person uppfyller de medicinska kraven för "
    "tung lastbil, buss eller taxi. Det används också när Transportstyrelsen begär intyg i ett annat ärende. Intyget "
    "har ersatts av TS8071.",
    form_number="TSTRK1007",
    recipient=TRANSPORTSTYRELSEN,
    active_from=dt.date(2020, 8, 1),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS,
    flags=Flags(
        sendable=True, replaceable=True, copy_locked_draft=True, available_to_patient=True, refuses_messages=True
    ),
    sections=sections(ACUITY_V7),
    receiver_rules=receiver_v7.RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    missing_workplace_code=NO_WORKPLACE_CODE,
    summary=SummaryRule("Avser behörighet", "1"),
    paper=Paper(file_name=older_file_name("lakarintyg_transportstyrelsen"), information=INFORMATION),
)
TS_BAS_6 = text_versions(
    replace(
        TS_BAS_7,
        patient_content=PatientContent.WITH_ADDRESS,
        patient_address=PATIENT_ADDRESS,
        sections=sections(
            ACUITY_V6,
            Section(
                id="patient",
                heading="Patientuppgifter",
                questions=(
                    PatientAddress(
                        id=PATIENT_ADDRESS,
                        label="Patientens adress",
                        short_label="Patientadress",
                        required=True,
                        launch_first=True,
                    ),
                ),
            ),
        ),
        receiver_rules=receiver_v6.RECEIVER_RULES,
    ),
    ("6.7", dt.date(2016, 4, 1), ""),
    ("6.8", dt.date(2016, 4, 1), ""),
)

TYPES = (TS_BAS_7, *TS_BAS_6)
