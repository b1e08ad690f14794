"""Times of signing, in milliseconds."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from lxml import etree

from accounts.user import CareUser
from certificates.models import Certificate, SignedDocument, SigningTicket
from certificates.signing import services, test_ca, verification, xmldsig
from certificates.signing.xmldsig import SignatureAlgorithm
from tools.benchmarks.inside import actors
from tools.benchmarks.timing import WARM_UP, Times
from webcert import clock

SESSION = "benchmark"
REPEATS = 100

Summaries = dict[str, Any]


def measure(count: str) -> dict[str, Summaries]:
    """By way: times of the services, of the XML signature, of verifying, of the leaf, the ceiling's, and the bytes."""
    user, patient = actors.doctor(), actors.patient()
    drafts = [actors.complete_draft(user, patient) for _ in range(2 * (int(count) + WARM_UP))]
    half = len(drafts) // 2
    return {"ec": _by_service(user, drafts[:half]), "rsa": _at_once(user, drafts[half:])}


def _by_service(user: CareUser, drafts: list[Certificate]) -> Summaries:
    """What the services do, and the value in between; the messages to and from the service are not in it."""
    issued, signed = Times(), Times()
    person = test_ca.Signer(user.hsa_id, user.name)
    for draft in drafts:
        signer = issued.of(lambda: test_ca.issue_ec(person, at=clock.now()))
        signed.of(lambda draft=draft, signer=signer: _sign_by_service(user, draft, signer))
    return {
        "services": signed.summary(),
        "leaf": issued.summary(),
        **_alone(user, drafts[-1], SignatureAlgorithm.ECDSA_SHA256, signer),
    }


def _sign_by_service(user: CareUser, draft: Certificate, signer: test_ca.Credential) -> None:
    ticket = services.start(
        user=user,
        session_key=SESSION,
        certificate_id=draft.pk,
        version=draft.version,
        method=SigningTicket.Method.SIGN_SERVICE,
    )
    services.complete(
        user=user,
        session_key=SESSION,
        ticket_id=ticket.pk,
        signature_value=xmldsig.sign(bytes(ticket.signed_info), signer.key),
        chain=(signer.certificate, test_ca.authority().issuing),
    )


def _at_once(user: CareUser, drafts: list[Certificate]) -> Summaries:
    issued, signed = Times(), Times()
    person = test_ca.Signer(user.hsa_id, user.name)
    for draft in drafts:
        signer = issued.of(lambda: test_ca.issue_rsa(person, at=clock.now()))
        signed.of(
            lambda draft=draft: services.sign_at_once(
                user=user, session_key=SESSION, certificate_id=draft.pk, version=draft.version
            )
        )
    return {
        "services": signed.summary(),
        "leaf": issued.summary(),
        **_alone(user, drafts[-1], SignatureAlgorithm.RSA_SHA256, signer),
    }


def _alone(
    user: CareUser, certificate: Certificate, algorithm: SignatureAlgorithm, signer: test_ca.Credential
) -> Summaries:
    """The XML signature without the rest, the verification, and the ceiling, on the bytes that were signed just now."""
    ticket = SigningTicket.objects.filter(certificate=certificate).latest("created_at")
    xml, signed_info = bytes(ticket.unsigned_xml), bytes(ticket.signed_info)
    stored = bytes(SignedDocument.objects.get(pk=certificate.pk).xml)
    chain = (test_ca.authority().issuing,)
    signature, ceiling, verified = Times(), Times(), Times()
    for _ in range(REPEATS):
        signature.of(lambda: _sign(xml, certificate.pk, algorithm, signer))
        ceiling.of(lambda: _least(xml, signed_info, signer))
    for _ in range(REPEATS):
        verified.of(
            lambda: verification.verify(
                stored, certificate_id=certificate.pk, signer_hsa_id=user.hsa_id, at=clock.now(), chain=chain
            )
        )
    return {
        "signature": signature.summary(),
        "ceiling": ceiling.summary(),
        "verify": verified.summary(),
        "bytes": len(xml),
    }


def _sign(xml: bytes, certificate_id: str, algorithm: SignatureAlgorithm, signer: test_ca.Credential) -> bytes:
    prepared = xmldsig.prepare(xml, certificate_id, algorithm=algorithm)
    return xmldsig.finish(
        prepared,
        certificate_id,
        algorithm=algorithm,
        value=xmldsig.sign(prepared.signed_info, signer.key),
        signer=signer.certificate,
    )


def _least(xml: bytes, signed_info: bytes, signer: test_ca.Credential) -> bytes:
    root = etree.fromstring(xml)
    canonical = etree.tostring(root[-1], method="c14n", exclusive=True, with_comments=False)
    base64.b64encode(hashlib.sha256(canonical).digest())
    return xmldsig.sign(signed_info, signer.key)
