"""DB Dödsbevis (spec/certificate-types/db.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.expressions import equals
from certificates.types.base import CertificateType, Engine, Flags, PatientContent
from certificates.types.confirmations import DEATH_IS_REGISTERED, DEATH_OF_THE_RIGHT_PERSON
from certificates.types.db.form import SECTIONS
from certificates.types.db.receiver import RECEIVER_RULES
from certificates.types.death import ADDRESS
from certificates.types.paper import Paper, PaperNotice, older_file_name
from certificates.types.recipients import SKATTEVERKET, SOCIALSTYRELSEN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

DB = CertificateType(
    type_id="db",
    version="1.0",
    engine=Engine.LEGACY,
    code="DB",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Dödsbevis",
    type_name="",
    name="Dödsbevis",
    description="Dödsbeviset gör att Skatteverket kan registrera dödsfallet. Det visar vem som har avlidit, när och "
    "var, och om kroppen får kremeras. Det skickas till Skatteverket så snart det har signerats, därför är det viktigt "
    "att det gäller rätt person.",
    form_number="",
    recipient=SKATTEVERKET,
    active_from=dt.date(2021, 4, 26),
    signing_roles=DOCTORS,
    draft_roles=DRAFT_ONLY,
    protected_roles=frozenset(),
    flags=Flags(
        sendable=True,
        auto_send_after_sign=True,
        replaceable=True,
        copy_locked_draft=True,
        for_protected_patient=False,
        revoke_requires_reason=False,
        unique_certificate=True,
        unique_draft=True,
        replaced_and_deleted_anywhere=True,
        locked_draft_printed_when_deceased=False,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    extra_check=DEATH_OF_THE_RIGHT_PERSON,
    signing_check=DEATH_IS_REGISTERED,
    patient_content=PatientContent.WITH_ADDRESS,
    named_by_register_only=True,
    unit_contact=LEGACY_UNIT,
    patient_address=ADDRESS,
    template_for=("doi",),
    related="doi",
    paper=Paper(
        file_name=older_file_name("dodsbevis"),
        form_owner=SOCIALSTYRELSEN.name,
        notices=(
            PaperNotice(
                equals("7", True),
                "Dödsfallet anmäls till polisen. Skicka även en utskrift av dödsbeviset till polisen med post.",
            ),
        ),
        tells_replacement=True,
    ),
)

TYPES = (DB,)
