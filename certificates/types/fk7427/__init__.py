"""FK 7427 Läkarutlåtande om barn på 12 till 16 år, version 1.0 (spec/certificate-types/fk7427.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Topics
from certificates.types.child_care import FLAGS
from certificates.types.confirmations import FOR_A_CHILD_OF_TWELVE_TO_SIXTEEN
from certificates.types.fk7427.form import SECTIONS
from certificates.types.fk7427.receiver import RECEIVER_RULES
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DOCTORS_AND_DENTISTS, DRAFT_ONLY
from rivta import oids

FK7427 = CertificateType(
    type_id="fk7427",
    version="1.0",
    engine=Engine.MODEL,
    code="LU_TFP_B12_16",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarutlåtande Tillfällig föräldrapenning Barn 12-16 år",
    type_name="FK7427",
    name="Läkarutlåtande tillfällig föräldrapenning barn 12–16 år",
    description="Utlåtandet gäller ett barn som har fyllt 12 men inte 16 år och som är sjukt. Försäkringskassan "
    "använder det när en förälder avstår från arbete och begär tillfällig föräldrapenning. Det beskriver varför barnet "
    "trots sin ålder behöver vård eller tillsyn av en vuxen, och hur länge.",
    form_number="FK 7427",
    form_revision="001 F 001",
    scan_id="74270501",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2025, 4, 9),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=FLAGS,
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    extra_check=FOR_A_CHILD_OF_TWELVE_TO_SIXTEEN,
    topics=Topics(may_receive=("KOMPLT",)),
)

TYPES = (FK7427,)
