"""Every declaration against its specification file (spec/certificate-types)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.questions.base import Question
from certificates.types import registry
from certificates.types.base import CertificateType
from hsa.roles import Role
from tests.certificates.types.spec_files import FOLDER, SpecForm, SpecPart, forms

pytest.importorskip("yaml", reason="the specification is YAML")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the specification is not at hand")

FORMS = forms() if FOLDER.is_dir() else []


def declared(form: SpecForm) -> CertificateType | None:
    """The newest version of that generation, or None while the type is not declared."""
    return next((t for t in registry.by_id(form.type_id) if t.version.partition(".")[0] == form.major), None)


DECLARED = [(form, ctype) for form in FORMS if (ctype := declared(form))]
every_form = pytest.mark.parametrize(
    ("form", "ctype"), DECLARED, ids=[f"{t.type_id}-{t.version}" for _, t in DECLARED] or None
)
PARTS = [(part, ctype) for form, ctype in DECLARED for part in form.parts if part.delsvar[0].isdecimal()]
every_part = pytest.mark.parametrize(
    ("part", "ctype"), PARTS, ids=[f"{t.type_id}-{t.version}-{p.delsvar}" for p, t in PARTS] or None
)

ABSENT: dict[tuple[str, str, str], str] = {
    ("lisjp", "1", "9nnn.1"): "extra questions belong to a text version, and none of the texts has any",
}
"""Sub-answers of the files that a declaration does not have, each with the reason."""


def question_of(ctype: CertificateType, delsvar: str) -> Question | None:
    return next((q for q in ctype.questions() if any(s.id == delsvar for s in q.sub_answers)), None)


@every_form
def test_names_and_codes(form: SpecForm, ctype: CertificateType) -> None:
    file = form.file

    assert (ctype.code, ctype.code_system) == (file["code"], file["code_system"])
    assert ctype.code_display_name == file["code_display_name"]
    assert ctype.name == file["name"]
    if "type_name" in file:
        assert ctype.type_name == file["type_name"]
    if file.get("recipient"):
        assert (ctype.recipient.id, ctype.recipient.name) == (file["recipient"]["id"], file["recipient"]["name"])


@every_form
def test_roles(form: SpecForm, ctype: CertificateType) -> None:
    issuers = form.file["issuers"]

    assert ctype.signing_roles == {Role(r) for r in issuers["sign"]}
    assert ctype.draft_roles == {Role(r) for r in issuers["draft_only"]}
    if "handle_protected_person" in issuers and ctype.engine == "LEGACY":
        assert ctype.protected_roles == {Role(r) for r in issuers["handle_protected_person"]}


FLAGS = {
    "sendable": "send",
    "auto_send_after_sign": "auto_send_after_sign",
    "auto_send_after_complement": "auto_send_after_complement",
    "renewable": "renewable",
    "replaceable": "replaceable",
    "complementable": "complementable",
    "copy_locked_draft": "copy_locked_draft",
    "available_to_patient": "available_to_patient",
    "prefill": "prefill",
    "fmb": "fmb",
    "test_patient_may_be_sent": "test_indicated_patient_may_be_sent",
    "for_deceased_patient": "allowed_for_deceased_patient",
    "for_protected_patient": "allowed_for_protected_person",
    "status_updates_to_care": "status_updates_to_care",
    "revoke_requires_reason": "revoke_requires_reason",
}
OF_OTHER_VERSION = {
    ("ag114", "1", "prefill"): "of the older engine only lisjp takes prefill (README 9)",
}
"""Flags that a file tells of another version than the form, each with the reason."""


@every_form
def test_flags(form: SpecForm, ctype: CertificateType) -> None:
    flags: dict[str, Any] = form.file["flags"]
    different = {
        ours: (getattr(ctype.flags, ours), flags[theirs])
        for ours, theirs in FLAGS.items()
        if isinstance(flags.get(theirs), bool) and getattr(ctype.flags, ours) is not flags[theirs]
        if (form.type_id, form.major, theirs) not in OF_OTHER_VERSION
    }

    assert different == {}


@every_form
def test_sections_stand_in_the_same_order(form: SpecForm, ctype: CertificateType) -> None:
    theirs = [section_id for section_id, _ in form.sections]
    ours = [s.id for s in ctype.sections]

    assert [s for s in ours if s in theirs] == [s for s in theirs if s in ours]
    asked = (p for p in form.parts if (form.type_id, form.major, p.delsvar) not in ABSENT)
    assert {p.section for p in asked if p.delsvar[0].isdecimal()} <= set(ours)


@every_form
def test_nothing_is_sent_that_the_file_does_not_know(form: SpecForm, ctype: CertificateType) -> None:
    known = {p.delsvar for p in form.parts}

    assert {s.id for q in ctype.questions() if q.is_sent for s in q.sub_answers} <= known


@every_part
def test_sub_answers(part: SpecPart, ctype: CertificateType) -> None:
    question = question_of(ctype, part.delsvar)
    if question is None:
        assert (ctype.type_id, ctype.version.partition(".")[0], part.delsvar) in ABSENT
        return

    section = next(s for s in ctype.sections if question in tuple(s.walk()))
    assert section.id == part.section
    ours = next(s for s in question.sub_answers if s.id == part.delsvar)
    if part.codes:
        assert ours.codes == part.codes
    if part.code_system.startswith("KV_"):
        assert ours.code_systems == {part.code_system}
    assert question.renew is part.renew


@every_part
def test_lengths(part: SpecPart, ctype: CertificateType) -> None:
    question = question_of(ctype, part.delsvar)
    if question is not None and part.max_length is not None and question.kind in {"text_area", "text_line"}:
        assert question.limits.max_length == part.max_length
