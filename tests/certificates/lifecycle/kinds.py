"""Small types that stand in for kinds of certificates: one rule each, declared as a type module would."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from certificates.questions.text_area import TextArea
from certificates.types.base import CertificateType, Engine, FilledFrom, Flags, Recipient
from certificates.types.fk7804 import FK7804
from hsa.roles import Role
from tests.certificates.engine.world import UNIT_CONTACT, tiny_type

LONG_AGO = dt.date(2020, 1, 1)
EVERYTHING = Flags(
    renewable=True, replaceable=True, complementable=True, copy_locked_draft=True, sendable=True, prefill=True
)
CONTACT = {"address": "Egen gata 7", "postal_code": "99002", "city": "Annanby", "phone": "0701"}
DOCTORS = frozenset({Role.LAKARE, Role.PRIVATLAKARE})


def older(type_id: str = "luse", version: str = "1.0", *questions: Any, **changes: Any) -> CertificateType:
    """A type of the older engine: question 25 takes comments, 26 is cleared on renewal."""
    asked = questions or (
        TextArea(id="25", label="Övriga upplysningar"),
        TextArea(id="26", label="Kontakt", renew=False),
    )
    values: dict[str, Any] = {
        "type_id": type_id,
        "version": version,
        "engine": Engine.LEGACY,
        "code": type_id.upper(),
        "name": "Äldre intyg",
        "flags": EVERYTHING,
        "active_from": LONG_AGO,
        "replaces": (),
        "template_for": (),
        "further_information": "" if questions else "25",
        "signing_roles": DOCTORS,
    }
    return tiny_type(*asked, **(values | changes))


def death(**changes: Any) -> CertificateType:
    """One signed in the whole country; a draft per care provider; sent by itself; no reason asked."""
    flags = Flags(
        replaceable=True,
        copy_locked_draft=True,
        sendable=True,
        auto_send_after_sign=True,
        unique_certificate=True,
        unique_draft=True,
        revoke_requires_reason=False,
        for_protected_patient=False,
    )
    return older(
        "db",
        "1.0",
        TextArea(id="1", label="Identitet"),
        **(
            {
                "name": "Dödsbevis",
                "flags": flags,
                "template_for": ("doi",),
                "recipient": Recipient("SKV", "Skatteverket"),
            }
            | changes
        ),
    )


def cause(**changes: Any) -> CertificateType:
    """One signed per care provider, also after death; made after ``death`` and filled from it."""
    flags = Flags(
        replaceable=True,
        copy_locked_draft=True,
        sendable=True,
        unique_certificate_in_provider=True,
        unique_draft=True,
        revoke_requires_reason=False,
        for_deceased_patient=True,
    )
    filled = FilledFrom(
        type_id="db", major=1, questions=(("1", "1"),), offered_stand_alone=True, from_care_provider=True
    )
    return older(
        "doi",
        "1.0",
        TextArea(id="1", label="Identitet"),
        TextArea(id="2", label="Orsak"),
        **({"name": "Dödsorsaksintyg", "flags": flags, "made_after": "db", "filled_from": filled} | changes),
    )


def employer(**changes: Any) -> CertificateType:
    """A newer type filled from FK 7804: chosen ICF terms become text."""
    filled = FilledFrom(type_id="fk7804", major=2, questions=(("27", "27"), ("35", "35"), ("6", "6"), ("32", "32")))
    values: dict[str, Any] = {
        "type_id": "ag7804",
        "version": "2.0",
        "code": "AG7804",
        "type_name": "AG7804",
        "name": "Läkarintyg om arbetsförmåga",
        "flags": Flags(renewable=True, replaceable=True, available_to_patient=True),
        "filled_from": filled,
        "template_for": (),
        "replaces": (),
        "recipient": None,
        "sections": tuple(_with_plain_text(section) for section in FK7804.sections),
    }
    return replace(FK7804, **(values | changes))


def answers_of(ctype: CertificateType, **texts: str) -> dict[str, Any]:
    """Texts by question id (``q25`` is 25), and contact details edited by hand."""
    return {name.removeprefix("q"): text for name, text in texts.items()} | {UNIT_CONTACT: CONTACT}


def _with_plain_text(section: Any) -> Any:
    questions = tuple(
        TextArea(id="35", label=q.label, required=q.required, max_length=4000) if q.id == "35" else q
        for q in section.questions
    )
    return replace(section, questions=questions)
