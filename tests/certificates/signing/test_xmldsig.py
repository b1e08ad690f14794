"""Making the signature (spec/signing.md 2, 3, 12.3, 12.4)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from certificates.signing import xmldsig
from certificates.signing.xmldsig import SignatureAlgorithm, SigningError
from rivta.namespaces import CERT_32, DSIG
from tests.certificates.signing.documents import CERTIFICATE_ID, credential, document, intyg, public_samples, sign
from tests.certificates.signing.judges import python_accepts, xmlsec1_accepts

BOTH = pytest.mark.parametrize("algorithm", list(SignatureAlgorithm))


@BOTH
def test_a_signed_certificate_is_accepted_by_both_judges(algorithm: SignatureAlgorithm, tmp_path: Path) -> None:
    signed = sign(document(), algorithm)
    assert python_accepts(signed)
    assert xmlsec1_accepts(signed, tmp_path)


def test_the_signature_is_the_last_child_of_the_certificate() -> None:
    root = etree.fromstring(sign(document()))
    last = root[0][-1]
    assert last.tag == f"{{{CERT_32}}}underskrift"
    assert [child.tag for child in last] == [f"{{{DSIG}}}Signature"]


def test_the_five_transforms_stand_in_order() -> None:
    root = etree.fromstring(sign(document()))
    assert [step.get("Algorithm") for step in root.iter(f"{{{DSIG}}}Transform")] == [
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    ]
    filters = root.findall(".//{http://www.w3.org/2002/06/xmldsig-filter2}XPath")
    assert [(f.get("Filter"), f.text) for f in filters] == [
        ("intersect", f"//extension[text()='{CERTIFICATE_ID}']/../.."),
        (
            "subtract",
            "//*[local-name() = 'skickatTidpunkt']|//*[local-name() = 'relation']|"
            "//*[local-name() = 'status']|//*[local-name() = 'underskrift']",
        ),
    ]


def test_nothing_carries_an_id_and_key_info_is_one_certificate() -> None:
    signature = etree.fromstring(sign(document())).find(f".//{{{DSIG}}}Signature")
    assert not [e for e in signature.iter() if "Id" in e.attrib]
    assert [e.tag for e in signature[2].iter()] == [
        f"{{{DSIG}}}{n}" for n in ("KeyInfo", "X509Data", "X509Certificate")
    ]


def test_the_stylesheet_stands_on_one_line_as_elements() -> None:
    signed = sign(document())
    assert xmldsig.STRIP_NAMESPACES.encode() in signed


def test_the_unsigned_bytes_stay_as_they_were_around_the_signature() -> None:
    unsigned = etree.tostring(etree.fromstring(document()), encoding="UTF-8")
    before, _, after = sign(document()).partition(b"<underskrift")
    assert unsigned.startswith(before)
    assert unsigned.endswith(after.partition(b"</underskrift>")[2])


def test_the_digest_is_of_the_content_without_namespaces_blanks_comments_and_unsigned_elements() -> None:
    content = (
        "<intyg><intygs-id><root>SE1</root><extension>"
        + CERTIFICATE_ID
        + "</extension></intygs-id><typ><code>LISJP</code>"
        "<codeSystem>b64ea353-e8f6-4832-b563-fc7d46f29548</codeSystem></typ><version>2.0</version>"
        "<signeringstidpunkt>2026-03-02T10:11:12</signeringstidpunkt><patient><person-id><root>1.2.752.129.2.1.3.1</root>"
        "<extension>191212121212</extension></person-id><fornamn>Tolvan</fornamn><efternamn>Åström</efternamn></patient>"
        '<svar id="27"><delsvar id="27.1">Svår värk – “kan inte”  &amp; é</delsvar></svar>'
        '<svar id="28"><delsvar id="28.1"></delsvar></svar></intyg>'
    )
    expected = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    assert xmldsig.content_digest(document(), CERTIFICATE_ID) == expected


def test_the_ecdsa_value_is_r_and_s_of_32_bytes_each() -> None:
    signer = credential(SignatureAlgorithm.ECDSA_SHA256)
    value = xmldsig.sign(b"text", signer.key)
    assert len(value) == 64
    der = encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
    signer.certificate.public_key().verify(der, b"text", ec.ECDSA(hashes.SHA256()))


def test_a_short_r_is_padded() -> None:
    assert xmldsig.raw_ecdsa(encode_dss_signature(1, 2)) == b"\0" * 31 + b"\1" + b"\0" * 31 + b"\2"


def test_a_document_that_already_uses_the_signature_namespace_can_be_signed(tmp_path: Path) -> None:
    xml = document(intyg(attributes=f' xmlns:ds="{DSIG}"'))
    signed = sign(xml)
    assert python_accepts(signed)
    assert xmlsec1_accepts(signed, tmp_path)


def test_only_ids_without_quotes_go_into_a_filter() -> None:
    with pytest.raises(SigningError):
        xmldsig.intersect_xpath("a' or '1'='1")


@pytest.mark.parametrize("content", [intyg("other"), intyg() + intyg()])
def test_the_certificate_must_stand_in_the_document_exactly_once(content: str) -> None:
    with pytest.raises(SigningError):
        xmldsig.prepare(document(content), CERTIFICATE_ID, algorithm=SignatureAlgorithm.RSA_SHA256)


def test_a_signed_document_is_not_signed_again() -> None:
    with pytest.raises(SigningError):
        sign(sign(document()))


def test_bytes_signed_for_another_document_are_refused() -> None:
    algorithm = SignatureAlgorithm.ECDSA_SHA256
    prepared = xmldsig.prepare(document(), CERTIFICATE_ID, algorithm=algorithm)
    signer = credential(algorithm)
    with pytest.raises(SigningError):
        xmldsig.finish(
            replace(prepared, unsigned=document(intyg("another-id"))),
            "another-id",
            algorithm=algorithm,
            value=xmldsig.sign(prepared.signed_info, signer.key),
            signer=signer.certificate,
        )


@BOTH
def test_every_public_sample_can_be_signed(algorithm: SignatureAlgorithm, tmp_path: Path) -> None:
    samples = public_samples()
    if not samples:
        pytest.skip("the public samples are not here")
    for name, (certificate_id, xml) in samples.items():
        signed = sign(xml, algorithm, certificate_id=certificate_id)
        assert python_accepts(signed), name
        assert xmlsec1_accepts(signed, tmp_path), name
    assert len(samples) > 10
