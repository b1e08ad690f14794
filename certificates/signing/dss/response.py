"""The SignResponse that the browser brings back (spec/signing.md 8.1). Stricter than the real system: see ``read``."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from lxml import etree

from certificates.signing.dss import message_signature
from certificates.signing.dss.names import CSIG, DSS, NSMAP, PROFILE, SAML, SUCCESS
from certificates.signing.dss.parties import Parties
from certificates.signing.dss.request import VALID_AFTER, VALID_BEFORE
from rivta import xml as hardened
from webcert import clock

CLOCK_SKEW = dt.timedelta(minutes=2)
MAX_BYTES = 2 * 1024 * 1024


class BadResponse(Exception):
    """The answer is not one that we can trust or use."""


class Declined(Exception):
    """A genuine answer that says that nothing was signed. ``is_cancelled``: the user's own choice."""

    def __init__(self, *, major: str, minor: str, message: str) -> None:
        super().__init__(message or minor or major)
        self.is_cancelled = minor.endswith("user-cancel")


@dataclass(frozen=True, slots=True)
class SignResponse:
    """``value``: the raw signature (r||s). ``chain``: the signer's certificate and its issuers, leaf first."""

    request_id: str
    value: bytes
    chain: tuple[x509.Certificate, ...]


def read(encoded: str, *, request_id: str, parties: Parties) -> SignResponse:
    """Check and read an answer.

    Ours, beyond the real system: RequestID, profile, time, and the audience of the request that is sent back are
    checked. Raises ``BadResponse``, or ``Declined`` for a genuine answer without signature.
    """
    root = _parse(encoded)
    try:
        message_signature.verify(root, root.find("dss:OptionalOutputs", NSMAP), parties.service_certificates)
    except message_signature.BadMessageSignature as error:
        raise BadResponse(str(error)) from error
    if root.get("RequestID") != request_id or root.get("Profile") != PROFILE:
        raise BadResponse("The answer belongs to another request")
    _check_time(root)
    _check_audience(root, parties)
    _check_result(root)
    return SignResponse(request_id, _value(root), _chain(root))


def _parse(encoded: str) -> etree._Element:
    if len(encoded) > MAX_BYTES:
        raise BadResponse("The answer is too large")
    try:
        root = hardened.parse(base64.b64decode("".join(encoded.split()), validate=True))
    except (binascii.Error, ValueError, hardened.MalformedXml) as error:
        raise BadResponse("The answer is not Base64 of well-formed XML") from error
    if root.tag != f"{{{DSS}}}SignResponse":
        raise BadResponse("The answer is not a SignResponse")
    return root


def _check_time(root: etree._Element) -> None:
    moment = _time(_text(root, "dss:OptionalOutputs/csig:SignResponseExtension/csig:ResponseTime"))
    now = clock.wall_now()
    if not now - VALID_BEFORE - VALID_AFTER <= moment <= now + CLOCK_SKEW:
        raise BadResponse("The answer is too old or from the future")


def _check_audience(root: etree._Element, parties: Parties) -> None:
    """The request that comes back, when the service sends it, was ours and for our address."""
    sent_back = _text(root, "dss:OptionalOutputs/csig:SignResponseExtension/csig:Request")
    if not sent_back:
        return
    try:
        request = hardened.parse(base64.b64decode("".join(sent_back.split()), validate=True))
    except (binascii.Error, ValueError, hardened.MalformedXml) as error:
        raise BadResponse("The request that came back cannot be read") from error
    audience = request.findtext(f".//{{{SAML}}}Audience")
    if audience != parties.response_url or request.get("RequestID") != root.get("RequestID"):
        raise BadResponse("The request that came back is not ours")
    conditions = request.find(f".//{{{SAML}}}Conditions")
    answered = _time(_text(root, "dss:OptionalOutputs/csig:SignResponseExtension/csig:ResponseTime"))
    if conditions is None or not (
        _time(conditions.get("NotBefore", "")) <= answered < _time(conditions.get("NotOnOrAfter", ""))
    ):
        raise BadResponse("The answer was made outside the request's time")


def _check_result(root: etree._Element) -> None:
    major = _text(root, "dss:Result/dss:ResultMajor")
    if major != SUCCESS:
        raise Declined(
            major=major,
            minor=_text(root, "dss:Result/dss:ResultMinor"),
            message=_text(root, "dss:Result/dss:ResultMessage"),
        )


def _value(root: etree._Element) -> bytes:
    tasks = root.findall(f"dss:SignatureObject/dss:Other/{{{CSIG}}}SignTasks/{{{CSIG}}}SignTaskData", NSMAP)
    if len(tasks) != 1:
        raise BadResponse("Exactly one task was asked for")
    try:
        value = base64.b64decode("".join(_text(tasks[0], "csig:Base64Signature").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadResponse("The signature value cannot be read") from error
    if not value:
        raise BadResponse("The signature value is missing")
    return value


def _chain(root: etree._Element) -> tuple[x509.Certificate, ...]:
    path = "dss:OptionalOutputs/csig:SignResponseExtension/csig:SignatureCertificateChain/csig:X509Certificate"
    try:
        chain = tuple(
            x509.load_der_x509_certificate(base64.b64decode("".join((element.text or "").split()), validate=True))
            for element in root.iterfind(path, NSMAP)
        )
    except (binascii.Error, ValueError) as error:
        raise BadResponse("A certificate cannot be read") from error
    if not chain:
        raise BadResponse("The signer's certificate is missing")
    return chain


def _time(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise BadResponse("A time cannot be read") from error
    if moment.tzinfo is None:
        raise BadResponse("A time lacks its zone")
    return moment


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, "", NSMAP) or "").strip()
