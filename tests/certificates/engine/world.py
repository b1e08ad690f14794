"""What these tests are arranged with: a day, a small register of diagnoses, a complete FK 7804, and a tiny type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from certificates.models import Certificate
from certificates.questions.base import Situation
from certificates.questions.text_area import TextArea
from certificates.questions.unit_contact import UnitContact
from certificates.types.base import CertificateType, Section
from certificates.types.fk7804 import FK7804
from certificates.types.receiver import ReceiverRules

TODAY = dt.date(2026, 1, 15)
SHARED = Path(settings.BASE_DIR).parent / "shared"
UNIT_CONTACT = "UNIT_CONTACT_INFORMATION"

needs_contracts = pytest.mark.skipif(
    not (SHARED / "contracts").is_dir(), reason="the official contracts are not at hand"
)


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    title: str


REGISTER = {
    "F438A": "Utmattningssyndrom",
    "F430": "Akut stressreaktion",
    "M545": "Lumbago",
    "A78": "Q-feber",
    "A25": "Råttbettsfeber",
    "F43": "Anpassningsstörningar och reaktion på svår stress",
    "Z73": "Problem som har samband med svårigheter att kontrollera livssituationen",
}


def find(code_system: str, code: str) -> Entry | None:
    """A register of a few codes, asked as ``terminology.search.find`` is."""
    return Entry(code, REGISTER[code]) if code_system == "ICD_10_SE" and code in REGISTER else None


SITUATION = Situation(TODAY, find)
PREFILLING = Situation(TODAY, find, fill_gaps=True)

COMPLETE: dict[str, Any] = {
    "1": {"FYSISKUNDERSOKNING": "2026-01-05", "ANNAT": "2026-01-02"},
    "1.3": "Samtal med arbetsledare",
    "28": ["NUVARANDE_ARBETE", "STUDIER"],
    "29": "Undersköterska.\nNattpass.",
    "6": [
        {"code": "F438A", "text": "Utmattningssyndrom"},
        {"code": "M545", "text": "Ont i ryggen"},
        {"code": "", "text": ""},
    ],
    "35": {"terms": ["Sömnfunktioner", "Uppmärksamhet"], "text": "Uttalad trötthet."},
    "17": {"terms": [], "text": "Orkar inte hela pass."},
    "19": "Samtalsstöd.",
    "32": {
        "HALFTEN": {"from": "2026-01-29", "to": "2026-02-11"},
        "HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"},
    },
    "37": "Lång väntan.",
    "34": True,
    "33": True,
    "33.2": "Sömnen störs av nattpass.",
    "39": "ATER_X_ANTAL_MANADER",
    "39.4": 3,
    "44": "Anpassade pass.",
    "25": "Inget mer.",
    "26": True,
    "26.2": "Frågor om planen.",
    UNIT_CONTACT: {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "phone": "0770123456"},
}

CARRIER: dict[str, Any] = {
    "27": True,
    "6": COMPLETE["6"],
    "32": {"HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"}},
    UNIT_CONTACT: COMPLETE[UNIT_CONTACT],
}


def complete(**changes: Any) -> dict[str, Any]:
    """The complete answers with some changed; None takes an answer away. ``q33_2`` stands for question 33.2."""
    return with_changes(COMPLETE, changes)


def with_changes(answers: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    named = {
        key.removeprefix("q").replace("_", ".") if key.startswith("q") else key: value for key, value in changes.items()
    }
    return {key: value for key, value in {**answers, **named}.items() if value is not None}


def certificate(answers: Mapping[str, Any] | None = None, **fields: Any) -> Certificate:
    """An unsaved certificate with every detail filled."""
    values: dict[str, Any] = {
        "id": "3f0c9d2e-6b1a-4c57-9f0e-2a41d8b7c913",
        "type_id": "fk7804",
        "type_version": "2.0",
        "person_id": "191212121212",
        "patient_first_name": "Tolvan",
        "patient_last_name": "Tolvansson",
        "unit_id": "SE2321000016-VE01",
        "unit_name": "Exempelby vårdcentral",
        "care_provider_id": "SE2321000016-VG01",
        "care_provider_name": "Region Exempel",
        "workplace_code": "1000001",
        "unit_mail": "enhet@exempel.test",
        "issuer_hsa_id": "SE2321000016-P001",
        "issuer_name": "Astrid Bergvall",
        "issuer_positions": [{"code": "201010", "name": "Överläkare"}],
        "issuer_specialities": ["Allmänmedicin"],
        "issuer_licences": ["Läkare"],
        "answers": dict(COMPLETE if answers is None else answers),
    }
    return Certificate(**{**values, **fields})


def tiny_type(*questions: Any, **changes: Any) -> CertificateType:
    """A type of one section, made the way a type module makes one."""
    sections = (
        Section(id="ONE", heading="Ett avsnitt", questions=questions or (TextArea(id="7001", label="En fråga"),)),
        Section(
            id="UNIT_CONTACT",
            heading="Adress",
            questions=(UnitContact(id=UNIT_CONTACT, label="Adress", required=True),),
        ),
    )
    values: dict[str, Any] = {
        "type_id": "tiny",
        "version": "1.0",
        "code": "TINY",
        "name": "Allra minsta intyget",
        "sections": sections,
        "receiver_rules": ReceiverRules(),
        "summary": None,
        "sick_leave": None,
        "period_of_parent": "",
        "further_information": "",
    }
    return replace(FK7804, **{**values, **changes})
