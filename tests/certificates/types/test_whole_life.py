"""Every type through every deed that it allows, and refused each that it does not (spec/lifecycle.md 2-5, 11, 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from lxml import etree

import accounts.demo
import hsa.demo
import patients.demo
from accounts.login import build_calling_user
from accounts.user import CareUser
from certificates import engine, transport
from certificates.lifecycle.complement import complement, request_complement
from certificates.lifecycle.copy import copy_locked
from certificates.lifecycle.create import draft_with, store_draft
from certificates.lifecycle.renew import renew
from certificates.lifecycle.replace import replace
from certificates.lifecycle.revoke import RevocationReason, revoke
from certificates.lifecycle.send import send
from certificates.models import Certificate
from certificates.outgoing import Message
from certificates.signing import services as signing
from certificates.types import registry
from certificates.types.base import CertificateType
from delivery.models import Delivery
from patients import queries as patient_queries
from rivta.namespaces import CERT, CERT_33
from terminology.services import replace_concepts
from terminology.sources import SourceConcept
from tests.certificates.engine.test_transport import official_check
from tests.certificates.engine.world import SHARED
from tests.certificates.soap import messages
from tests.certificates.types.days import moved_to
from tests.certificates.types.examples import Example, all_examples
from tests.factories import DOCTOR_ID, VE01
from tools.type_table import DEEDS
from webcert import clock
from webcert.errors import WebcertError

pytestmark = pytest.mark.django_db
SESSION = "session-of-the-doctor"


@pytest.fixture(autouse=True)
def _world() -> None:
    accounts.demo.load_features()
    hsa.demo.load()
    patients.demo.load()


@pytest.fixture
def doctor() -> CareUser:
    return build_calling_user(DOCTOR_ID).on_unit(VE01)


def that_allow(deed: str) -> pytest.MarkDecorator:
    """A case for every type that allows the deed."""
    return _cases(t for t in registry.all_types() if not DEEDS[deed].refusal(t))


def that_refuse(deed: str) -> pytest.MarkDecorator:
    return _cases(t for t in registry.all_types() if DEEDS[deed].refusal(t))


def _cases(types: Iterator[CertificateType]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("ctype", list(types), ids=lambda t: f"{t.type_id}-{t.version}")


def example_of(ctype: CertificateType) -> Example:
    return next(e for e in all_examples() if e.type_id == ctype.type_id and ctype.version in e.versions)


def written(ctype: CertificateType, user: CareUser) -> Certificate:
    """A complete draft, not stored, with the answers of the type's first example as they would be written today."""
    example = example_of(ctype)
    answers = moved_to(clock.today(), example.answers)
    make_diagnoses(answers)
    patient = patient_queries.look_up(example.person_id).patient
    assert patient
    return draft_with(
        user=user,
        certificate_type=ctype,
        patient=patient,
        answers=answers,
        way_in=Certificate.WayIn.BROWSER,
    )


def make_draft(ctype: CertificateType, user: CareUser, **changes: Any) -> Certificate:
    draft = written(ctype, user)
    for field, value in changes.items():
        setattr(draft, field, value)
    store_draft(draft, user=user)
    return draft


def make_signed(ctype: CertificateType, user: CareUser, **changes: Any) -> Certificate:
    """A signed certificate without its document: enough for what follows after the signature."""
    return make_draft(ctype, user, **{"state": Certificate.State.SIGNED, "signed_at": clock.now(), **changes})


def make_diagnoses(answers: Mapping[str, Any]) -> None:
    """Every diagnosis that the answers name, in each of the code systems that know such codes."""
    concepts = [SourceConcept(code, code, text or "Diagnos") for code, text in dict(_diagnoses(answers)).items()]
    for code_system in ("ICD_10_SE", "KSH_97_P"):
        replace_concepts(code_system, concepts, version="test")


def _diagnoses(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for part in value:
            yield from _diagnoses(part)
    elif isinstance(value, Mapping):
        if value.get("code") and "text" in value:
            yield value["code"], value["text"]
        for part in value.values():
            yield from _diagnoses(part)


def queued(certificate: Certificate) -> list[str]:
    """What waits for Intygstjänsten, in order."""
    return [delivery.metadata["message"] for delivery in Delivery.objects.filter(kind="certificate").order_by("pk")]


# --- a new draft --------------------------------------------------------------------------------------------------
def ordered(ctype: CertificateType, *, prefill: str = "") -> messages.Answer:
    """The answer to a journal system that asks for such a draft."""
    return messages.send(
        messages.Request(
            code=ctype.code, code_system=ctype.code_system, person_id=example_of(ctype).person_id, prefill=prefill
        )
    )


def svar_of(certificate: Certificate) -> list[bytes]:
    body = transport.register_certificate_body(certificate)
    return [etree.tostring(svar, method="c14n") for svar in body.iter(f"{{{CERT}}}svar")]


def as_prefill(certificate: Certificate) -> str:
    """The certificate's answers as ``forifyllnad``."""
    root = etree.Element(f"{{{CERT_33}}}forifyllnad")
    for svar in list(transport.register_certificate_body(certificate).iter(f"{{{CERT}}}svar")):
        svar.tag = f"{{{CERT_33}}}svar"
        root.append(svar)
    return etree.tostring(root).decode()


@that_allow("draft by SOAP")
def test_a_journal_system_gets_a_draft(ctype: CertificateType) -> None:
    draft = Certificate.objects.get(pk=ordered(ctype).certificate_id)

    assert (draft.type_id, draft.type_version, draft.state) == (*ctype.key, Certificate.State.DRAFT)


@that_refuse("draft by SOAP")
def test_a_journal_system_gets_no_draft_of_a_type_that_is_not_the_newest(ctype: CertificateType) -> None:
    ordered(ctype)

    assert not Certificate.objects.filter(type_id=ctype.type_id, type_version=ctype.version).exists()


@that_allow("prefill")
def test_a_journal_system_fills_the_draft_beforehand(ctype: CertificateType, doctor: CareUser) -> None:
    source = written(ctype, doctor)

    draft = Certificate.objects.get(pk=ordered(ctype, prefill=as_prefill(source)).certificate_id)

    assert svar_of(draft) == svar_of(source)


@_cases(t for t in registry.all_types() if DEEDS["prefill"].refusal(t) and not DEEDS["draft by SOAP"].refusal(t))
def test_what_a_journal_system_sends_along_is_left_out(ctype: CertificateType, doctor: CareUser) -> None:
    draft = Certificate.objects.get(pk=ordered(ctype, prefill=as_prefill(written(ctype, doctor))).certificate_id)

    empty = engine.preset_answers(ctype, engine.situation(birth=draft.birth_date))
    assert draft.answers.keys() - empty.keys() <= {ctype.unit_contact, ctype.patient_address}


# --- signing, sending, revoking -----------------------------------------------------------------------------------
def sign(draft: Certificate, user: CareUser) -> Certificate:
    return signing.sign_at_once(user=user, session_key=SESSION, certificate_id=draft.pk, version=draft.version)


@that_allow("sign")
def test_a_complete_draft_is_signed(ctype: CertificateType, doctor: CareUser) -> None:
    draft = make_draft(ctype, doctor)
    assert draft.is_complete

    signed = sign(draft, doctor)

    assert signed.state == Certificate.State.SIGNED
    document = etree.fromstring(bytes(signed.document.xml))
    if (SHARED / "contracts").is_dir():
        assert official_check()(document) == []


@that_refuse("sign")
def test_a_draft_of_a_closed_type_is_not_signed(ctype: CertificateType, doctor: CareUser) -> None:
    draft = make_draft(ctype, doctor)

    with pytest.raises(WebcertError):
        sign(draft, doctor)

    draft.refresh_from_db()
    assert draft.state == Certificate.State.DRAFT


@that_allow("register")
def test_a_signed_certificate_is_registered(ctype: CertificateType, doctor: CareUser) -> None:
    """And sent after it, when the type sends by itself."""
    signed = sign(make_draft(ctype, doctor), doctor)

    sends_by_itself = ctype.flags.auto_send_after_sign
    assert queued(signed) == [Message.REGISTER, *([Message.SEND] if sends_by_itself else [])]
    assert signed.is_sent is sends_by_itself


@that_allow("send")
def test_a_signed_certificate_is_sent(ctype: CertificateType, doctor: CareUser) -> None:
    sent = send(user=doctor, certificate_id=make_signed(ctype, doctor).pk)

    assert ctype.recipient
    assert sent.sent_to == ctype.recipient.id
    assert queued(sent) == [Message.SEND]


@that_allow("revoke")
def test_a_signed_certificate_is_revoked(ctype: CertificateType, doctor: CareUser) -> None:
    revoked = revoke(
        user=doctor, certificate_id=make_signed(ctype, doctor).pk, reason=RevocationReason.FEL_PATIENT.value
    )

    assert revoked.is_revoked
    assert bool(revoked.revocation_reason) is ctype.flags.revoke_requires_reason
    assert queued(revoked) == [Message.REVOKE]


# --- a draft made from another ------------------------------------------------------------------------------------
def asked_for_more(ctype: CertificateType, user: CareUser) -> Certificate:
    certificate = make_signed(ctype, user, sent_at=clock.now(), sent_to="FKASSA")
    return request_complement(certificate_id=certificate.pk, message_id="m-1", requested_at=clock.now())


def locked(ctype: CertificateType, user: CareUser) -> Certificate:
    return make_draft(ctype, user, state=Certificate.State.LOCKED)


def newest_text(ctype: CertificateType) -> tuple[str, str]:
    return registry.newest_text(ctype, at=clock.today()).key


def relation_of(draft: Certificate) -> tuple[tuple[str, str], str, str | None]:
    return (draft.type_id, draft.type_version), draft.relation, draft.parent_id


def carried(certificate: Certificate) -> dict[str, Any]:
    """The answers but the unit's contact details, which some drafts take anew."""
    unit_contact = registry.get(certificate.type_id, certificate.type_version).unit_contact
    return {question: answer for question, answer in certificate.answers.items() if question != unit_contact}


@that_allow("renew")
def test_a_renewal_is_a_draft_without_what_is_cleared(ctype: CertificateType, doctor: CareUser) -> None:
    parent = make_signed(ctype, doctor)

    draft = renew(user=doctor, certificate_id=parent.pk)

    renewed = registry.renewed_as(ctype, at=clock.today())
    assert relation_of(draft) == (renewed.key, "FRLANG", parent.pk)
    assert draft.answers.keys() & renewed.renewal_cleared == set()
    assert carried(draft)


@that_allow("replace")
def test_a_replacement_begins_with_every_answer(ctype: CertificateType, doctor: CareUser) -> None:
    parent = make_signed(ctype, doctor)

    draft = replace(user=doctor, certificate_id=parent.pk)

    assert relation_of(draft) == (newest_text(ctype), "ERSATT", parent.pk)
    assert carried(draft) == carried(parent)


@that_allow("complement")
def test_a_complement_begins_with_every_answer(ctype: CertificateType, doctor: CareUser) -> None:
    parent = asked_for_more(ctype, doctor)

    draft = complement(user=doctor, certificate_id=parent.pk)

    assert relation_of(draft) == (newest_text(ctype), "KOMPLT", parent.pk)
    assert carried(draft) == carried(parent)


@that_allow("copy")
def test_a_copy_of_a_locked_draft_begins_with_every_answer(ctype: CertificateType, doctor: CareUser) -> None:
    parent = locked(ctype, doctor)

    draft = copy_locked(user=doctor, certificate_id=parent.pk)

    assert relation_of(draft) == (newest_text(ctype), "KOPIA", parent.pk)
    assert carried(draft) == carried(parent)


# --- what a type does not allow -----------------------------------------------------------------------------------
Made = Callable[[CertificateType, CareUser], Certificate]
BEGINNINGS: dict[str, tuple[Made, Callable[..., Certificate]]] = {
    "send": (make_signed, send),
    "renew": (make_signed, renew),
    "replace": (make_signed, replace),
    "complement": (asked_for_more, complement),
    "copy": (locked, copy_locked),
}


@pytest.mark.parametrize(
    ("deed", "ctype"),
    [(deed, t) for deed in BEGINNINGS for t in registry.all_types() if DEEDS[deed].refusal(t)],
    ids=lambda value: value if isinstance(value, str) else f"{value.type_id}-{value.version}",
)
def test_what_a_type_does_not_allow_is_refused(deed: str, ctype: CertificateType, doctor: CareUser) -> None:
    make, service = BEGINNINGS[deed]
    certificate = make(ctype, doctor)

    with pytest.raises(WebcertError):
        service(user=doctor, certificate_id=certificate.pk)

    assert not Certificate.objects.filter(parent=certificate).exists()
    certificate.refresh_from_db()
    assert queued(certificate) == []
