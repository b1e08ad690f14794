"""Judging a signature: the change table and the allow-list (spec/signing.md 12.1.8, 12.4, 12.6)."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings

from certificates.signing import test_ca, verification, xmldsig
from certificates.signing.xmldsig import SignatureAlgorithm
from tests.certificates.signing.documents import (
    CERTIFICATE_ID,
    NAMESPACES,
    PARENT_ID,
    SIGNER,
    credential,
    document,
    intyg,
    sign,
)
from tests.certificates.signing.judges import python_accepts, xmlsec1_accepts
from webcert import clock


def _body_changed(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Apply a change to everything but the Signature."""

    def apply(signed: bytes) -> bytes:
        before, mark, rest = signed.partition(b"<underskrift")
        signature, end, after = rest.partition(b"</underskrift>")
        return change(before) + mark + signature + end + change(after)

    return apply


def _prefix_renamed(part: bytes) -> bytes:
    return part.replace(b"reg:", b"p1:").replace(b":reg=", b":p1=").replace(b"typ:", b"p2:").replace(b":typ=", b":p2=")


def _in_envelope(signed: bytes) -> bytes:
    return (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' + signed + b"</s:Body></s:Envelope>"
    )


def _alone(signed: bytes) -> bytes:
    inner = signed[signed.index(b"<reg:intyg") : signed.index(b"</reg:intyg>") + len(b"</reg:intyg>")]
    return inner.replace(b"<reg:intyg", b"<reg:intyg " + NAMESPACES.encode(), 1)


def _with_second_id(signed: bytes) -> bytes:
    return signed.replace(b"</reg:RegisterCertificate>", intyg().encode() + b"</reg:RegisterCertificate>")


def _with_other_certificate(signed: bytes) -> bytes:
    return signed.replace(b"</reg:RegisterCertificate>", intyg("another").encode() + b"</reg:RegisterCertificate>")


CHANGES: dict[str, tuple[Callable[[bytes], bytes], bool]] = {
    "answer text": (lambda s: s.replace("Svår".encode(), "Lätt".encode()), False),
    "signing time removed": (lambda s: re.sub(rb"<signeringstidpunkt>.*?</signeringstidpunkt>", b"", s), False),
    "signing time changed": (lambda s: s.replace(b"<signeringstidpunkt>2026", b"<signeringstidpunkt>2025"), False),
    "patient": (lambda s: s.replace(b"191212121212", b"191212121213"), False),
    "relation": (lambda s: s.replace(PARENT_ID.encode(), b"5e1f6a30-0000-4a53-9a39-0d1a0c1f3b12"), True),
    "sent time": (lambda s: s.replace(b"<skickatTidpunkt>2026", b"<skickatTidpunkt>2027"), True),
    "status added": (lambda s: s.replace(b"<svar ", b"<status>x</status><svar ", 1), True),
    "prefix renamed": (_body_changed(_prefix_renamed), True),
    "indented with tabs": (_body_changed(lambda part: part.replace(b"\n    ", b"\n\t\t")), True),
    "blank text removed": (_body_changed(lambda part: re.sub(rb">\s+<", b"><", part)), True),
    "in a SOAP envelope": (_in_envelope, True),
    "intyg stored alone": (_alone, True),
    "indented inside Signature": (lambda s: s.replace(b"<SignedInfo>", b"<SignedInfo>\n  "), False),
    "another unsigned certificate": (_with_other_certificate, True),
    "the same id twice": (_with_second_id, False),
    "digest": (lambda s: re.sub(rb"<DigestValue>..", b"<DigestValue>AA", s), False),
    "signature value": (lambda s: re.sub(rb"<SignatureValue>..", b"<SignatureValue>AA", s), False),
}


@pytest.mark.parametrize("algorithm", list(SignatureAlgorithm))
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_after_signing_is_judged_alike_by_both(
    name: str, algorithm: SignatureAlgorithm, tmp_path: Path
) -> None:
    change, stays_valid = CHANGES[name]
    signed = sign(document(), algorithm)
    changed = change(signed)
    assert changed != signed
    assert xmlsec1_accepts(changed, tmp_path) is stays_valid
    assert python_accepts(changed) is stays_valid


def test_a_certificate_of_another_authority_is_refused_by_both(tmp_path: Path) -> None:
    signed = sign(document())
    with override_settings(SIGNING_DIR=tmp_path / "other"):
        root = test_ca.pem(test_ca.authority().root)
        report = verification.verify(signed, at=clock.now())
    assert report.first_failure.name == verification.CHAIN
    assert not xmlsec1_accepts(signed, tmp_path, root=root)


def test_a_der_coded_ecdsa_value_is_refused_by_both(tmp_path: Path) -> None:
    algorithm = SignatureAlgorithm.ECDSA_SHA256
    signer = credential(algorithm)
    prepared = xmldsig.prepare(document(), CERTIFICATE_ID, algorithm=algorithm)
    der = signer.key.sign(prepared.signed_info, ec.ECDSA(hashes.SHA256()))
    signed = xmldsig.finish(prepared, CERTIFICATE_ID, algorithm=algorithm, value=der, signer=signer.certificate)
    assert verification.verify(signed, at=clock.now()).first_failure.name == verification.VALUE
    assert not xmlsec1_accepts(signed, tmp_path)


def test_the_signature_must_stand_in_the_certificate_that_is_used() -> None:
    """xmlsec1 accepts a signature moved to a neighbour; ours must not (12.4, the neighbour row)."""
    signed = _with_other_certificate(sign(document()))
    start, end = signed.index(b"<underskrift"), signed.index(b"</underskrift>") + len(b"</underskrift>")
    moved = signed[:start] + signed[end:]
    moved = moved.replace(b"</reg:intyg></reg:Reg", signed[start:end] + b"</reg:intyg></reg:Reg")
    report = verification.verify(moved, certificate_id=CERTIFICATE_ID, at=clock.now())
    assert report.first_failure.name == verification.SCOPE


def test_another_expected_id_is_refused() -> None:
    report = verification.verify(sign(document()), certificate_id="another", at=clock.now())
    assert report.first_failure.name == verification.SCOPE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2001/04/xmlenc#sha256", b"2000/09/xmldsig#sha1"),
        (b'<Reference URI="">', b'<Reference URI="#x">'),
        (b'<Reference URI="">', b'<Reference URI="" Id="x">'),
        (b"xmldsig-more#ecdsa-sha256", b"xmldsig-more#ecdsa-sha1"),
        (
            b'<xsl:strip-space elements="*"/>',
            b'<xsl:strip-space elements="*"/><xsl:include href="file:///etc/passwd"/>',
        ),
        (b"//*[local-name() = 'status']|", b"//*[local-name() = 'status']|//*[local-name() = 'svar']|"),
        (b"//extension[text()=", b"//extension[1=1 or text()="),
        (b'Filter="intersect"', b'Filter="union"'),
        (b"<Transforms>", b'<Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/>'),
        (b"<X509Data>", b"<KeyName>x</KeyName><X509Data>"),
        (b"<SignatureValue>", b'<SignatureValue Id="x">'),
        (b"</KeyInfo>", b"</KeyInfo><Object>x</Object>"),
    ],
)
def test_whatever_the_format_does_not_have_is_refused_before_it_runs(old: bytes, new: bytes) -> None:
    signed = sign(document())
    assert old in signed
    report = verification.verify(signed.replace(old, new, 1), at=clock.now())
    assert report.first_failure.name == verification.ALGORITHMS
    assert [c.passed for c in report.checks if c.name == verification.VALUE] == [None]


def test_a_document_type_declaration_is_refused() -> None:
    report = verification.verify(b"<!DOCTYPE x [<!ENTITY e 'y'>]>" + sign(document()), at=clock.now())
    assert report.first_failure.name == verification.ONE_SIGNATURE


def test_more_than_two_megabytes_are_refused() -> None:
    signed = sign(document())
    padded = signed.replace(b"<version>", b" " * verification.MAX_BYTES + b"<version>")
    assert verification.verify(padded, at=clock.now()).first_failure.name == verification.ONE_SIGNATURE


def test_exactly_one_signature_is_wanted() -> None:
    assert verification.verify(document(), at=clock.now()).first_failure.name == verification.ONE_SIGNATURE


def test_another_signer_than_expected_is_refused() -> None:
    report = verification.verify(sign(document()), signer_hsa_id="SE1-OTHER", at=clock.now())
    assert report.first_failure.name == verification.SIGNER


def test_hsa_ids_are_compared_without_case_and_blanks() -> None:
    report = verification.verify(sign(document()), signer_hsa_id=f" {SIGNER.hsa_id.lower()} ", at=clock.now())
    assert report.is_valid


def test_a_certificate_that_has_run_out_at_the_moment_is_refused() -> None:
    report = verification.verify(sign(document()), at=clock.now() + dt.timedelta(hours=2))
    assert report.first_failure.name == verification.CHAIN


def test_without_a_moment_the_signing_time_counts() -> None:
    algorithm = SignatureAlgorithm.ECDSA_SHA256
    then = dt.datetime(2026, 3, 2, 9, 11, 12, tzinfo=dt.UTC)
    old = sign(document(), algorithm, signer=credential(algorithm, at=then))
    assert verification.verify(old).is_valid
    assert verification.verify(sign(document())).first_failure.name == verification.CHAIN


USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def _leaf_with(usage: dict[str, bool]) -> test_ca.Credential:
    authority = test_ca.authority()
    key = ec.generate_private_key(ec.SECP256R1())
    flags = dict.fromkeys(USAGES, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(credential(SignatureAlgorithm.ECDSA_SHA256).certificate.subject)
        .issuer_name(authority.issuing.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - dt.timedelta(minutes=1))
        .not_valid_after(clock.now() + dt.timedelta(hours=1))
        .add_extension(x509.KeyUsage(**{**flags, **usage}), critical=True)
        .sign(authority.issuing_key, hashes.SHA256())
    )
    return test_ca.Credential(key, certificate)


@pytest.mark.parametrize("usage", [{"digital_signature": True}, {"content_commitment": True}, {"key_agreement": True}])
def test_the_key_must_be_meant_for_signing_and_non_repudiation(usage: dict[str, bool]) -> None:
    signed = sign(document(), signer=_leaf_with(usage))
    assert verification.verify(signed, at=clock.now()).first_failure.name == verification.SIGNER_CERTIFICATE


def test_a_leaf_may_not_issue_another_leaf() -> None:
    issuer = credential(SignatureAlgorithm.ECDSA_SHA256)
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder()
        .subject_name(issuer.certificate.subject)
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_before(clock.now() - dt.timedelta(minutes=1))
        .not_valid_after(clock.now() + dt.timedelta(minutes=30))
        .add_extension(issuer.certificate.extensions.get_extension_for_class(x509.KeyUsage).value, critical=True)
        .sign(issuer.key, hashes.SHA256())
    )
    signed = sign(document(), signer=test_ca.Credential(key, forged))
    report = verification.verify(signed, at=clock.now(), chain=[issuer.certificate])
    assert report.first_failure.name == verification.CHAIN


def test_rubbish_in_place_of_the_certificate_is_refused() -> None:
    signed = re.sub(rb"<X509Certificate>[^<]*", b"<X509Certificate>" + base64.b64encode(b"rubbish"), sign(document()))
    assert verification.verify(signed, at=clock.now()).first_failure.name == verification.SIGNER_CERTIFICATE


def test_many_threads_judge_at_once() -> None:
    good = [sign(document(), algorithm) for algorithm in SignatureAlgorithm]
    cases = [(xml, True) for xml in good] + [(xml.replace("Svår".encode(), b"Bra"), False) for xml in good]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda case: python_accepts(case[0]) is case[1], cases * 50))
    assert all(outcomes)


def test_a_file_of_trusted_certificates_is_used(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    with override_settings(SIGNING_DIR=elsewhere):
        signed, authority = sign(document()), test_ca.authority()
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(authority.root.public_bytes(serialization.Encoding.PEM))
    assert not verification.verify(signed, at=clock.now(), chain=[authority.issuing]).is_valid
    with override_settings(SIGNING_TRUSTED_CA=str(trusted)):
        assert verification.verify(signed, at=clock.now(), chain=[authority.issuing]).is_valid
