"""Signing a draft: start, complete, cancel (spec/signing.md 7, 8, 10, 12.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import structlog
from cryptography import x509
from django.conf import settings
from django.db import transaction
from lxml import etree

from accounts.user import AuthenticationMethod, CareUser
from certificates import access, queries, receiver_rules, transport
from certificates.access import Action
from certificates.lifecycle.complement import answered_request
from certificates.lifecycle.sign import mark_signed
from certificates.lifecycle.snapshots import stamp_issuer
from certificates.models import Certificate, SignedDocument, SigningTicket
from certificates.signing import test_ca, tickets, verification, xmldsig
from certificates.signing.tickets import remove_expired_tickets
from certificates.signing.xmldsig import Prepared, SignatureAlgorithm, SigningError
from certificates.types import registry
from patients import queries as patient_queries
from patients.register import Lookup
from rivta.contracts import REGISTER_CERTIFICATE_3
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    ConcurrentModification,
    IndeterminateIdentity,
    InternalProblem,
    InvalidState,
    MissingParameter,
    WebcertError,
)

__all__ = ["cancel", "complete", "fail", "remove_expired_tickets", "sign_at_once", "start"]

log = structlog.get_logger(__name__)

_ALGORITHMS = {
    SigningTicket.Method.FAKE: SignatureAlgorithm.RSA_SHA256,
    SigningTicket.Method.SIGN_SERVICE: SignatureAlgorithm.ECDSA_SHA256,
}
_AFTER_FAILURE = {
    SigningTicket.Method.FAKE: SigningTicket.Status.OKAND,
    SigningTicket.Method.SIGN_SERVICE: SigningTicket.Status.ERROR,
}


def start(*, user: CareUser, session_key: str, certificate_id: str, version: int, method: str) -> SigningTicket:
    """Check that the user may sign this draft in this version, and fix what is to be signed, the time included.

    Raises in the order of 7.1: ``DataNotFound``, the access errors, ``ConcurrentModification``, ``InvalidState``;
    ``InternalProblem`` when the XML would not be valid; ``MissingParameter`` for an unknown method.
    """
    if method not in SigningTicket.Method.values:
        raise MissingParameter(f"Okänt sätt att signera. Tillåtna är {', '.join(SigningTicket.Method.values)}.")
    certificate = queries.get_certificate(user, certificate_id)
    _require_signable(certificate, user, version, _patient_of(certificate))
    ticket = _fixed(certificate, user, session_key, SigningTicket.Method(method))
    ticket.save(force_insert=True)
    return ticket


def complete(
    *,
    user: CareUser,
    session_key: str,
    ticket_id: str,
    signature_value: bytes,
    chain: Sequence[x509.Certificate],
) -> Certificate:
    """Put the signature in, judge it, and make the draft a signed certificate; the ticket is used up whatever happens.

    ``chain``: the signer's certificate first. Raises ``DataNotFound`` (ticket unknown or too old),
    ``IndeterminateIdentity`` (ticket or signature of somebody else), ``InvalidState`` (used twice, draft left),
    ``ConcurrentModification``, ``InternalProblem`` (signature not valid). A failure leaves the draft as it was.
    """
    ticket = tickets.get(ticket_id, user=user, session_key=session_key)
    tickets.consume(ticket)
    return _use(ticket, user, signature_value, tuple(chain))


def sign_at_once(*, user: CareUser, session_key: str, certificate_id: str, version: int) -> Certificate:
    """One-click signature by the test CA (8.3): for users of the test login only (``AuthorizationProblem``).

    The ticket is used up from the start, since nobody else can come with it; the population register is asked once.
    """
    if not settings.TEST_LOGIN_ENABLED or user.authentication_method is not AuthenticationMethod.FAKE:
        raise AuthorizationProblem("Testsignering går bara med testinloggning.", reason="TEST_SIGNING_CLOSED")
    certificate = queries.get_certificate(user, certificate_id)
    patient = _patient_of(certificate)
    _require_signable(certificate, user, version, patient)
    ticket = _fixed(certificate, user, session_key, SigningTicket.Method.FAKE)
    ticket.consumed_at = ticket.created_at
    ticket.save(force_insert=True)
    signer = test_ca.issue_rsa(test_ca.Signer(user.hsa_id, user.name), at=clock.now())
    value = xmldsig.sign(ticket.signed_info, signer.key)
    return _use(ticket, user, value, (signer.certificate, test_ca.authority().issuing), patient)


def cancel(*, user: CareUser, session_key: str, ticket_id: str) -> SigningTicket:
    """The user let it be: the draft is untouched and can be signed again."""
    ticket = tickets.get(ticket_id, user=user, session_key=session_key)
    tickets.close(ticket, SigningTicket.Status.AVBRUTEN)
    return ticket


def fail(*, user: CareUser, session_key: str, ticket_id: str, reason: str) -> SigningTicket:
    """The signing service could not or did not answer as it must."""
    ticket = tickets.get(ticket_id, user=user, session_key=session_key)
    tickets.close(ticket, SigningTicket.Status.ERROR, reason)
    return ticket


def _patient_of(certificate: Certificate) -> Lookup:
    return patient_queries.look_up(certificate.person_id)


def _require_signable(certificate: Certificate, user: CareUser, version: int, patient: Lookup) -> None:
    access.require(user, Action.SIGN, certificate=certificate, patient=patient)
    if certificate.version != version:
        raise ConcurrentModification(certificate.saved_by_name, certificate.saved_at)
    if not (certificate.is_draft and certificate.is_complete):
        raise InvalidState("Utkastet saknar uppgifter och kan inte signeras.")


def _fixed(certificate: Certificate, user: CareUser, session_key: str, method: SigningTicket.Method) -> SigningTicket:
    """A ticket that is not stored yet, with the signing time and everything that is to be signed."""
    now = clock.wall_now()
    signing_time = clock.now().replace(microsecond=0)
    prepared = _prepare(_unsigned_xml(certificate, user, signing_time), certificate.pk, _ALGORITHMS[method])
    return SigningTicket(
        id=tickets.new_id(method),
        certificate=certificate,
        certificate_version=certificate.version,
        method=method,
        user_hsa_id=user.hsa_id,
        session_key=session_key,
        signing_time=signing_time,
        unsigned_xml=prepared.unsigned,
        signed_info=prepared.signed_info,
        digest=prepared.digest,
        created_at=now,
        expires_at=now + tickets.lifetime(),
    )


def _unsigned_xml(certificate: Certificate, user: CareUser, signing_time: dt.datetime) -> bytes:
    """The RegisterCertificate as it will be stored, with the signer as issuer; the row itself is not touched.

    It must pass the schema and the receiver's rules, which the form's own validation leads to.
    """
    stamp_issuer(certificate, user)
    message_id, reference = answered_request(certificate)
    body = transport.register_certificate_body(
        certificate, signing_time=signing_time, answers_message_id=message_id, answers_reference=reference
    )
    ctype = registry.get(certificate.type_id, certificate.type_version)
    if faults := REGISTER_CERTIFICATE_3.validate(body) or receiver_rules.check(ctype, body[-1]):
        log.error("unsigned_xml_invalid", certificate_id=certificate.pk, faults=len(faults))
        raise InternalProblem("Intyget kan inte signeras: innehållet följer inte mottagarens regler.")
    return etree.tostring(body, encoding="UTF-8", xml_declaration=False)


def _prepare(xml: bytes, certificate_id: str, algorithm: SignatureAlgorithm) -> Prepared:
    try:
        return xmldsig.prepare(xml, certificate_id, algorithm=algorithm)
    except SigningError as error:
        raise InternalProblem(reason=str(error)) from error


def _use(
    ticket: SigningTicket,
    user: CareUser,
    value: bytes,
    chain: tuple[x509.Certificate, ...],
    patient: Lookup | None = None,
) -> Certificate:
    """What a ticket that has just been used up leads to, or its closing words."""
    try:
        certificate = _complete(ticket, user, value, chain, patient)
    except Exception as error:
        tickets.close(ticket, _AFTER_FAILURE[SigningTicket.Method(ticket.method)], _reason(error))
        raise
    log.info("certificate_signed", certificate_id=certificate.pk, method=ticket.method, signer=user.hsa_id)
    return certificate


def _complete(
    ticket: SigningTicket,
    user: CareUser,
    value: bytes,
    chain: tuple[x509.Certificate, ...],
    patient: Lookup | None,
) -> Certificate:
    """Judging needs no lock and comes before the transaction; version and state are checked inside it."""
    xml = _signed_xml(ticket, value, chain)
    _judge(xml, ticket, user, chain)
    with transaction.atomic():
        certificate = mark_signed(
            certificate=Certificate(pk=ticket.certificate_id, version=ticket.certificate_version),
            user=user,
            signed_at=ticket.signing_time,
            xml=xml,
            digest=ticket.digest,
            signer_certificate=b"".join(test_ca.pem(certificate) for certificate in chain).decode("ascii"),
            signature_type=SignedDocument.SignatureType.XMLDSIG,
            patient=patient,
        )
        SigningTicket.objects.filter(pk=ticket.pk).update(status=SigningTicket.Status.SIGNERAD)
    return certificate


def _signed_xml(ticket: SigningTicket, value: bytes, chain: tuple[x509.Certificate, ...]) -> bytes:
    if not chain:
        raise InternalProblem(reason="No signer certificate")
    try:
        return xmldsig.finish(
            Prepared(bytes(ticket.unsigned_xml), bytes(ticket.signed_info), ticket.digest),
            ticket.certificate_id,
            algorithm=_ALGORITHMS[SigningTicket.Method(ticket.method)],
            value=value,
            signer=chain[0],
        )
    except SigningError as error:
        raise InvalidState(reason=str(error)) from error


def _judge(xml: bytes, ticket: SigningTicket, user: CareUser, chain: tuple[x509.Certificate, ...]) -> None:
    """Strict: everything (12.1.8). Otherwise as the real system: the digest only (7.3)."""
    if not settings.SIGNING_STRICT:
        if xmldsig.content_digest(bytes(ticket.unsigned_xml), ticket.certificate_id) != ticket.digest:
            raise InvalidState(reason="DIGEST")
        return
    report = verification.verify(
        xml, certificate_id=ticket.certificate_id, signer_hsa_id=user.hsa_id, at=clock.now(), chain=chain[1:]
    )
    failure = report.first_failure
    if failure is None:
        return
    log.warning("signature_refused", certificate_id=ticket.certificate_id, check=failure.name)
    if failure.name == verification.SIGNER:
        raise IndeterminateIdentity(reason=failure.detail)
    raise InternalProblem("Underskriften kunde inte godkännas.", reason=failure.detail)


def _reason(error: Exception) -> str:
    """What goes on the ticket: class or code, and the rule; never the message, which may name people."""
    if isinstance(error, WebcertError):
        return f"{error.code} {error.reason}".strip()
    return type(error).__name__
