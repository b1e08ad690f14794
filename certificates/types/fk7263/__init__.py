"""FK 7263, the certificate for sick leave before 2016: read, printed and revoked only (certificate-types README 1)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags
from certificates.types.fk7263.form import SECTIONS
from certificates.types.paper import Paper, older_file_name
from certificates.types.receiver import ReceiverRules
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.unit_section import LEGACY_UNIT
from hsa.roles import Role

NEVER = dt.date.max
"""An inactive type is closed to everything but reading, printing and revoking (README 1); this one stays so."""

FK7263 = CertificateType(
    type_id="fk7263",
    version="1.0",
    engine=Engine.LEGACY,
    code="FK7263",
    code_system="f6fb361a-e31d-48b8-8657-99b63912dd9b",
    code_display_name="Läkarintyg FK 7263",
    type_name="FK 7263",
    name="Läkarintyg FK 7263",
    description="Intyget användes som underlag för sjukpenning innan FK 7804 kom. Det kan inte längre utfärdas, men "
    "äldre intyg går att läsa, skriva ut och makulera.",
    form_number="FK 7263",
    recipient=FORSAKRINGSKASSAN,
    active_from=NEVER,
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY | {Role.TANDLAKARE},
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(refuses_messages=True, legacy_messages=True),
    sections=SECTIONS,
    receiver_rules=ReceiverRules(),
    unit_contact=LEGACY_UNIT,
    paper=Paper(file_name=older_file_name("lakarintyg_fk7263")),
)

TYPES = (FK7263,)
