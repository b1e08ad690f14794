"""FK 7810 Läkarutlåtande för assistansersättning (spec/certificate-types/fk7810.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import PROTECTED_BY_DEFAULT, CertificateType, Engine
from certificates.types.fk7810.form import SECTIONS
from certificates.types.fk7810.receiver import RECEIVER_RULES
from certificates.types.opinions import FLAGS, SUMMARY
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.topics import WITHOUT_MEETING
from rivta import oids

FK7810 = CertificateType(
    type_id="fk7810",
    version="1.0",
    engine=Engine.MODEL,
    code="LUAS",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarutlåtande för assistansersättning",
    type_name="FK7810",
    name="Läkarutlåtande för assistansersättning",
    description="Utlåtandet är underlag när Försäkringskassan bedömer om patienten har rätt till assistansersättning. "
    "Det beskriver diagnoserna, hur funktionerna är nedsatta, vad patienten behöver hjälp med, och vilka sjukvårdande "
    "insatser som ingår i hjälpen.",
    form_number="FK 7810",
    form_revision="001 F 001",
    scan_id="78100501",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2025, 7, 1),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=PROTECTED_BY_DEFAULT,
    flags=FLAGS,
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    further_information="25",
    summary=SUMMARY,
    topics=WITHOUT_MEETING,
)

TYPES = (FK7810,)
