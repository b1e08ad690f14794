"""Making the XML-DSig signature of a certificate (spec/signing.md 2, 3, 12.2-12.4). Pure functions over bytes.

Two steps, because the signature value is made elsewhere: ``prepare`` gives the bytes to sign and the document in its
final form, ``finish`` puts the signature between those bytes and returns what to store, which nothing may serialise
again. The document is parsed once; SignedInfo is canonical from the start and never read back.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

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

STRIP_NAMESPACES = (
    f'<xsl:stylesheet xmlns:xsl="{XSL}" version="1.0">'
    '<xsl:output method="xml" omit-xml-declaration="yes" indent="no"/><xsl:strip-space elements="*"/>'
    '<xsl:template match="@*"><xsl:copy-of select="."/></xsl:template>'
    '<xsl:template match="*"><xsl:element name="{local-name()}"><xsl:apply-templates select="@*"/>'
    '<xsl:apply-templates select="node()"/></xsl:element></xsl:template></xsl:stylesheet>'
)
"""The stylesheet that the signature carries (12.3)."""
_INTYG = etree.XPath("//intygs-id/extension[text()=$id]/../..")
_UNSIGNED_TAGS = tuple(f"{{*}}{name}" for name in UNSIGNED_ELEMENTS)
_BLANK_TEXT = re.compile(rb">(?:[ \t\n]|&#xD;)+<")
_LEFT_OUT = re.compile(rb"<\?.*?\?>|" + "|".join(f"<{n}></{n}>" for n in UNSIGNED_ELEMENTS).encode(), re.DOTALL)
_END_OF_INTYG = re.compile(rb"</(?:[^<>/:]+:)?intyg>")
_CERTIFICATE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_ID_MARK, _DIGEST_MARK = "certificate-id-here", "digest-here"


class SignatureAlgorithm(StrEnum):
    ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


class SigningError(Exception):
    """The document cannot be signed, or the parts of the signature do not belong together."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """``unsigned``: the document as it will be stored but for the signature, by which nothing in it changes.

    ``signed_info``: the canonical SignedInfo, the bytes to sign. ``digest``: Base64 SHA-256 of the content.
    """

    unsigned: bytes
    signed_info: bytes
    digest: str


def intersect_xpath(certificate_id: str) -> str:
    """The filter that keeps the one ``intyg`` (third transform)."""
    return f"//extension[text()='{_checked(certificate_id)}']/../.."


def _checked(certificate_id: str) -> str:
    if not _CERTIFICATE_ID.fullmatch(certificate_id):
        raise SigningError("The certificate id may hold letters, digits and hyphens only")
    return certificate_id


def subtract_xpath() -> str:
    """The filter that removes the unprotected elements (fourth transform)."""
    return "|".join(f"//*[local-name() = '{name}']" for name in UNSIGNED_ELEMENTS)


def content_digest(xml: bytes, certificate_id: str) -> str:
    """Base64 SHA-256 of the certificate's signed content, by the signer's short cut (3.1)."""
    return _digest(hardened.parse(xml), certificate_id)


def prepare(xml: bytes, certificate_id: str, *, algorithm: SignatureAlgorithm) -> Prepared:
    """Digest the unsigned RegisterCertificate and give the SignedInfo as it will stand in the document."""
    document = hardened.parse(xml)
    if next(document.iter(f"{{{DSIG}}}Signature"), None) is not None:
        raise SigningError("The document is signed already")
    unsigned = etree.tostring(document, encoding="UTF-8", xml_declaration=False)
    _place_of_signature(unsigned)
    digest = _digest(document, certificate_id)
    return Prepared(unsigned, _signed_info(certificate_id, algorithm, digest), digest)


def finish(
    prepared: Prepared,
    certificate_id: str,
    *,
    algorithm: SignatureAlgorithm,
    value: bytes,
    signer: x509.Certificate,
) -> bytes:
    """The signed document: ``underskrift`` as last child of ``intyg``. ``value``: r||s for ECDSA, not DER."""
    if prepared.signed_info != _signed_info(certificate_id, algorithm, prepared.digest):
        raise SigningError("The bytes that were signed do not belong to this document")
    place = _place_of_signature(prepared.unsigned)
    signature = _signature(
        certificate_id, algorithm, prepared.digest, value=value, signer=signer.public_bytes(Encoding.DER)
    )
    held = f'<underskrift xmlns="{CERT_32}">{signature}</underskrift>'.encode("ascii")
    return b"".join((prepared.unsigned[:place], held, prepared.unsigned[place:]))


def sign(signed_info: bytes, key: PrivateKey) -> bytes:
    """The signature value as XML-DSig wants it: PKCS#1 v1.5 for RSA, r||s for P-256."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(signed_info, padding.PKCS1v15(), hashes.SHA256())
    return raw_ecdsa(key.sign(signed_info, ec.ECDSA(hashes.SHA256())))


def raw_ecdsa(der: bytes) -> bytes:
    """A P-256 signature from DER to the 64 bytes r||s."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _place_of_signature(unsigned: bytes) -> int:
    """Where the one ``intyg`` ends. Text has no "<"; what looks like a second end, in a comment too, is refused."""
    ends = [match.start() for match in _END_OF_INTYG.finditer(unsigned)]
    if len(ends) != 1:
        raise SigningError("The document must hold one certificate")
    return ends[0]


def _digest(document: etree._Element, certificate_id: str) -> str:
    return _base64(hashlib.sha256(_signed_content(document, certificate_id)).digest())


def _signed_content(document: etree._Element, certificate_id: str) -> bytes:
    """The bytes that the five transforms give, without the stylesheet engine; spends the tree.

    In canonical bytes "<" is markup wherever it stands, so blanks between ">" and "<" are a text of their own. The
    unsigned elements stay as empty ones until these are gone: the texts beside them are two texts to the stylesheet.
    """
    for element in list(document.iter(*_UNSIGNED_TAGS)):
        element.clear(keep_tail=True)
    for element in document.iter("{*}*"):
        element.tag = element.tag.rpartition("}")[2]
    etree.cleanup_namespaces(document)
    found = _INTYG(document, id=certificate_id)
    if len(found) != 1 or found[0].tag != "intyg":
        raise SigningError("The document must hold the certificate exactly once")
    return _LEFT_OUT.sub(b"", _BLANK_TEXT.sub(b"><", _canonical(found[0])))


def _signed_info(certificate_id: str, algorithm: SignatureAlgorithm, digest: str) -> bytes:
    """Neither an id that passes nor Base64 has a character that the canonical form would write in another way."""
    text = _canonical_signed_info(algorithm)
    return text.replace(_DIGEST_MARK, digest).replace(_ID_MARK, _checked(certificate_id)).encode("ascii")


@cache
def _canonical_signed_info(algorithm: SignatureAlgorithm) -> str:
    """SignedInfo in exclusive C14N, the same inside any document, with marks for id and digest."""
    signature = etree.fromstring(_signature(_ID_MARK, algorithm, _DIGEST_MARK, value=b"", signer=b""))
    return _canonical(signature[0]).decode("ascii")


def _signature(certificate_id: str, algorithm: SignatureAlgorithm, digest: str, *, value: bytes, signer: bytes) -> str:
    """The Signature as it is stored. It declares its own namespaces, whatever the document has declared."""
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
        f"<SignatureValue>{_base64(value)}</SignatureValue>"
        f"<KeyInfo><X509Data><X509Certificate>{_base64(signer)}</X509Certificate></X509Data></KeyInfo></Signature>"
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
