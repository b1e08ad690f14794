"""TSTRK1031 Läkarintyg om diabetes (spec/certificate-types/ts_diabetes.yaml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from certificates.types.base import CertificateType, Engine, Flags, SummaryRule, text_versions
from certificates.types.paper import FileTime, Paper, older_file_name
from certificates.types.recipients import TRANSPORTSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.transportstyrelsen import INFORMATION, KV_UTLATANDETYP_INTYG, NO_WORKPLACE_CODE
from certificates.types.ts_diabetes import form_v2, form_v3, form_v4, receiver_v2, receiver_v3, receiver_v4
from certificates.types.unit_section import LEGACY_UNIT

JUDGEMENT = "Patienten uppfyller kraven för behörighet"
RISK_HELP = (
    "Insulin och sådana tabletter som ökar kroppens egen frisättning av insulin kan ge hypoglykemi. Svara ja också när "
    "sådana läkemedel kombineras med andra."
)

TS_DIABETES_4_0 = CertificateType(
    type_id="ts-diabetes",
    version="4.0",
    engine=Engine.LEGACY,
    code="TSTRK1031",
    code_system=KV_UTLATANDETYP_INTYG,
    code_display_name="Transportstyrelsens läkarintyg, diabetes",
    type_name="TSTRK1031",
    name="Transportstyrelsens läkarintyg diabetes",
    description="Intyget är underlag när Transportstyrelsen prövar om en person med diabetes uppfyller de medicinska "
    "kraven för körkort, traktorkort eller taxiförarlegitimation. Det beskriver behandlingen och risken för "
    "hypoglykemi.",
    form_number="TSTRK1031",
    recipient=TRANSPORTSTYRELSEN,
    active_from=dt.date(2022, 1, 10),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS,
    flags=Flags(
        sendable=True, replaceable=True, copy_locked_draft=True, available_to_patient=True, refuses_messages=True
    ),
    sections=form_v4.sections(judgement="Patienten bedöms uppfylla kraven för behörighet"),
    receiver_rules=receiver_v4.RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    missing_workplace_code=NO_WORKPLACE_CODE,
    summary=SummaryRule("Avser behörighet", "1"),
    paper=Paper(
        file_name=older_file_name("lakarintyg_transportstyrelsen", FileTime.UNDERSCORES), information=INFORMATION
    ),
)
TS_DIABETES_4_1 = replace(
    TS_DIABETES_4_0,
    version="4.1",
    active_from=dt.date(2023, 4, 12),
    sections=form_v4.sections(judgement=JUDGEMENT),
)
TS_DIABETES_4_2 = replace(
    TS_DIABETES_4_0,
    version="4.2",
    active_from=dt.date(2023, 12, 5),
    sections=form_v4.sections(judgement=JUDGEMENT, risk_help=RISK_HELP),
)
TS_DIABETES_3 = replace(
    TS_DIABETES_4_0,
    version="3.0",
    active_from=dt.date(2020, 9, 1),
    form_revision="03",
    sections=form_v3.SECTIONS,
    receiver_rules=receiver_v3.RECEIVER_RULES,
)
TS_DIABETES_2 = text_versions(
    replace(TS_DIABETES_4_0, sections=form_v2.SECTIONS, receiver_rules=receiver_v2.RECEIVER_RULES),
    ("2.6", dt.date(2016, 4, 1), ""),
    ("2.8", dt.date(2016, 4, 1), ""),
)

TYPES = (TS_DIABETES_4_2, TS_DIABETES_4_1, TS_DIABETES_4_0, TS_DIABETES_3, *TS_DIABETES_2)
