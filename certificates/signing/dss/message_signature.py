"""The enveloped signature of a whole message: request, response and metadata (spec/signing.md 8.1)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree

from certificates.signing.test_ca import Credential
from certificates.signing.xmldsig import ENVELOPED, EXCLUSIVE_C14N
from rivta.namespaces import DSIG

_REFERENCE_TRANSFORMS = (xmlsec.Transform.ENVELOPED, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.SHA256)
_SIGNATURE_TRANSFORMS = (xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, xmlsec.Transform.ECDSA_SHA256)


class BadMessageSignature(Exception):
    """The message is not signed as it must be."""


def sign(message: etree._Element, parent: etree._Element, credential: Credential, *, first: bool = False) -> None:
    """Sign the whole message (RSA-SHA256); the Signature becomes the last, or first, child of ``parent``."""
    signature = xmlsec.template.create(message, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    parent.insert(0 if first else len(parent), signature)
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    data = etree.SubElement(etree.SubElement(signature, f"{{{DSIG}}}KeyInfo"), f"{{{DSIG}}}X509Data")
    certificate = etree.SubElement(data, f"{{{DSIG}}}X509Certificate")
    certificate.text = base64.b64encode(credential.certificate.public_bytes(Encoding.DER)).decode("ascii")
    context = xmlsec.SignatureContext()
    key = credential.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    context.key = xmlsec.Key.from_memory(key, xmlsec.KeyFormat.PEM)
    context.sign(signature)


def verify(message: etree._Element, parent: etree._Element | None, trusted: Iterable[x509.Certificate]) -> None:
    """Exactly one signature, in its place, over the whole message, by one of the trusted certificates."""
    signatures = list(message.iter(f"{{{DSIG}}}Signature"))
    if len(signatures) != 1 or signatures[0].getparent() is not parent:
        raise BadMessageSignature("Exactly one signature must stand in its place")
    signature = signatures[0]
    _check_scope(signature)
    certificate = _certificate(signature)
    if certificate not in tuple(trusted):
        raise BadMessageSignature("The certificate is not one of the sender's")
    if not certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
        raise BadMessageSignature("The certificate is not meant for signing")
    context = xmlsec.SignatureContext()
    for transform in _REFERENCE_TRANSFORMS:
        context.enable_reference_transform(transform)
    for transform in _SIGNATURE_TRANSFORMS:
        context.enable_signature_transform(transform)
    context.key = xmlsec.Key.from_memory(certificate.public_bytes(Encoding.PEM), xmlsec.KeyFormat.CERT_PEM)
    try:
        context.verify(signature)
    except xmlsec.Error as error:
        raise BadMessageSignature("Content or signature value has been changed") from error


def _check_scope(signature: etree._Element) -> None:
    references = list(signature.iter(f"{{{DSIG}}}Reference"))
    if len(references) != 1 or references[0].get("URI") != "":
        raise BadMessageSignature("The signature must cover the whole message")
    transforms = [step.get("Algorithm") for step in references[0].iter(f"{{{DSIG}}}Transform")]
    if transforms not in ([ENVELOPED], [ENVELOPED, EXCLUSIVE_C14N]):
        raise BadMessageSignature("Transforms that are not allowed")


def _certificate(signature: etree._Element) -> x509.Certificate:
    found = signature.findall(f"{{{DSIG}}}KeyInfo/{{{DSIG}}}X509Data/{{{DSIG}}}X509Certificate")
    if len(found) != 1:
        raise BadMessageSignature("Exactly one certificate must come with the signature")
    try:
        return x509.load_der_x509_certificate(base64.b64decode("".join((found[0].text or "").split()), validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadMessageSignature("The certificate cannot be read") from error
