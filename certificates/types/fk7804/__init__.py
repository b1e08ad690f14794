"""FK 7804 Läkarintyg för sjukpenning, version 2.0 (spec/certificate-types/fk7804.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags, Recipient, SickLeaveRule, SummaryRule, Topics
from certificates.types.fk7804.form import CARRIER, SECTIONS
from certificates.types.fk7804.receiver import RECEIVER_RULES
from hsa.roles import Role
from rivta import oids

SIGNING = frozenset({Role.LAKARE, Role.PRIVATLAKARE, Role.TANDLAKARE})
DRAFT_ONLY = frozenset({Role.SJUKSKOTERSKA, Role.BARNMORSKA, Role.VARDADMINISTRATOR})

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
    recipient=Recipient("FKASSA", "Försäkringskassan"),
    active_from=dt.date(2025, 8, 5),
    signing_roles=SIGNING,
    draft_roles=DRAFT_ONLY,
    protected_roles=SIGNING,
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
    topics=Topics(
        may_open=("AVSTMN", "KONTKT", "OVRIGT"), may_receive=("KOMPLT", "AVSTMN", "KONTKT", "OVRIGT", "PAMINN")
    ),
    replaces=("lisjp",),
    template_for=("ag7804",),
)

TYPES = (FK7804,)
