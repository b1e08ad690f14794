"""AG1-14 Läkarintyg om arbetsförmåga i sjuklöneperioden (spec/certificate-types/ag114.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.ag114.form import SECTIONS
from certificates.types.ag114.receiver import RECEIVER_RULES
from certificates.types.ag114.version_1 import VERSION_1
from certificates.types.base import CertificateType, EmployerCopy, Engine, Flags, SickLeaveRule, SummaryRule
from certificates.types.employers import FIRST_TWO_WEEKS, SICK_PAY_PERIOD, UNKNOWN_DIAGNOSIS
from certificates.types.paper import FileName, FileTime, Paper
from certificates.types.recipients import EMPLOYERS
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from rivta import oids

AG114 = CertificateType(
    type_id="ag114",
    version="2.0",
    engine=Engine.MODEL,
    code="AG1-14",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg om arbetsförmåga – sjuklöneperiod",
    type_name="AG1-14",
    name="Läkarintyg om arbetsförmåga – sjuklöneperioden",
    description="Intyget är till för patientens arbetsgivare under de första 14 dagarna av en sjukdom, då "
    "arbetsgivaren betalar sjuklön. Det beskriver hur sjukdomen sätter ned arbetsförmågan, hur mycket och hur länge. "
    "Det skickas inte digitalt: patienten lämnar själv en utskrift till arbetsgivaren och bestämmer om diagnosen ska "
    "stå där.",
    form_number="AG1-14",
    recipient=EMPLOYERS,
    active_from=dt.date(2025, 10, 1),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(replaceable=True, available_to_patient=True, prefill=True),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    summary=SummaryRule("Gäller intygsperiod", "7.2"),
    sick_leave=SickLeaveRule(
        periods="7.2",
        percent="7",
        diagnoses="4",
        always_occupied="NUVARANDE_ARBETE",
        undisclosed=UNKNOWN_DIAGNOSIS,
        in_chain=False,
    ),
    employer_copy=EmployerCopy(may_withhold=("3", "4")),
    paper=Paper(
        file_name=FileName(time=FileTime.NONE),
        purpose=SICK_PAY_PERIOD,
        information=FIRST_TWO_WEEKS,
        has_signature_box=True,
    ),
)

TYPES = (AG114, VERSION_1)
