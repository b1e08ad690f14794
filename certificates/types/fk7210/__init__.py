"""FK 7210 Intyg om graviditet, version 1.0 (spec/certificate-types/fk7210.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags, SummaryRule
from certificates.types.fk7210.form import SECTIONS
from certificates.types.fk7210.receiver import RECEIVER_RULES
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import ADMINISTRATORS, DOCTORS, NURSES_AND_MIDWIVES
from rivta import oids

FK7210 = CertificateType(
    type_id="fk7210",
    version="1.0",
    engine=Engine.MODEL,
    code="IGRAV",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Intyg om graviditet",
    type_name="FK7210",
    name="Intyg om graviditet",
    description="Intyget talar om när ett barn beräknas födas. Försäkringskassan behöver det när den som är gravid "
    "söker ersättning i samband med graviditeten. Även barnmorskor och sjuksköterskor kan utfärda det.",
    form_number="FK 7210",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2024, 1, 25),
    signing_roles=DOCTORS | NURSES_AND_MIDWIVES,
    draft_roles=ADMINISTRATORS,
    protected_roles=DOCTORS | NURSES_AND_MIDWIVES,
    flags=Flags(sendable=True, replaceable=True, available_to_patient=True, prefill=True),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    summary=SummaryRule("Gäller intygsperiod", "54", from_signing=True),
)

TYPES = (FK7210,)
