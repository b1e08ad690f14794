"""Times of signing, in milliseconds (medians)."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from lxml import etree

from accounts.user import CareUser
from certificates.models import Certificate, SignedDocument, SigningTicket
from certificates.signing import services, test_ca, verification, xmldsig
from certificates.signing.xmldsig import SignatureAlgorithm
from tools.benchmarks.inside import actors
from webcert import clock

SESSION = "benchmark"
WARM_UP = 3


def measure(count: str) -> dict[str, dict[str, float]]:
    """By way: services, start, leaf, complete, verify, signature, ceiling, and how many bytes were signed."""
    user, patient = actors.doctor(), actors.patient()
    drafts = [actors.complete_draft(user, patient) for _ in range(2 * (int(count) + WARM_UP))]
    half = len(drafts) // 2
    return {"ec": _by_service(user, drafts[:half]), "rsa": _at_once(user, drafts[half:])}


def _by_service(user: CareUser, drafts: list[Certificate]) -> dict[str, float]:
    signer = test_ca.issue_ec(test_ca.Signer(user.hsa_id, user.name), at=clock.now())
    chain = (signer.certificate, test_ca.authority().issuing)
    start, complete, whole = _Times(), _Times(), _Times()
    for draft in drafts:
        began = time.perf_counter()
        ticket = start.of(
            lambda draft=draft: services.start(
                user=user,
                session_key=SESSION,
                certificate_id=draft.pk,
                version=draft.version,
                method=SigningTicket.Method.SIGN_SERVICE,
            )
        )
        value = xmldsig.sign(bytes(ticket.signed_info), signer.key)
        complete.of(
            lambda ticket=ticket, value=value: services.complete(
                user=user, session_key=SESSION, ticket_id=ticket.pk, signature_value=value, chain=chain
            )
        )
        whole.add(time.perf_counter() - began)
    return {
        "services": whole.median,
        "start": start.median,
        "complete": complete.median,
        **_alone(user, drafts[-1], SignatureAlgorithm.ECDSA_SHA256, signer),
    }


def _at_once(user: CareUser, drafts: list[Certificate]) -> dict[str, float]:
    whole, leaf = _Times(), _Times()
    for draft in drafts:
        whole.of(
            lambda draft=draft: services.sign_at_once(
                user=user, session_key=SESSION, certificate_id=draft.pk, version=draft.version
            )
        )
    signer = test_ca.Signer(user.hsa_id, user.name)
    for _ in drafts:
        credential = leaf.of(lambda: test_ca.issue_rsa(signer, at=clock.now()))
    return {
        "services": whole.median,
        "leaf": leaf.median,
        **_alone(user, drafts[-1], SignatureAlgorithm.RSA_SHA256, credential),
    }


def _alone(
    user: CareUser, certificate: Certificate, algorithm: SignatureAlgorithm, signer: test_ca.Credential
) -> dict[str, float]:
    """The XML signature without the rest, the verification, and the ceiling, on the bytes that were signed just now."""
    ticket = SigningTicket.objects.filter(certificate=certificate).latest("created_at")
    xml, signed_info = bytes(ticket.unsigned_xml), bytes(ticket.signed_info)
    stored = bytes(SignedDocument.objects.get(pk=certificate.pk).xml)
    chain = (test_ca.authority().issuing,)
    signature, ceiling, verify = _Times(), _Times(), _Times()
    for _ in range(60):
        signature.of(lambda: _sign(xml, certificate.pk, algorithm, signer))
        ceiling.of(lambda: _least(xml, signed_info, signer))
        verify.of(
            lambda: verification.verify(
                stored, certificate_id=certificate.pk, signer_hsa_id=user.hsa_id, at=clock.now(), chain=chain
            )
        )
    return {
        "signature": signature.median,
        "ceiling": ceiling.median,
        "verify": verify.median,
        "bytes": len(xml),
    }


def _sign(xml: bytes, certificate_id: str, algorithm: SignatureAlgorithm, signer: test_ca.Credential) -> bytes:
    prepared = xmldsig.prepare(xml, certificate_id, algorithm=algorithm)
    return xmldsig.finish(
        xml,
        certificate_id,
        algorithm=algorithm,
        prepared=prepared,
        value=xmldsig.sign(prepared.signed_info, signer.key),
        signer=signer.certificate,
    )


def _least(xml: bytes, signed_info: bytes, signer: test_ca.Credential) -> bytes:
    root = etree.fromstring(xml)
    canonical = etree.tostring(root[-1], method="c14n", exclusive=True, with_comments=False)
    base64.b64encode(hashlib.sha256(canonical).digest())
    return xmldsig.sign(signed_info, signer.key)


class _Times:
    """Durations in milliseconds; the first few are forgotten."""

    def __init__(self) -> None:
        self._all: list[float] = []

    def add(self, seconds: float) -> None:
        self._all.append(seconds * 1000)

    def of(self, do: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = do()
        self.add(time.perf_counter() - began)
        return result

    @property
    def median(self) -> float:
        return median(self._all[WARM_UP:])
