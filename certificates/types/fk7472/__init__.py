"""FK 7472 Intyg om tillfällig föräldrapenning, version 1.0 (spec/certificate-types/fk7472.yaml)."""

from __future__ import annotations

import datetime as dt

from certificates.types.base import CertificateType, Engine, Flags, Topics
from certificates.types.fk7472.form import SECTIONS
from certificates.types.fk7472.receiver import RECEIVER_RULES
from certificates.types.recipients import FORSAKRINGSKASSAN
from certificates.types.roles import ADMINISTRATORS, DOCTORS, NURSES_AND_MIDWIVES
from rivta import oids

FK7472 = CertificateType(
    type_id="fk7472",
    version="1.0",
    engine=Engine.MODEL,
    code="ITFP",
    code_system=oids.KV_INTYGSTYP,
    code_display_name="Intyg tillfällig föräldrapenning",
    type_name="FK7472",
    name="Intyg om tillfällig föräldrapenning",
    description="Intyget gäller ett barn som är sjukt och därför inte kan vara i förskola, skola eller annan omsorg "
    "som vanligt. Försäkringskassan behöver det när en förälder är hemma längre än en vecka och begär tillfällig "
    "föräldrapenning. Även barnmorskor och sjuksköterskor kan utfärda det.",
    form_number="FK 7472",
    recipient=FORSAKRINGSKASSAN,
    active_from=dt.date(2024, 1, 25),
    signing_roles=DOCTORS | NURSES_AND_MIDWIVES,
    draft_roles=ADMINISTRATORS,
    protected_roles=DOCTORS | NURSES_AND_MIDWIVES,
    flags=Flags(
        sendable=True,
        auto_send_after_sign=True,
        auto_send_after_complement=True,
        renewable=True,
        replaceable=True,
        complementable=True,
        prefill=True,
    ),
    sections=SECTIONS,
    receiver_rules=RECEIVER_RULES,
    topics=Topics(may_receive=("KOMPLT", "PAMINN")),
)

TYPES = (FK7472,)
