"""FK 7426 Läkarutlåtande om ett allvarligt sjukt barn, version 1.0 (spec/certificate-types/fk7426.yaml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from certificates.types.base import CertificateType, Engine
from certificates.types.child_care import FLAGS
from certificates.types.confirmations import FOR_A_SERIOUSLY_ILL_CHILD
from certificates.types.fk7426.form import SECTIONS
from certificates.types.fk7426.receiver import RECEIVER_RULES
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.topics import WITHOUT_MEETING
from rivta import oids

FK7426 = CertificateType(
    type_id="fk7426",
    version="1.0",
    engine=Engine.MODEL,
    code="LU_TFP_ASB18",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarutlåtande Tillfällig föräldrapenning för ett allvarligt sjukt barn som inte har fyllt 18",
    type_name="FK7426",
    name="Läkarutlåtande tillfällig föräldrapenning för ett allvarligt sjukt barn som inte har fyllt 18 år",
    description="Utlåtandet gäller ett barn under 18 år som är allvarligt sjukt. Försäkringskassan använder det när "
    "föräldrar avstår från arbete för att vara hos barnet och begär tillfällig föräldrapenning. Det beskriver barnets "
    "sjukdom, varför den är allvarlig, och hur länge den väntas vara det.",
    form_number="FK 7426",
    form_revision="001 F 001",
    scan_id="74260501",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2025, 4, 22),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=replace(FLAGS, administrative_questions=True),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    extra_check=FOR_A_SERIOUSLY_ILL_CHILD,
    topics=WITHOUT_MEETING,
)

TYPES = (FK7426,)
