"""AG1-14 version 1, of the older engine (ag114.yaml, ``legacy_v1``)."""

from __future__ import annotations

import datetime as dt

from certificates.types.ag114.form_v1 import SECTIONS
from certificates.types.ag114.receiver_v1 import RECEIVER_RULES
from certificates.types.base import CertificateType, EmployerCopy, Engine, Flags, SickLeaveRule, SummaryRule
from certificates.types.employers import FIRST_TWO_WEEKS, SICK_PAY_PERIOD, UNKNOWN_DIAGNOSIS
from certificates.types.paper import FileTime, Paper, older_file_name
from certificates.types.recipients import EMPLOYERS
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

VERSION_1 = CertificateType(
    type_id="ag114",
    version="1.0",
    engine=Engine.LEGACY,
    code="AG1-14",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg om arbetsförmåga – sjuklöneperiod",
    type_name="AG1-14",
    name="Läkarintyg om arbetsförmåga – sjuklöneperioden",
    description="Intyget ger arbetsgivaren underlag för sjuklön under de första 14 dagarna av en sjukskrivning. Det "
    "beskriver hur mycket och hur länge arbetsförmågan är nedsatt. Patienten bestämmer om diagnosen ska stå med. "
    "Intyget skickas inte elektroniskt; patienten lämnar det själv.",
    form_number="AG1-14",
    recipient=EMPLOYERS,
    active_from=dt.date(2019, 10, 31),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    employer_copy=EmployerCopy(may_withhold=("3", "4")),
    flags=Flags(replaceable=True, copy_locked_draft=True, available_to_patient=True),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    unit_contact=LEGACY_UNIT,
    summary=SummaryRule("Gäller intygsperiod", "7.2"),
    sick_leave=SickLeaveRule(
        periods="7.2",
        percent="7.1",
        diagnoses="4",
        always_occupied="NUVARANDE_ARBETE",
        undisclosed=UNKNOWN_DIAGNOSIS,
        in_chain=False,
    ),
    paper=Paper(
        file_name=older_file_name("sjukloneintyg", FileTime.UNDERSCORES),
        purpose=SICK_PAY_PERIOD,
        information=FIRST_TWO_WEEKS,
        has_signature_box=True,
    ),
)
