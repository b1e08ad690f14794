"""Making the XML-DSig signature of a certificate (spec/signing.md 2, 3, 12.2-12.4). Pure functions over bytes.

Two steps, because the signature value is made elsewhere: ``prepare`` gives the bytes to sign, ``finish`` puts the value
and the signer's certificate in and returns the bytes to store, which nothing may serialise again.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from certificates.signing.test_ca import PrivateKey
from rivta import xml as hardened
from rivta.namespaces import CERT_32, DSIG, DSIG_FILTER2

XSL = "http://www.w3.org/1999/XSL/Transform"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"

UNSIGNED_ELEMENTS = ("skickatTidpunkt", "relation", "status", "underskrift")
"""Elements outside the signed content, at any depth, whatever their namespace."""

_RULES = (
    '<xsl:output method="xml" omit-xml-declaration="yes" indent="no"/><xsl:strip-space elements="*"/>'
    '<xsl:template match="@*"><xsl:copy-of select="."/></xsl:template>'
    '<xsl:template match="*"><xsl:element name="{local-name()}"><xsl:apply-templates select="@*"/>'
    '<xsl:apply-templates select="node()"/></xsl:element></xsl:template>'
)
STRIP_NAMESPACES = f'<xsl:stylesheet xmlns:xsl="{XSL}" version="1.0">{_RULES}</xsl:stylesheet>'
"""The stylesheet that the signature carries (12.3)."""
_STRIP_ALL = (
    f'<xsl:stylesheet xmlns:xsl="{XSL}" version="1.0">{_RULES}'
    + "".join(f'<xsl:template match="*[local-name() = \'{name}\']" priority="1"/>' for name in UNSIGNED_ELEMENTS)
    + "</xsl:stylesheet>"
)
_STRIPPED_INTYG = etree.XPath("//intygs-id/extension[text()=$id]/../..")
_INTYG = etree.XPath("//*[local-name()='intygs-id']/*[local-name()='extension'][text()=$id]/../..")
_CERTIFICATE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_local = threading.local()


class SignatureAlgorithm(StrEnum):
    ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


class SigningError(Exception):
    """The document cannot be signed, or the parts of the signature do not belong together."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """``signed_info``: the canonical SignedInfo, the bytes to sign. ``digest``: Base64 SHA-256 of the content."""

    signed_info: bytes
    digest: str


def intersect_xpath(certificate_id: str) -> str:
    """The filter that keeps the one ``intyg`` (third transform)."""
    if not _CERTIFICATE_ID.fullmatch(certificate_id):
        raise SigningError("The certificate id may hold letters, digits and hyphens only")
    return f"//extension[text()='{certificate_id}']/../.."


def subtract_xpath() -> str:
    """The filter that removes the unprotected elements (fourth transform)."""
    return "|".join(f"//*[local-name() = '{name}']" for name in UNSIGNED_ELEMENTS)


def content_digest(xml: bytes, certificate_id: str) -> str:
    """Base64 SHA-256 of the certificate's signed content, by the signer's short cut (3.1)."""
    return _digest(hardened.parse(xml), certificate_id)


def prepare(xml: bytes, certificate_id: str, *, algorithm: SignatureAlgorithm) -> Prepared:
    """Digest the unsigned RegisterCertificate and give the SignedInfo as it will stand in the document."""
    document = hardened.parse(xml)
    digest = _digest(document, certificate_id)
    signature = _embed(document, certificate_id, _signature(certificate_id, algorithm, digest))
    return Prepared(_canonical(signature[0]), digest)


def finish(
    xml: bytes,
    certificate_id: str,
    *,
    algorithm: SignatureAlgorithm,
    prepared: Prepared,
    value: bytes,
    signer: x509.Certificate,
) -> bytes:
    """The signed document: ``underskrift`` as last child of ``intyg``. ``value``: r||s for ECDSA, not DER."""
    document = hardened.parse(xml)
    signature = _embed(document, certificate_id, _signature(certificate_id, algorithm, prepared.digest))
    if _canonical(signature[0]) != prepared.signed_info:
        raise SigningError("The bytes that were signed do not belong to this document")
    signature[1].text = base64.b64encode(value).decode("ascii")
    certificate = signature.find(f".//{{{DSIG}}}X509Certificate")
    certificate.text = base64.b64encode(signer.public_bytes(Encoding.DER)).decode("ascii")
    return etree.tostring(document, encoding="UTF-8", xml_declaration=False)


def sign(signed_info: bytes, key: PrivateKey) -> bytes:
    """The signature value as XML-DSig wants it: PKCS#1 v1.5 for RSA, r||s for P-256."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(signed_info, padding.PKCS1v15(), hashes.SHA256())
    return raw_ecdsa(key.sign(signed_info, ec.ECDSA(hashes.SHA256())))


def raw_ecdsa(der: bytes) -> bytes:
    """A P-256 signature from DER to the 64 bytes r||s."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _digest(document: etree._Element, certificate_id: str) -> str:
    stripped = _strip_all()(document).getroot()
    found = _STRIPPED_INTYG(stripped, id=certificate_id)
    if len(found) != 1:
        raise SigningError("The document must hold the certificate exactly once")
    return base64.b64encode(hashlib.sha256(_canonical(found[0])).digest()).decode("ascii")


def _strip_all() -> etree.XSLT:
    """The compiled stylesheet of this thread: lxml copies one that another thread compiled at every use."""
    if not hasattr(_local, "strip_all"):
        access = etree.XSLTAccessControl.DENY_ALL
        _local.strip_all = etree.XSLT(etree.fromstring(_STRIP_ALL), access_control=access)
    return _local.strip_all


def _signature(certificate_id: str, algorithm: SignatureAlgorithm, digest: str) -> str:
    return (
        f'<Signature xmlns="{DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="{EXCLUSIVE_C14N}"/>'
        f'<SignatureMethod Algorithm="{algorithm}"/><Reference URI=""><Transforms>'
        f'<Transform Algorithm="{ENVELOPED}"/>'
        f'<Transform Algorithm="{XSLT}">{STRIP_NAMESPACES}</Transform>'
        f'<Transform Algorithm="{DSIG_FILTER2}"><XPath xmlns="{DSIG_FILTER2}" Filter="intersect">'
        f"{intersect_xpath(certificate_id)}</XPath></Transform>"
        f'<Transform Algorithm="{DSIG_FILTER2}"><XPath xmlns="{DSIG_FILTER2}" Filter="subtract">'
        f"{subtract_xpath()}</XPath></Transform>"
        f'<Transform Algorithm="{EXCLUSIVE_C14N}"/></Transforms>'
        f'<DigestMethod Algorithm="{SHA256}"/><DigestValue>{digest}</DigestValue></Reference></SignedInfo>'
        f"<SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>"
    )


def _embed(document: etree._Element, certificate_id: str, signature: str) -> etree._Element:
    found = _INTYG(document, id=certificate_id)
    if len(found) != 1:
        raise SigningError("The document must hold the certificate exactly once")
    if document.find(f".//{{{DSIG}}}Signature") is not None:
        raise SigningError("The document is signed already")
    holder = etree.SubElement(found[0], f"{{{CERT_32}}}underskrift", nsmap={None: CERT_32})
    holder.append(etree.fromstring(signature))
    return holder[0]


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
