"""FK 3226 Läkarutlåtande för närståendepenning (spec/certificate-types/fk3226.yaml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from certificates.types.base import PROTECTED_BY_DEFAULT, CertificateType, Engine
from certificates.types.fk3226.form import SECTIONS
from certificates.types.fk3226.receiver import RECEIVER_RULES
from certificates.types.opinions import FLAGS, SUMMARY
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.topics import WITHOUT_MEETING
from rivta import oids

FK3226 = CertificateType(
    type_id="fk3226",
    version="1.0",
    engine=Engine.MODEL,
    code="LUNSP",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarutlåtande för närståendepenning",
    type_name="FK3226",
    name="Läkarutlåtande för närståendepenning",
    description="Utlåtandet gäller den som är så svårt sjuk att livet är hotat. Försäkringskassan använder det när en "
    "närstående avstår från arbete för att vara ett stöd, och söker närståendepenning. Det beskriver diagnoserna, "
    "vårdsituationen och om patienten kan samtycka.",
    form_number="FK 3226",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2024, 1, 25),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=PROTECTED_BY_DEFAULT,
    flags=replace(FLAGS, auto_send_after_sign=True),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    summary=SUMMARY,
    topics=WITHOUT_MEETING,
)

TYPES = (FK3226,)
