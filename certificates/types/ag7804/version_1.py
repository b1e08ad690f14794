"""AG7804 version 1, of the older engine (ag7804.yaml, ``legacy_v1``)."""

from __future__ import annotations

import datetime as dt

from certificates.types.ag7804.form_v1 import SECTIONS
from certificates.types.ag7804.receiver_v1 import RECEIVER_RULES
from certificates.types.base import (
    CertificateType,
    EmployerCopy,
    Engine,
    FilledFrom,
    Flags,
    SickLeaveRule,
    SummaryRule,
    text_versions,
)
from certificates.types.employers import AFTER_TWO_WEEKS, ALWAYS_DISCLOSED, UNKNOWN_DIAGNOSIS
from certificates.types.paper import FileTime, Paper, older_file_name
from certificates.types.recipients import EMPLOYERS
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.sick_leave_v1 import CARRIER
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

SAME_IN_LISJP = (
    "27", "1", "1.3", "28", "29", "6", "35", "17", "19", "20", "32", "37", "34", "33", "33.2", "39", "39.3", "40", "44",
    "25",
)  # fmt: skip
"""Questions that FK 7804 version 1 asks too; chosen ICF terms become text, unknown measures fall away."""

VERSION_1 = text_versions(
    CertificateType(
        type_id="ag7804",
        version="1.0",
        engine=Engine.LEGACY,
        code="AG7804",
        code_system=oids.KV_INTYGSTYP,
        code_display_name="Läkarintyg om arbetsförmåga – arbetsgivare",
        type_name="AG7804",
        name="Läkarintyg om arbetsförmåga – arbetsgivaren",
        description="Intyget ger arbetsgivaren underlag för sjukskrivningen efter sjuklöneperioden. Det beskriver hur "
        "mycket och hur länge arbetsförmågan är nedsatt och vad som kan underlätta återgången. Patienten bestämmer om "
        "diagnosen ska stå med. Intyget skickas inte elektroniskt; patienten lämnar det själv.",
        form_number="AG7804",
        recipient=EMPLOYERS,
        active_from=dt.date(2019, 10, 31),
        signing_roles=DOCTORS_AND_DENTISTS,
        draft_roles=DRAFT_ONLY,
        protected_roles=DOCTORS_AND_DENTISTS,
        employer_copy=EmployerCopy(may_withhold=("100", "6"), unless=CARRIER, why_not=ALWAYS_DISCLOSED),
        flags=Flags(renewable=True, replaceable=True, copy_locked_draft=True, available_to_patient=True),
        sections=SECTIONS,
        receiver_rules=RECEIVER_RULES,
        unit_contact=LEGACY_UNIT,
        filled_from=FilledFrom(type_id="lisjp", major=1, questions=tuple((same, same) for same in SAME_IN_LISJP)),
        summary=SummaryRule("Gäller intygsperiod", "32"),
        sick_leave=SickLeaveRule(
            periods="32",
            diagnoses="6",
            occupations="28",
            unless=CARRIER,
            undisclosed=UNKNOWN_DIAGNOSIS,
            in_chain=False,
        ),
        paper=Paper(
            file_name=older_file_name("arbetsgivarintyg", FileTime.UNDERSCORES, withheld="minimalt_"),
            information=AFTER_TWO_WEEKS,
            has_signature_box=True,
        ),
    ),
    ("1.2", dt.date(2022, 2, 1), ""),
    ("1.1", dt.date(2021, 3, 22), ""),
    ("1.0", dt.date(2019, 10, 31), ""),
)
