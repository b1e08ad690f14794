"""TS8071 Läkarintyg för högre körkortsbehörigheter och taxi (spec/certificate-types/ts8071.yaml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from certificates.types.base import PROTECTED_BY_DEFAULT, CertificateType, Engine, Flags, SummaryRule
from certificates.types.paper import FileName, FileTime, Paper
from certificates.types.recipients import TRANSPORTSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.transportstyrelsen import INFORMATION
from certificates.types.ts8071 import form, form_v1, receiver, receiver_v1
from rivta import oids

TS8071_2 = CertificateType(
    type_id="ts8071",
    version="2.0",
    engine=Engine.MODEL,
    code="TS8071",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg- avseende högre körkortsbehörigheter eller taxiförarlegitimation- på begäran från "
    "Transportstyrelsen",
    type_name="TS8071",
    name="Läkarintyg för högre körkortsbehörigheter, taxiförarlegitimation och på begäran av Transportstyrelsen",
    description="Intyget är underlag när Transportstyrelsen prövar om en person uppfyller de medicinska kraven för "
    "tung lastbil, buss eller taxi. Det används också vid utbyte av utländskt körkort och när Transportstyrelsen "
    "begär intyg i ett annat ärende.",
    form_number="TS8071",
    recipient=TRANSPORTSTYRELSEN,
    active_from=dt.date(2025, 10, 20),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=PROTECTED_BY_DEFAULT,
    flags=Flags(sendable=True, replaceable=True, available_to_patient=True, prefill=True),
    sections=form.SECTIONS,
    receiver_rules=receiver.RECEIVER_RULES,
    summary=SummaryRule("Intyget avser", "1"),
    replaces=("ts-bas",),
    paper=Paper(file_name=FileName(start="lakarintyg_transportstyrelsen", time=FileTime.NONE), information=INFORMATION),
)
TS8071_1 = replace(
    TS8071_2,
    version="1.0",
    active_from=dt.date(2024, 12, 1),
    sections=form_v1.SECTIONS,
    receiver_rules=receiver_v1.RECEIVER_RULES,
)

TYPES = (TS8071_2, TS8071_1)
