"""TSTRK1062 Läkarintyg om ADHD med mera (spec/certificate-types/tstrk1062.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags
from certificates.types.paper import Paper, older_file_name
from certificates.types.recipients import TRANSPORTSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.transportstyrelsen import INFORMATION, NO_WORKPLACE_CODE
from certificates.types.tstrk1062.form import SECTIONS
from certificates.types.tstrk1062.receiver import RECEIVER_RULES
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

TSTRK1062 = CertificateType(
    type_id="tstrk1062",
    version="1.0",
    engine=Engine.LEGACY,
    code="TSTRK1062",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg avseende ADHD, autismspektrumtillstånd och likartade tillstånd samt psykisk "
    "utvecklingsstörning",
    type_name="TSTRK1062",
    name="Transportstyrelsens läkarintyg ADHD",
    description="Intyget är underlag när Transportstyrelsen prövar om en person med ADHD, autismspektrumtillstånd, "
    "ett likartat tillstånd eller psykisk utvecklingsstörning uppfyller de medicinska kraven för körkort, traktorkort "
    "eller taxiförarlegitimation.",
    form_number="TSTRK1062",
    recipient=TRANSPORTSTYRELSEN,
    active_from=dt.date(2025, 1, 1),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=frozenset(),
    flags=Flags(
        sendable=True,
        replaceable=True,
        copy_locked_draft=True,
        available_to_patient=True,
        for_protected_patient=False,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    missing_workplace_code=NO_WORKPLACE_CODE,
    paper=Paper(file_name=older_file_name("lakarintyg_transportstyrelsen"), information=INFORMATION),
)

TYPES = (TSTRK1062,)
