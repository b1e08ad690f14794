"""FK 7800 Läkarutlåtande för sjukersättning (spec/certificate-types/luse.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, SummaryRule, text_versions
from certificates.types.compensation import FLAGS
from certificates.types.luse.form import SECTIONS
from certificates.types.luse.receiver import RECEIVER_RULES
from certificates.types.paper import Paper, older_file_name
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import DOCTORS, DRAFT_ONLY
from certificates.types.topics import EVERY_TOPIC
from certificates.types.unit_section import LEGACY_UNIT
from rivta import oids

TYPES = text_versions(
    CertificateType(
        type_id="luse",
        version="1.0",
        engine=Engine.LEGACY,
        code="LUSE",
        code_system=oids.KV_INTYGSTYP,
        code_display_name="Läkarutlåtande för sjukersättning",
        type_name="FK 7800",
        name="Läkarutlåtande för sjukersättning",
        description="Utlåtandet är underlag när Försäkringskassan bedömer om en person som sannolikt aldrig mer kan "
        "arbeta heltid har rätt till sjukersättning. Det beskriver sjukdomen, hur den sätter ned funktion och "
        "aktivitet, vilka behandlingar som har prövats och vilka förutsättningar som finns för arbete.",
        form_number="FK 7800",
        recipient=FORSAKRINGSKASSAN,
        active_from=dt.date(2016, 9, 23),
        signing_roles=DOCTORS,
        draft_roles=DRAFT_ONLY,
        protected_roles=DOCTORS,
        flags=FLAGS,
        sections=SECTIONS,
        receiver_rules=RECEIVER_RULES,
        further_information="25",
        unit_contact=LEGACY_UNIT,
        summary=SummaryRule("Avser diagnos", "6"),
        topics=EVERY_TOPIC,
        paper=Paper(file_name=older_file_name("lakarutlatande_sjukersattning")),
    ),
    ("1.3", dt.date(2022, 9, 27), "007 F 001"),
    ("1.2", dt.date(2021, 2, 11), "006 F 001"),
    ("1.1", dt.date(2016, 12, 19), "002 F 001"),
    ("1.0", dt.date(2016, 9, 23), "001 F 001"),
)
