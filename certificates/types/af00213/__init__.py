"""AF00213 Arbetsförmedlingens medicinska utlåtande (spec/certificate-types/af00213.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.af00213.form import SECTIONS
from certificates.types.af00213.receiver import RECEIVER_RULES
from certificates.types.base import CertificateType, Engine, Flags
from certificates.types.employment import INFORMATION
from certificates.types.paper import FileTime, Paper, older_file_name
from certificates.types.recipients import ARBETSFORMEDLINGEN
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

AF00213 = CertificateType(
    type_id="af00213",
    version="1.0",
    engine=Engine.LEGACY,
    code="AF00213",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Arbetsförmedlingens medicinska utlåtande",
    type_name="AF00213",
    name="Arbetsförmedlingens medicinska utlåtande",
    description="Utlåtandet hjälper Arbetsförmedlingen att planera insatser för en arbetssökande som har besvär av "
    "sjukdom eller skada. Det beskriver vad patienten har svårt med, vilken behandling som pågår och vilka "
    "arbetsuppgifter som kan göra besvären värre. Arbetsförmedlingen begär det, och det skickas när det signeras.",
    form_number="AF00213",
    recipient=ARBETSFORMEDLINGEN,
    active_from=dt.date(2025, 1, 1),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(
        sendable=True,
        auto_send_after_sign=True,
        replaceable=True,
        copy_locked_draft=True,
        available_to_patient=True,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    paper=Paper(file_name=older_file_name("af_medicinskt_utlatande", FileTime.UNDERSCORES), information=INFORMATION),
)

TYPES = (AF00213,)
