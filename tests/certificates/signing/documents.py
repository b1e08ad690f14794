"""RegisterCertificate documents written out by hand, and their signatures, for tests of the pure parts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from lxml import etree

from certificates.signing import test_ca, xmldsig
from certificates.signing.test_ca import Credential
from certificates.signing.xmldsig import SignatureAlgorithm
from webcert import clock

CERTIFICATE_ID = "5e1f6a30-7d1c-4a53-9a39-0d1a0c1f3b11"
PARENT_ID = "5e1f6a30-7d1c-4a53-9a39-0d1a0c1f3b12"
SIGNER = test_ca.Signer("TSTNMT2321000156-1079", "Eva Maria Holm")
NAMESPACES = (
    'xmlns="urn:riv:clinicalprocess:healthcond:certificate:3" '
    'xmlns:reg="urn:riv:clinicalprocess:healthcond:certificate:RegisterCertificateResponder:3" '
    'xmlns:typ="urn:riv:clinicalprocess:healthcond:certificate:types:3"'
)


def intyg(certificate_id: str = CERTIFICATE_ID, tag: str = "reg:intyg", attributes: str = "") -> str:
    """One certificate with a relation, a status and pretty-printed whitespace."""
    return f"""<{tag}{attributes}>
    <intygs-id><typ:root>SE1</typ:root><typ:extension>{certificate_id}</typ:extension></intygs-id>
    <typ><typ:code>LISJP</typ:code><typ:codeSystem>b64ea353-e8f6-4832-b563-fc7d46f29548</typ:codeSystem></typ>
    <version>2.0</version>
    <signeringstidpunkt>2026-03-02T10:11:12</signeringstidpunkt>
    <skickatTidpunkt>2026-03-02T10:11:12</skickatTidpunkt>
    <patient><person-id><typ:root>1.2.752.129.2.1.3.1</typ:root><typ:extension>191212121212</typ:extension></person-id>
      <fornamn>Tolvan</fornamn><efternamn>Åström</efternamn></patient>
    <relation><typ><typ:code>FRLANG</typ:code></typ>
      <intygs-id><typ:root>SE1</typ:root><typ:extension>{PARENT_ID}</typ:extension></intygs-id></relation>
    <svar id="27"><delsvar id="27.1">Svår värk – “kan inte” <!-- note --> &amp; é</delsvar></svar>
    <svar id="28"><delsvar id="28.1">   </delsvar></svar>
  </{tag}>"""


def document(content: str = "") -> bytes:
    return f"<reg:RegisterCertificate {NAMESPACES}>\n  {content or intyg()}\n</reg:RegisterCertificate>".encode()


def credential(algorithm: SignatureAlgorithm, *, at: dt.datetime | None = None) -> Credential:
    issue = test_ca.issue_ec if algorithm is SignatureAlgorithm.ECDSA_SHA256 else test_ca.issue_rsa
    return issue(SIGNER, at=at or clock.now())


def sign(
    xml: bytes,
    algorithm: SignatureAlgorithm = SignatureAlgorithm.ECDSA_SHA256,
    *,
    signer: Credential | None = None,
    certificate_id: str = CERTIFICATE_ID,
) -> bytes:
    """The whole of prepare, sign, finish."""
    signer = signer or credential(algorithm)
    prepared = xmldsig.prepare(xml, certificate_id, algorithm=algorithm)
    return xmldsig.finish(
        prepared,
        certificate_id,
        algorithm=algorithm,
        value=xmldsig.sign(prepared.signed_info, signer.key),
        signer=signer.certificate,
    )


def public_samples() -> dict[str, tuple[str, bytes]]:
    """Id and bytes by file name of those public samples that name their certificate exactly once; none elsewhere."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "contracts" / "samples" / "from-public-repos"
    found = {}
    for path in sorted(folder.glob("register-certificate/*/**/*.xml")):
        xml = path.read_bytes()
        root = etree.fromstring(xml)
        ids = root.xpath("//*[local-name()='intyg']/*[local-name()='intygs-id']/*[local-name()='extension']/text()")
        same = root.xpath("//*[local-name()='extension'][text()=$id]", id=ids[0]) if ids else []
        if b"RegisterCertificate" in xml and len(ids) == len(same) == 1:
            found[str(path.relative_to(folder))] = (ids[0], xml)
    return found
