"""FK 7801 Läkarutlåtande för aktivitetsersättning vid nedsatt arbetsförmåga (spec/certificate-types/luae_na.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, SummaryRule, text_versions
from certificates.types.compensation import FLAGS
from certificates.types.confirmations import FOR_THE_YOUNG
from certificates.types.luae_na.form import SECTIONS
from certificates.types.luae_na.receiver import RECEIVER_RULES
from certificates.types.paper import Paper, older_file_name
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.topics import EVERY_TOPIC
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

TYPES = text_versions(
    CertificateType(
        type_id="luae_na",
        version="1.0",
        engine=Engine.LEGACY,
        code="LUAE_NA",
        code_system=oids.KV_INTYGSTYP,
        code_display_name="Läkarutlåtande för aktivitetsersättning vid nedsatt arbetsförmåga",
        type_name="FK 7801",
        name="Läkarutlåtande för aktivitetsersättning vid nedsatt arbetsförmåga",
        description="Utlåtandet är underlag när Försäkringskassan bedömer om en ung person har rätt till "
        "aktivitetsersättning, för att arbetsförmågan är nedsatt under minst ett år. Det beskriver sjukdomen, hur den "
        "sätter ned funktion och aktivitet, och vad som kan göra arbete möjligt. För den som har fyllt 30 år är "
        "sjukersättning (FK 7800) oftast rätt.",
        form_number="FK 7801",
        recipient=FORSAKRINGSKASSAN,
        active_from=dt.date(2016, 11, 29),
        signing_roles=DOCTORS,
        draft_roles=DRAFT_ONLY,
        protected_roles=DOCTORS,
        flags=FLAGS,
        sections=SECTIONS,
        receiver_rules=RECEIVER_RULES,
        extra_check=FOR_THE_YOUNG,
        further_information="25",
        unit_contact=LEGACY_UNIT,
        summary=SummaryRule("Avser diagnos", "6"),
        topics=EVERY_TOPIC,
        paper=Paper(file_name=older_file_name("lakarutlatande_aktivitetsersattning")),
    ),
    ("1.2", dt.date(2022, 9, 27), "004 F 001"),
    ("1.1", dt.date(2021, 2, 11), "003 F 001"),
    ("1.0", dt.date(2016, 11, 29), "001 F 001"),
)
