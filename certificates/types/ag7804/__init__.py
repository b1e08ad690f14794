"""AG7804 Läkarintyg om arbetsförmåga till arbetsgivaren (spec/certificate-types/ag7804.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.ag7804.form import SECTIONS
from certificates.types.ag7804.receiver import RECEIVER_RULES
from certificates.types.ag7804.version_1 import VERSION_1
from certificates.types.base import (
    CertificateType,
    EmployerCopy,
    Engine,
    FilledFrom,
    Flags,
    SickLeaveRule,
    SummaryRule,
)
from certificates.types.employers import AFTER_TWO_WEEKS, ALWAYS_DISCLOSED, UNKNOWN_DIAGNOSIS
from certificates.types.paper import FileName, FileTime, Paper
from certificates.types.recipients import EMPLOYERS
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.sick_leave_v2 import CARRIER
from rivta import oids

SAME_IN_FK7804 = (
    "27", "1", "1.3", "28", "29", "6", "35", "17", "19", "32", "37", "34", "33", "33.2", "39", "39.4", "39.2", "44",
    "25",
)  # fmt: skip
"""Questions that FK 7804 asks too; whether the diagnosis is disclosed and contact wanted is asked anew."""

AG7804 = CertificateType(
    type_id="ag7804",
    version="2.0",
    engine=Engine.MODEL,
    code="AG7804",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg om arbetsförmåga – arbetsgivare",
    type_name="AG7804",
    name="Läkarintyg om arbetsförmåga – arbetsgivaren",
    description="Intyget är till för patientens arbetsgivare när sjukdomen varar längre än 14 dagar. Det beskriver hur "
    "sjukdomen sätter ned arbetsförmågan och vad som kan göra det lättare att komma tillbaka. Det skickas inte "
    "digitalt: patienten lämnar själv en utskrift till arbetsgivaren och bestämmer om diagnosen ska stå där. Har du "
    "skrivit FK 7804 kan det här intyget skapas från det.",
    form_number="AG7804",
    recipient=EMPLOYERS,
    active_from=dt.date(2025, 9, 26),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(renewable=True, replaceable=True, available_to_patient=True, prefill=True),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    summary=SummaryRule("Gäller intygsperiod", "32"),
    sick_leave=SickLeaveRule(
        periods="32",
        diagnoses="6",
        occupations="28",
        unless=CARRIER,
        undisclosed=UNKNOWN_DIAGNOSIS,
        in_chain=False,
    ),
    filled_from=FilledFrom(type_id="fk7804", major=2, questions=tuple((same, same) for same in SAME_IN_FK7804)),
    employer_copy=EmployerCopy(may_withhold=("100", "6"), unless=CARRIER, why_not=ALWAYS_DISCLOSED),
    paper=Paper(
        file_name=FileName(time=FileTime.NONE),
        information=AFTER_TWO_WEEKS,
        has_signature_box=True,
    ),
)

TYPES = (AG7804, *VERSION_1)
