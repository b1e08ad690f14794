"""TSTRK1009 Läkares anmälan till Transportstyrelsen (spec/certificate-types/tstrk1009.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags
from certificates.types.paper import FileTime, Paper, older_file_name
from certificates.types.recipients import TRANSPORTSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.transportstyrelsen import INFORMATION, NO_WORKPLACE_CODE
from certificates.types.tstrk1009.form import SECTIONS
from certificates.types.tstrk1009.receiver import RECEIVER_RULES
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

TSTRK1009 = CertificateType(
    type_id="tstrk1009",
    version="1.0",
    engine=Engine.LEGACY,
    code="TSTRK1009",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkares anmälan om medicinsk olämplighet att inneha körkort, körkortstillstånd, traktorkort "
    "eller taxiförarlegitimation",
    type_name="TSTRK1009",
    name="Läkares anmälan till Transportstyrelsen",
    description="Med anmälan talar en läkare om för Transportstyrelsen att en person av medicinska skäl är olämplig, "
    "eller sannolikt olämplig, att ha körkort, traktorkort eller taxiförarlegitimation. Den skickas direkt när den har "
    "signerats.",
    form_number="TSTRK1009",
    recipient=TRANSPORTSTYRELSEN,
    active_from=dt.date(2025, 1, 1),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=frozenset(),
    flags=Flags(
        sendable=True,
        auto_send_after_sign=True,
        replaceable=True,
        copy_locked_draft=True,
        available_to_patient=True,
        for_protected_patient=False,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    missing_workplace_code=NO_WORKPLACE_CODE,
    paper=Paper(
        file_name=older_file_name("lakarintyg_transportstyrelsen", FileTime.UNDERSCORES), information=INFORMATION
    ),
)

TYPES = (TSTRK1009,)
