"""FK 3221 Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning (spec/certificate-types/fk3221.yaml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from certificates.types.base import PROTECTED_BY_DEFAULT, CertificateType, Engine
from certificates.types.fk3221.form import SECTIONS
from certificates.types.fk3221.receiver import RECEIVER_RULES
from certificates.types.opinions import FLAGS
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.topics import WITHOUT_MEETING
from rivta import oids

FK3221 = CertificateType(
    type_id="fk3221",
    version="1.0",
    engine=Engine.MODEL,
    code="LU_OMV_MEK",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning",
    type_name="FK3221",
    name="Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning",
    description="Utlåtandet gäller ett barn med funktionsnedsättning. Försäkringskassan använder det för att bedöma om "
    "föräldrarna har rätt till omvårdnadsbidrag, eller om någon har rätt till ersättning för merkostnader. Det "
    "beskriver barnets diagnoser, hur funktionerna är nedsatta och vad barnet har svårt att göra i sin vardag.",
    form_number="FK 3221",
    form_revision="001 F 001",
    scan_id="32210501",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2025, 6, 16),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=PROTECTED_BY_DEFAULT,
    flags=replace(FLAGS, auto_send_after_sign=True, available_to_patient=False),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    further_information="25",
    topics=WITHOUT_MEETING,
)

TYPES = (FK3221,)
