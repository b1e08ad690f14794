"""Reading a SignRequest as the service would: whose it is, whether it is in time, and what it asks for."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass

from lxml import etree

from certificates.signing.dss import message_signature
from certificates.signing.dss.names import BINDING, DSS, EMPLOYEE_HSA_ID, NSMAP, PROFILE
from certificates.signing.dss.parties import Parties
from certificates.signing.xmldsig import SignatureAlgorithm
from rivta import xml as hardened
from webcert import clock

_CERTIFICATE_ID = re.compile(rb"\[text\(\)='([A-Za-z0-9-]{1,64})'\]")
_EXTENSION = "dss:OptionalInputs/csig:SignRequestExtension/"


class BadRequest(Exception):
    """The form or the request in it is not acceptable; the text is Swedish and shown on the page."""


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """``message``: HTML for the signer, not yet cleaned. ``return_url``: where the answer is posted."""

    request_id: str
    return_url: str
    signer_hsa_id: str
    message: str
    task_id: str
    to_be_signed: bytes
    raw: bytes
    is_in_time: bool

    @property
    def certificate_id(self) -> str:
        """The certificate whose signature it is, as the SignedInfo names it; empty when it does not."""
        named = _CERTIFICATE_ID.search(self.to_be_signed)
        return named[1].decode() if named else ""


def decode(binding: str, encoded: str) -> bytes:
    """The posted fields as the bytes of a request."""
    if binding != BINDING:
        raise BadRequest("Fältet Binding har fel värde.")
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("Begäran är inte Base64.") from error


def read(raw: bytes, parties: Parties) -> IncomingRequest:
    """Check signature, addressee and algorithm; the time is only noted, since an order may be opened late."""
    try:
        root = hardened.parse(raw)
    except hardened.MalformedXml as error:
        raise BadRequest("Begäran är inte tillåten XML.") from error
    if root.tag != f"{{{DSS}}}SignRequest" or root.get("Profile") != PROFILE:
        raise BadRequest("Begäran är ingen SignRequest med rätt profil.")
    try:
        message_signature.verify(root, root.find("dss:OptionalInputs", NSMAP), (parties.client.certificate,))
    except message_signature.BadMessageSignature as error:
        raise BadRequest("Begäran är inte undertecknad av en känd klient.") from error
    if _text(root, _EXTENSION + "csig:SignService") != parties.service_id:
        raise BadRequest("Begäran är ställd till en annan tjänst.")
    if _text(root, _EXTENSION + "csig:RequestedSignatureAlgorithm") != SignatureAlgorithm.ECDSA_SHA256:
        raise BadRequest("Algoritmen stöds inte.")
    return _request(root, raw)


def _request(root: etree._Element, raw: bytes) -> IncomingRequest:
    tasks = root.findall("dss:InputDocuments/dss:Other/csig:SignTasks/csig:SignTaskData", NSMAP)
    if len(tasks) != 1 or tasks[0].get("SigType") != "XML":
        raise BadRequest("Begäran ska gälla exakt en XML-underskrift.")
    try:
        to_be_signed = base64.b64decode(_text(tasks[0], "csig:ToBeSignedBytes"), validate=True)
        message = base64.b64decode(_text(root, _EXTENSION + "csig:SignMessage/csig:Message"), validate=True).decode()
        is_in_time = _is_in_time(root)
    except (ValueError, TypeError) as error:
        raise BadRequest("Begäran har fält som inte går att läsa.") from error
    signer = f"{_EXTENSION}csig:Signer/saml:Attribute[@Name='{EMPLOYEE_HSA_ID}']/saml:AttributeValue"
    return IncomingRequest(
        request_id=root.get("RequestID", ""),
        return_url=_text(root, _EXTENSION + "saml:Conditions/saml:AudienceRestriction/saml:Audience"),
        signer_hsa_id=_text(root, signer),
        message=message,
        task_id=tasks[0].get("SignTaskId", ""),
        to_be_signed=to_be_signed,
        raw=raw,
        is_in_time=is_in_time,
    )


def _is_in_time(root: etree._Element) -> bool:
    conditions = root.find(_EXTENSION + "saml:Conditions", NSMAP)
    if conditions is None:
        return False
    first = dt.datetime.fromisoformat(conditions.get("NotBefore", ""))
    end = dt.datetime.fromisoformat(conditions.get("NotOnOrAfter", ""))
    return first <= clock.wall_now() < end


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, "", NSMAP) or "").strip()
