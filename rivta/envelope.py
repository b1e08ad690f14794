"""SOAP 1.1 envelopes: wrapping, opening, faults."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape

from lxml import etree

from rivta.namespaces import SOAP
from rivta.profiles import BASIC_PROFILE_21, PROFILES, Profile
from rivta.xml import NOT_TEXT

_ENVELOPE = f"{{{SOAP}}}Envelope"
_HEADER = f"{{{SOAP}}}Header"
_BODY = f"{{{SOAP}}}Body"
_FAULT = f"{{{SOAP}}}Fault"
_MUST_UNDERSTAND = f"{{{SOAP}}}mustUnderstand"
_LOGICAL_ADDRESSES = frozenset(profile.address_tag for profile in PROFILES.values())

_START = f'<soapenv:Envelope xmlns:soapenv="{SOAP}">'
_END = b"</soapenv:Body></soapenv:Envelope>"


class FaultCode(StrEnum):
    CLIENT = "Client"
    SERVER = "Server"
    VERSION_MISMATCH = "VersionMismatch"
    MUST_UNDERSTAND = "MustUnderstand"


class SoapFault(Exception):
    """A fault to answer with: HTTP 500 and the text."""

    def __init__(self, text: str, code: FaultCode = FaultCode.SERVER) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope holds: the one body element and the address of the header ("" when absent)."""

    body: etree._Element
    logical_address: str


@dataclass(frozen=True, slots=True)
class ReadFault:
    code: str
    text: str


def wrap(body: etree._Element | bytes, logical_address: str, *, profile: Profile = BASIC_PROFILE_21) -> bytes:
    """A request envelope around ``body``. Bytes are put in as they are: a signature in them stays valid."""
    address = escape(NOT_TEXT.sub("", logical_address))
    name = f"{profile.address_prefix}:{profile.address_name}"
    header = (
        f"{_START}<soapenv:Header>"
        f'<{name} xmlns:{profile.address_prefix}="{profile.address_namespace}">{address}</{name}>'
        f"</soapenv:Header><soapenv:Body>"
    )
    return b"".join((header.encode("utf-8"), _body_bytes(body), _END))


def wrap_answer(body: etree._Element) -> bytes:
    """A response envelope."""
    return b"".join((f"{_START}<soapenv:Body>".encode(), _body_bytes(body), _END))


def fault(text: str, code: FaultCode) -> bytes:
    """An envelope with a SOAP fault."""
    safe = escape(NOT_TEXT.sub("", text))
    content = (
        f"{_START}<soapenv:Body><soapenv:Fault><faultcode>soapenv:{code}</faultcode>"
        f"<faultstring>{safe}</faultstring></soapenv:Fault>"
    )
    return content.encode("utf-8") + _END


def open_request(root: etree._Element) -> Opened:
    """Look into a request; ``SoapFault`` when it is no SOAP 1.1 envelope with exactly one body element."""
    if root.tag != _ENVELOPE:
        if etree.QName(root).localname == "Envelope":
            raise SoapFault("The envelope is not of SOAP 1.1", FaultCode.VERSION_MISMATCH)
        raise SoapFault("The document is not a SOAP envelope", FaultCode.CLIENT)
    opened = Opened(body=_only_body_element(root), logical_address=_read_header(root))
    if opened.body.tag == _FAULT:
        raise SoapFault("A request can not be a fault", FaultCode.CLIENT)
    return opened


def open_answer(root: etree._Element) -> etree._Element | ReadFault:
    """The body element of an answer, or its fault; ``SoapFault`` when it is no such envelope."""
    if root.tag != _ENVELOPE:
        raise SoapFault("The answer is not a SOAP 1.1 envelope")
    body = _only_body_element(root)
    if body.tag != _FAULT:
        return body
    return ReadFault(code=body.findtext("faultcode", "").strip(), text=body.findtext("faultstring", "").strip())


def _read_header(envelope: etree._Element) -> str:
    header = envelope.find(_HEADER)
    if header is None:
        return ""
    address = ""
    for block in header.iterchildren(etree.Element):
        if block.tag in _LOGICAL_ADDRESSES:
            address = str(block.xpath("string()")).strip()
        elif block.get(_MUST_UNDERSTAND, "0").strip() in {"1", "true"}:
            raise SoapFault("A header that must be understood is not", FaultCode.MUST_UNDERSTAND)
    return address


def _only_body_element(envelope: etree._Element) -> etree._Element:
    bodies = envelope.findall(_BODY)
    if len(bodies) != 1:
        raise SoapFault("The envelope must have one Body", FaultCode.CLIENT)
    elements = list(bodies[0].iterchildren(etree.Element))
    if len(elements) != 1:
        raise SoapFault("The Body must have exactly one element", FaultCode.CLIENT)
    return elements[0]


def _body_bytes(body: etree._Element | bytes) -> bytes:
    if not isinstance(body, bytes):
        return etree.tostring(body, encoding="utf-8", with_tail=False)
    content = body.removeprefix(codecs.BOM_UTF8).lstrip()
    if not content.startswith(b"<?xml"):
        return content
    declaration, _, rest = content.partition(b"?>")
    if b"encoding" in declaration and b"utf-8" not in declaration.lower():
        raise ValueError("A body given as bytes must be UTF-8")
    return rest.lstrip()
