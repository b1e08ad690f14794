"""FK 7804 Läkarintyg för sjukpenning, version 1 (spec/certificate-types/lisjp.yaml). Replaced by ``fk7804``."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags, SickLeaveRule, SummaryRule, text_versions
from certificates.types.lisjp.form import SECTIONS
from certificates.types.lisjp.receiver import RECEIVER_RULES
from certificates.types.paper import Paper, older_file_name
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.sick_leave_v1 import CARRIER
from certificates.types.topics import EVERY_TOPIC
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

LISJP = CertificateType(
    type_id="lisjp",
    version="1.3",
    engine=Engine.LEGACY,
    code="LISJP",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg för sjukpenning",
    type_name="FK 7804",
    name="Läkarintyg för sjukpenning",
    description="Intyget är underlag när Försäkringskassan bedömer om patienten har rätt till sjukpenning eller "
    "smittbärarpenning. Det beskriver hur sjukdomen sätter ned funktion och aktivitet, och hur mycket och hur länge "
    "arbetsförmågan är nedsatt. Den här äldre versionen har ersatts av FK7804.",
    form_number="FK 7804",
    form_revision="005 F 001",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2022, 2, 1),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(
        sendable=True,
        auto_send_after_complement=True,
        renewable=True,
        replaceable=True,
        complementable=True,
        copy_locked_draft=True,
        available_to_patient=True,
        prefill=True,
        administrative_questions=True,
        srs=True,
        fmb=True,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    further_information="25",
    unit_contact=LEGACY_UNIT,
    summary=SummaryRule("Gäller intygsperiod", "32"),
    sick_leave=SickLeaveRule(periods="32", diagnoses="6", occupations="28", unless=CARRIER),
    topics=EVERY_TOPIC,
    template_for=("ag7804",),
    paper=Paper(file_name=older_file_name("lakarintyg_sjukpenning")),
)

TYPES = text_versions(
    LISJP,
    ("1.3", dt.date(2022, 2, 1), "005 F 001"),
    ("1.2", dt.date(2021, 3, 22), "003 F 001"),
    ("1.1", dt.date(2020, 2, 17), "003 F 001"),
    ("1.0", dt.date(2016, 10, 25), "001 F 001"),
)
