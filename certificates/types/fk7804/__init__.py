"""FK 7804 Läkarintyg för sjukpenning, version 2.0 (spec/certificate-types/fk7804.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags, SickLeaveRule, SummaryRule
from certificates.types.fk7804.form import SECTIONS
from certificates.types.fk7804.receiver import RECEIVER_RULES
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS_AND_DENTISTS, DRAFT_ONLY
from certificates.types.sick_leave_v2 import CARRIER
from certificates.types.topics import EVERY_TOPIC
from rivta import oids

FK7804 = CertificateType(
    type_id="fk7804",
    version="2.0",
    engine=Engine.MODEL,
    code="LISJP",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Läkarintyg sjukpenning",
    type_name="FK7804",
    name="Läkarintyg för sjukpenning",
    description="Intyget är underlag när Försäkringskassan bedömer om patienten har rätt till sjukpenning. Det "
    "beskriver hur sjukdomen sätter ned funktion och aktivitet, och hur mycket och hur länge arbetsförmågan är "
    "nedsatt. Det används också för smittbärarpenning, när patienten kan arbeta men inte får det enligt "
    "smittskyddslagen. De första 14 dagarna behövs normalt inget intyg till Försäkringskassan för den som har "
    "sjuklön.",
    form_number="FK 7804",
    form_revision="006 F 001",
    scan_id="78040502",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2025, 8, 5),
    signing_roles=DOCTORS_AND_DENTISTS,
    draft_roles=DRAFT_ONLY,
    protected_roles=DOCTORS_AND_DENTISTS,
    flags=Flags(
        sendable=True,
        auto_send_after_complement=True,
        renewable=True,
        replaceable=True,
        complementable=True,
        available_to_patient=True,
        prefill=True,
        administrative_questions=True,
        srs=True,
        fmb=True,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    summary=SummaryRule("Gäller intygsperiod", "32"),
    sick_leave=SickLeaveRule(periods="32", diagnoses="6", occupations="28", unless=CARRIER),
    topics=EVERY_TOPIC,
    replaces=("lisjp",),
    template_for=("ag7804",),
    period_of_parent="32",
    further_information="25",
)

TYPES = (FK7804,)
