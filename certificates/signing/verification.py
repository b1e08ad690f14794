"""Judging a signed certificate, independently of how it was made (spec/signing.md 9, 12.1.8, 12.4-12.6).

References and signature value are checked by libxmlsec1, after everything in the signature that could run as code or
widen its scope has been compared with what this format allows. The chain is built by ``cryptography`` for a given
moment, because libxmlsec1 through Python knows only the machine's clock and ours may be moved.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError
from django.conf import settings
from lxml import etree

from certificates.models import SignedDocument
from certificates.signing import test_ca
from certificates.signing.xmldsig import (
    ENVELOPED,
    EXCLUSIVE_C14N,
    SHA256,
    STRIP_NAMESPACES,
    XSLT,
    SignatureAlgorithm,
    SigningError,
    intersect_xpath,
    subtract_xpath,
)
from rivta import xml as hardened
from rivta.namespaces import CERT_32, DSIG, DSIG_FILTER2
from webcert import clock

MAX_BYTES = 2 * 1024 * 1024
_XSL_STYLESHEET = "{http://www.w3.org/1999/XSL/Transform}stylesheet"
_STYLESHEET_C14N = etree.tostring(etree.fromstring(STRIP_NAMESPACES), method="c14n", exclusive=True)
_TRANSFORMS = (ENVELOPED, XSLT, DSIG_FILTER2, DSIG_FILTER2, EXCLUSIVE_C14N)
_ENABLED_TRANSFORMS = (
    xmlsec.Transform.ENVELOPED,
    xmlsec.Transform.XSLT,
    xmlsec.Transform.XPATH2,
    xmlsec.Transform.EXCL_C14N,
    xmlsec.Transform.SHA256,
)
_OWN_ID = etree.XPath("string(*[local-name()='intygs-id']/*[local-name()='extension'])")
_TIMES_NAMED = etree.XPath(
    "count(//*[local-name()='intyg']/*[local-name()='intygs-id'][*[local-name()='extension'][text()=$id]])"
)
_ENABLED_SIGNATURES = (xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, xmlsec.Transform.ECDSA_SHA256)


@dataclass(frozen=True, slots=True)
class Check:
    """One step. ``detail`` says in Swedish what was found; ``passed`` is None when an earlier failure hindered it."""

    name: str
    passed: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome per check, in the order they were made."""

    checks: tuple[Check, ...]
    certificate: x509.Certificate | None = None

    @property
    def is_valid(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def first_failure(self) -> Check | None:
        return next((check for check in self.checks if not check.passed), None)


class _Failed(Exception):
    """A check that did not hold, with the reason in Swedish."""


@dataclass(slots=True)
class _Case:
    """What is known so far about the document under judgement."""

    xml: bytes
    certificate_id: str
    signer_hsa_id: str
    at: dt.datetime
    chain: Sequence[x509.Certificate]
    document: etree._Element | None = None
    signature: etree._Element | None = None
    leaf: x509.Certificate | None = None


ONE_SIGNATURE = "en underskrift"
ALGORITHMS = "tillåtna algoritmer och transformer"
SCOPE = "underskriften hör till intyget"
SIGNER_CERTIFICATE = "undertecknarens certifikat"
VALUE = "innehåll och underskriftsvärde"
CHAIN = "certifikatkedja och giltighetstid"
SIGNER = "undertecknare"


def verify(
    xml: bytes,
    *,
    certificate_id: str = "",
    signer_hsa_id: str = "",
    at: dt.datetime | None = None,
    chain: Sequence[x509.Certificate] = (),
) -> Report:
    """Check a document that holds one signed certificate (RegisterCertificate, an envelope, or ``intyg`` alone).

    Without ``certificate_id`` the id is the one of the ``intyg`` around the signature; without ``signer_hsa_id`` the
    signer is only reported. ``at`` is the moment for the chain: default the certificate's signing time.
    ``chain`` holds intermediates that came with the signature.
    """
    case = _Case(xml, certificate_id, signer_hsa_id, at or clock.now(), chain)
    steps: tuple[tuple[str, Callable[[_Case], str]], ...] = (
        (ONE_SIGNATURE, _one_signature),
        (SCOPE, _scope),
        (ALGORITHMS, _algorithms),
        (SIGNER_CERTIFICATE, _signer_certificate),
        (VALUE, _value),
        (CHAIN, _chain if at else _chain_at_signing_time),
        (SIGNER, _signer),
    )
    return Report(tuple(_run(case, steps)), case.leaf)


def verify_document(document: SignedDocument) -> Report:
    """Check a stored certificate at the moment it was signed; its issuers were stored with the signer's certificate."""
    return verify(
        bytes(document.xml),
        certificate_id=document.certificate_id,
        signer_hsa_id=document.signer_hsa_id,
        at=document.created_at,
        chain=x509.load_pem_x509_certificates(document.signer_certificate.encode("ascii"))[1:],
    )


def signing_time(document: etree._Element) -> dt.datetime | None:
    """``signeringstidpunkt`` of the first ``intyg`` in the document."""
    found = document.xpath("string(//*[local-name()='intyg']/*[local-name()='signeringstidpunkt'])")
    try:
        return clock.from_local(dt.datetime.fromisoformat(found))
    except ValueError:
        return None


def _run(case: _Case, steps: Iterable[tuple[str, Callable[[_Case], str]]]) -> Iterator[Check]:
    hindered = False
    for name, step in steps:
        if hindered:
            yield Check(name, None)
            continue
        try:
            yield Check(name, True, step(case))
        except _Failed as failure:
            hindered = True
            yield Check(name, False, str(failure))


def _one_signature(case: _Case) -> str:
    if len(case.xml) > MAX_BYTES:
        raise _Failed("Dokumentet är för stort.")
    try:
        case.document = hardened.parse(case.xml)
    except hardened.MalformedXml as error:
        raise _Failed("Dokumentet är inte tillåten XML.") from error
    signatures = list(case.document.iter(f"{{{DSIG}}}Signature"))
    if len(signatures) != 1:
        raise _Failed(f"Dokumentet har {len(signatures)} underskrifter, väntat är en.")
    case.signature = signatures[0]
    return ""


def _scope(case: _Case) -> str:
    holder = case.signature.getparent()
    if holder is None or holder.tag != f"{{{CERT_32}}}underskrift":
        raise _Failed("Underskriften står inte i elementet underskrift.")
    certificate = holder.getparent()
    if certificate is None or etree.QName(certificate).localname != "intyg":
        raise _Failed("Underskriften står inte i ett intyg.")
    own_id = str(_OWN_ID(certificate))
    case.certificate_id = case.certificate_id or own_id
    if own_id != case.certificate_id:
        raise _Failed("Underskriften hör till ett annat intyg.")
    if _TIMES_NAMED(case.document, id=own_id) != 1:
        raise _Failed("Intyget förekommer mer än en gång i dokumentet.")
    return own_id


def _algorithms(case: _Case) -> str:
    info, value, key_info = _children(case.signature, "SignedInfo", "SignatureValue", "KeyInfo")
    method, signature_method, reference = _children(info, "CanonicalizationMethod", "SignatureMethod", "Reference")
    _require(_algorithm(method) == EXCLUSIVE_C14N, "Fel kanonisering.")
    algorithm = _algorithm(signature_method)
    _require(algorithm in set(SignatureAlgorithm), "Underskriftsalgoritmen är inte tillåten.")
    _require(dict(reference.attrib) == {"URI": ""}, "Referensen avser inte hela dokumentet.")
    transforms, digest_method, _digest = _children(reference, "Transforms", "DigestMethod", "DigestValue")
    _require(_algorithm(digest_method) == SHA256, "Kondensatalgoritmen är inte tillåten.")
    _require(not value.attrib and len(value) == 0, "Underskriftsvärdet har otillåtet innehåll.")
    _transforms(transforms, case.certificate_id)
    (data,) = _children(key_info, "X509Data")
    _children(data, "X509Certificate")
    return algorithm.rpartition("#")[2]


def _transforms(transforms: etree._Element, certificate_id: str) -> None:
    steps = _children(transforms, *["Transform"] * len(_TRANSFORMS))
    _require(tuple(_algorithm(step) for step in steps) == _TRANSFORMS, "Transformerna är inte de fem väntade.")
    enveloped, stylesheet, intersect, subtract, canonical = steps
    _require(len(enveloped) == 0 and len(canonical) == 0, "En transform har otillåtet innehåll.")
    _require(len(stylesheet) == 1 and stylesheet[0].tag == _XSL_STYLESHEET, "Stilmallen saknas.")
    own = etree.tostring(stylesheet[0], method="c14n", exclusive=True, with_tail=False)
    _require(own == _STYLESHEET_C14N, "Stilmallen är inte den tillåtna.")
    try:
        expected = intersect_xpath(certificate_id)
    except SigningError as error:
        raise _Failed("Intygets id har otillåtna tecken.") from error
    _xpath(intersect, "intersect", expected)
    _xpath(subtract, "subtract", subtract_xpath())


def _xpath(transform: etree._Element, kind: str, expression: str) -> None:
    _require(len(transform) == 1 and transform[0].tag == f"{{{DSIG_FILTER2}}}XPath", "Filtret saknas.")
    _require(dict(transform[0].attrib) == {"Filter": kind}, "Filtret är av fel slag.")
    _require(len(transform[0]) == 0 and transform[0].text == expression, "Filtrets uttryck är inte det tillåtna.")


def _signer_certificate(case: _Case) -> str:
    text = case.signature.findtext(f".//{{{DSIG}}}X509Certificate") or ""
    try:
        case.leaf = x509.load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))
        usage = case.leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    except (binascii.Error, ValueError, x509.ExtensionNotFound) as error:
        raise _Failed("Certifikatet går inte att läsa eller saknar nyckelanvändning.") from error
    _require(usage.digital_signature and usage.content_commitment, "Certifikatet är inte avsett för underskrift.")
    algorithm = case.signature.find(f".//{{{DSIG}}}SignatureMethod").get("Algorithm")
    kind = ec.EllipticCurvePublicKey if algorithm == SignatureAlgorithm.ECDSA_SHA256 else rsa.RSAPublicKey
    _require(isinstance(case.leaf.public_key(), kind), "Nyckelns slag passar inte algoritmen.")
    return case.leaf.subject.rfc4514_string()


def _value(case: _Case) -> str:
    context = xmlsec.SignatureContext()
    for transform in _ENABLED_TRANSFORMS:
        context.enable_reference_transform(transform)
    for transform in _ENABLED_SIGNATURES:
        context.enable_signature_transform(transform)
    context.key = xmlsec.Key.from_memory(case.leaf.public_bytes(Encoding.DER), xmlsec.KeyFormat.CERT_DER)
    try:
        context.verify(case.signature)
    except xmlsec.Error as error:
        raise _Failed("Innehållet eller underskriften har ändrats.") from error
    return ""


def _chain_at_signing_time(case: _Case) -> str:
    moment = signing_time(case.document)
    if moment is None:
        raise _Failed("Intyget saknar signeringstidpunkt.")
    case.at = moment
    return _chain(case)


def _chain(case: _Case) -> str:
    policy = (
        PolicyBuilder()
        .store(_trusted(settings.SIGNING_TRUSTED_CA, bool(settings.SIGNING_SERVICE_URL), str(settings.SIGNING_DIR)))
        .time(case.at)
        .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all())
    )
    try:
        path = policy.build_client_verifier().verify(case.leaf, list({*case.chain, *_known_intermediates()})).chain
    except VerificationError as error:
        raise _Failed(
            "Certifikatet är inte utfärdat av en betrodd utfärdare eller gäller inte vid tidpunkten."
        ) from error
    return " ← ".join(c.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value for c in path)


def _signer(case: _Case) -> str:
    numbers = case.leaf.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    found = str(numbers[0].value) if len(numbers) == 1 else ""
    _require(bool(found), "Certifikatet namnger ingen undertecknare.")
    if case.signer_hsa_id:
        _require(_normal(found) == _normal(case.signer_hsa_id), "Undertecknaren är en annan än den väntade.")
    return found


def _normal(hsa_id: str) -> str:
    return "".join(hsa_id.split()).upper()


@lru_cache(maxsize=4)
def _trusted(trusted_file: str, has_own_service: bool, _signing_dir: str) -> Store:
    """Anchors: the configured CA file, and the test CA as long as something here signs with it."""
    anchors: list[x509.Certificate] = []
    if trusted_file:
        anchors += x509.load_pem_x509_certificates(Path(trusted_file).read_bytes())
    if settings.TEST_LOGIN_ENABLED or not has_own_service:
        anchors.append(test_ca.authority().root)
    return Store(anchors)


def _known_intermediates() -> list[x509.Certificate]:
    if settings.SIGNING_SERVICE_URL and not settings.TEST_LOGIN_ENABLED:
        return []
    return [test_ca.authority().issuing]


def _children(parent: etree._Element, *names: str) -> list[etree._Element]:
    """The child elements, which must be exactly these in this order and carry no comment between them."""
    found = list(parent)
    if [child.tag for child in found] != [f"{{{DSIG}}}{name}" for name in names]:
        raise _Failed(f"Elementet {etree.QName(parent).localname} har inte det väntade innehållet.")
    return found


def _algorithm(element: etree._Element) -> str:
    return element.get("Algorithm", "") if set(element.attrib) == {"Algorithm"} else ""


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise _Failed(message)
