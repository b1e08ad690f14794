"""AF00251 Läkarintyg för deltagare i arbetsmarknadspolitiska program (spec/certificate-types/af00251.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.af00251.form import SECTIONS
from certificates.types.af00251.receiver import RECEIVER_RULES
from certificates.types.base import CertificateType, Engine, Flags
from certificates.types.employment import INFORMATION
from certificates.types.paper import FileTime, Paper, older_file_name
from certificates.types.recipients import ARBETSFORMEDLINGEN
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

AF00251 = CertificateType(
    type_id="af00251",
    version="1.0",
    engine=Engine.LEGACY,
    code="AF00251",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg för deltagare i arbetsmarknadspolitiska program med aktivitetsstöd, "
    "utvecklingsersättning eller etableringsersättning",
    type_name="AF00251",
    name="Läkarintyg för deltagare i arbetsmarknadspolitiska program",
    description="Intyget är underlag för Arbetsförmedlingen när en deltagare i ett program inte kan vara med på grund "
    "av sjukdom. Det beskriver vad patienten har svårt med, hur mycket och hur länge deltagandet hindras, och om "
    "programmet kan anpassas.",
    form_number="AF00251",
    recipient=ARBETSFORMEDLINGEN,
    active_from=dt.date(2025, 1, 1),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(
        sendable=True,
        renewable=True,
        replaceable=True,
        copy_locked_draft=True,
        available_to_patient=True,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    paper=Paper(
        file_name=older_file_name("af_lakarintyg_arbetsmarknadspolitiskt_program", FileTime.UNDERSCORES),
        information=INFORMATION,
    ),
)

TYPES = (AF00251,)
