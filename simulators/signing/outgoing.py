"""Building the SignResponse: a real signature with a one-time key, or the refusal that was chosen."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from lxml.etree import SubElement

from certificates.signing import test_ca, xmldsig
from certificates.signing.dss import message_signature
from certificates.signing.dss.names import (
    EMPLOYEE_HSA_ID,
    NSMAP,
    PROFILE,
    REQUESTER_ERROR,
    RESPONDER_ERROR,
    SUCCESS,
    VERSION,
    csig,
    dss,
    saml,
)
from certificates.signing.dss.parties import SERVICE
from certificates.signing.dss.request import utc
from simulators.signing.incoming import IncomingRequest
from simulators.signing.models import SigningFault, SigningOrder
from webcert import clock

_MINOR = "http://id.elegnamnden.se/sig-status/1.1/"
OTHER_SIGNER = test_ca.Signer("SE165565594230-ANNAN", "Annan Undertecknare")
Faults = Collection[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The three parts of ``dss:Result``."""

    major: str
    minor: str = ""
    message: str = ""


_CANCELLED = Outcome(RESPONDER_ERROR, _MINOR + "user-cancel", "Användaren avbröt.")
_FAILED = Outcome(RESPONDER_ERROR, _MINOR + "sign-failure", "Underskriften kunde inte göras.")
_EXPIRED = Outcome(REQUESTER_ERROR, _MINOR + "req-expired", "Begäran har gått ut.")


def build(request: IncomingRequest, choice: str, *, signer_name: str, faults: Faults, failure_text: str = "") -> bytes:
    """The signed SignResponse for what the person at the page chose; with ``failure_text`` it fails instead."""
    outcome = Outcome(RESPONDER_ERROR, "", failure_text) if failure_text else _outcome(request, choice, faults)
    root = etree.Element(dss("SignResponse"), nsmap=NSMAP, RequestID=request.request_id, Profile=PROFILE)
    _result(root, outcome)
    outputs = SubElement(root, dss("OptionalOutputs"))
    extension = SubElement(outputs, csig("SignResponseExtension"), Version=VERSION)
    SubElement(extension, csig("ResponseTime")).text = utc(clock.wall_now())
    SubElement(extension, csig("Request")).text = _base64(request.raw)
    if outcome.major == SUCCESS:
        _signature(root, extension, request, _signer(request, signer_name, faults), faults)
    is_forged = SigningFault.Kind.WRONG_MESSAGE_SIGNATURE in faults
    message_signature.sign(root, outputs, test_ca.function_credential("stranger" if is_forged else SERVICE))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _outcome(request: IncomingRequest, choice: str, faults: Faults) -> Outcome:
    if SigningFault.Kind.EXPIRED_REQUEST in faults or not request.is_in_time:
        return _EXPIRED
    if choice == SigningOrder.Choice.CANCEL:
        return _CANCELLED
    if choice == SigningOrder.Choice.FAIL:
        return _FAILED
    return Outcome(SUCCESS)


def _result(root: etree._Element, outcome: Outcome) -> None:
    result = SubElement(root, dss("Result"))
    SubElement(result, dss("ResultMajor")).text = outcome.major
    if outcome.minor:
        SubElement(result, dss("ResultMinor")).text = outcome.minor
    if outcome.message:
        message = SubElement(result, dss("ResultMessage"), {"{http://www.w3.org/XML/1998/namespace}lang": "sv"})
        message.text = outcome.message


def _signer(request: IncomingRequest, name: str, faults: Faults) -> test_ca.Signer:
    if SigningFault.Kind.OTHER_SIGNER in faults:
        return OTHER_SIGNER
    return test_ca.Signer(request.signer_hsa_id, name)


def _signature(
    root: etree._Element, extension: etree._Element, request: IncomingRequest, signer: test_ca.Signer, faults: Faults
) -> None:
    credential = test_ca.issue_ec(signer, at=clock.now())
    _assertion(extension, signer)
    chain = SubElement(extension, csig("SignatureCertificateChain"))
    for certificate in (credential.certificate, test_ca.authority().issuing):
        SubElement(chain, csig("X509Certificate")).text = _base64(certificate.public_bytes(Encoding.DER))
    tasks = SubElement(SubElement(SubElement(root, dss("SignatureObject")), dss("Other")), csig("SignTasks"))
    data = SubElement(tasks, csig("SignTaskData"), SigType="XML", SignTaskId=request.task_id)
    SubElement(data, csig("ToBeSignedBytes")).text = _base64(request.to_be_signed)
    der = credential.key.sign(request.to_be_signed, ec.ECDSA(hashes.SHA256()))
    SubElement(data, csig("Base64Signature")).text = _base64(_value(der, faults))


def _value(der: bytes, faults: Faults) -> bytes:
    if SigningFault.Kind.DER_VALUE in faults:
        return der
    raw = xmldsig.raw_ecdsa(der)
    if SigningFault.Kind.TAMPERED_VALUE in faults:
        return raw[:-1] + bytes([raw[-1] ^ 1])
    return raw


def _assertion(extension: etree._Element, signer: test_ca.Signer) -> None:
    """Who signed, as the identity provider would have told; Webcert does not read it."""
    statement = SubElement(SubElement(extension, csig("SignerAssertionInfo")), saml("AttributeStatement"))
    attribute = SubElement(statement, saml("Attribute"), Name=EMPLOYEE_HSA_ID)
    SubElement(attribute, saml("AttributeValue")).text = signer.hsa_id


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
