"""DOI Dödsorsaksintyg (spec/certificate-types/doi.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, FilledFrom, Flags, PatientContent
from certificates.types.death import ADDRESS, CARRIED
from certificates.types.doi.form import SECTIONS
from certificates.types.doi.receiver import RECEIVER_RULES
from certificates.types.paper import Paper, older_file_name
from certificates.types.recipients import SOCIALSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

DOI = CertificateType(
    type_id="doi",
    version="1.0",
    engine=Engine.LEGACY,
    code="DOI",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Dödsorsaksintyg",
    type_name="",
    name="Dödsorsaksintyg",
    description="Intyget berättar för Socialstyrelsen vad personen dog av, och är grunden för dödsorsaksregistret. "
    "Det beskriver den terminala dödsorsaken, vad den var en följd av och vad som bidrog. Det görs efter dödsbeviset "
    "och skickas så snart det har signerats.",
    form_number="",
    recipient=SOCIALSTYRELSEN,
    active_from=dt.date(2021, 4, 26),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=frozenset(),
    flags=Flags(
        sendable=True,
        auto_send_after_sign=True,
        replaceable=True,
        copy_locked_draft=True,
        for_deceased_patient=True,
        for_protected_patient=False,
        revoke_requires_reason=False,
        unique_certificate_in_provider=True,
        unique_draft=True,
        replaced_and_deleted_anywhere=True,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    patient_content=PatientContent.WITH_ADDRESS,
    named_by_register_only=True,
    unit_contact=LEGACY_UNIT,
    patient_address=ADDRESS,
    filled_from=FilledFrom(
        type_id="db",
        major=1,
        questions=tuple((question, question) for question in CARRIED),
        offered_stand_alone=True,
        from_care_provider=True,
    ),
    made_after="db",
    paper=Paper(file_name=older_file_name("dodsorsaksintyg"), tells_replacement=True),
)

TYPES = (DOI,)
