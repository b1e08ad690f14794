"""FK 7809 Läkarutlåtande för merkostnadsersättning (spec/certificate-types/fk7809.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import PROTECTED_BY_DEFAULT, CertificateType, Engine
from certificates.types.confirmations import FOR_ADULTS
from certificates.types.fk7809.form import SECTIONS
from certificates.types.fk7809.receiver import RECEIVER_RULES
from certificates.types.opinions import FLAGS, SUMMARY
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.topics import WITHOUT_MEETING
from rivta import oids

FK7809 = CertificateType(
    type_id="fk7809",
    version="1.0",
    engine=Engine.MODEL,
    code="LUMEK",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarutlåtande för merkostnadsersättning",
    type_name="FK7809",
    name="Läkarutlåtande för merkostnadsersättning",
    description="Utlåtandet gäller en vuxen med funktionsnedsättning som söker ersättning för merkostnader. Det "
    "beskriver diagnoserna, hur funktionerna är nedsatta och hur det väntas bli framöver. För ett barn används "
    "FK 3221.",
    form_number="FK 7809",
    form_revision="001 F 001",
    scan_id="78090501",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2024, 1, 25),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=PROTECTED_BY_DEFAULT,
    flags=FLAGS,
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    extra_check=FOR_ADULTS,
    further_information="25",
    summary=SUMMARY,
    topics=WITHOUT_MEETING,
)

TYPES = (FK7809,)
