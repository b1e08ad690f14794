"""The signed document has the bytes that the long way gives, whatever the certificate (spec/signing.md 3.1, 12.4)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from accounts.user import CareUser
from certificates.models import Certificate, SigningTicket
from certificates.signing import services, xmldsig
from certificates.signing.xmldsig import SignatureAlgorithm
from rivta.namespaces import DSIG
from tests.certificates.signing import slow_construction
from tests.certificates.signing.conftest import SESSION
from tests.certificates.signing.documents import (
    CERTIFICATE_ID,
    credential,
    document,
    intyg,
    public_samples,
    sign,
)
from tests.certificates.signing.judges import python_accepts, xmlsec1_accepts

BOTH = pytest.mark.parametrize("algorithm", list(SignatureAlgorithm))
VALUE = bytes(range(64))

ODD_CONTENT = {
    "as written": "",
    "empty elements": '<svar id="1"><delsvar id="1.1"></delsvar><delsvar id="1.2"/></svar>',
    "blanks beside comments": '<svar id="1"> <!-- a --> <delsvar id="1.1">x<!-- b --> <!-- c -->y</delsvar></svar>',
    "blanks in references": '<svar id="1">&#13;&#10;<delsvar id="1.1">&#13;</delsvar><x id="1.2"> &#9; a</x></svar>',
    "no-break space": '<svar id="1"><delsvar id="1.1">\u00a0</delsvar><delsvar id="1.2">\u2003</delsvar></svar>',
    "blanks to be preserved": '<svar id="1" xml:space="preserve"> <delsvar id="1.1">  </delsvar> </svar>',
    "CDATA": '<svar id="1"><delsvar id="1.1"><![CDATA[<b> & </c:intyg>]]> <![CDATA[ ]]></delsvar></svar>',
    "processing instructions": '<svar id="1"><?x a?> <delsvar id="1.1">a<?y b?> <?z c?>b</delsvar></svar>',
    "text that looks like markup": '<svar id="1"><delsvar id="1.1">&lt;/reg:intyg> xmlns="x" "\'</delsvar></svar>',
    "attributes of other namespaces": '<svar id="1" xmlns:x="urn:x" x:b="2" a="&lt; &gt; &quot; &#10;"><x/></svar>',
    "a namespace undeclared": '<svar id="1"><delsvar xmlns="" id="1.1">a<b/></delsvar></svar>',
    "left out, deep down, in mixed text": '<svar id="1"><delsvar id="1.1">a <status>b</status> <relation/> c</delsvar> '
    "<x> <skickatTidpunkt/> </x></svar>",
    "astral characters": '<svar id="1"><delsvar id="1.1">\U0001f9d1\u200d\u2695 \u0301 ÅÄÖ</delsvar></svar>',
}  # fmt: skip


def assert_alike(xml: bytes, algorithm: SignatureAlgorithm, certificate_id: str = CERTIFICATE_ID) -> None:
    signer = credential(algorithm).certificate
    prepared = xmldsig.prepare(xml, certificate_id, algorithm=algorithm)
    made = xmldsig.finish(prepared, certificate_id, algorithm=algorithm, value=VALUE, signer=signer)
    assert prepared.digest == slow_construction.digest(xml, certificate_id)
    assert prepared.signed_info == slow_construction.signed_info(xml, certificate_id, algorithm=algorithm)
    assert made == slow_construction.signed(
        xml, certificate_id, algorithm=algorithm, value=VALUE, signer=signer.public_bytes(Encoding.DER)
    )


@BOTH
@pytest.mark.parametrize("name", ODD_CONTENT)
def test_odd_content_gives_the_same_bytes(name: str, algorithm: SignatureAlgorithm) -> None:
    assert_alike(_with(ODD_CONTENT[name]), algorithm)


@BOTH
@pytest.mark.parametrize("name", ODD_CONTENT)
def test_odd_content_is_accepted_by_both_judges(name: str, algorithm: SignatureAlgorithm, tmp_path: Path) -> None:
    signed = sign(_with(ODD_CONTENT[name]), algorithm)
    assert python_accepts(signed)
    assert xmlsec1_accepts(signed, tmp_path)


@BOTH
@pytest.mark.parametrize("seed", range(40))
def test_random_documents_give_the_same_bytes(seed: int, algorithm: SignatureAlgorithm) -> None:
    assert_alike(_with(_random_content(random.Random(seed), depth=4)), algorithm)


@BOTH
def test_other_prefixes_and_an_encoding_declaration_give_the_same_bytes(algorithm: SignatureAlgorithm) -> None:
    text = document().decode().replace("reg:", "åäö:").replace("xmlns:reg", "xmlns:åäö")
    assert_alike(f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->\n{text}\n<!-- b -->'.encode(), algorithm)
    assert_alike(
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("iso-8859-1", "xmlcharrefreplace"), algorithm
    )


@BOTH
def test_what_the_services_sign_gives_the_same_bytes(
    doctor: CareUser, draft: Certificate, algorithm: SignatureAlgorithm
) -> None:
    method = {"ecdsa": SigningTicket.Method.SIGN_SERVICE, "rsa": SigningTicket.Method.FAKE}
    ticket = services.start(
        user=doctor,
        session_key=SESSION,
        certificate_id=draft.pk,
        version=draft.version,
        method=method[algorithm.rpartition("#")[2].partition("-")[0]],
    )
    assert bytes(ticket.signed_info) == slow_construction.signed_info(
        bytes(ticket.unsigned_xml), draft.pk, algorithm=algorithm
    )
    assert_alike(bytes(ticket.unsigned_xml), algorithm, draft.pk)


@BOTH
def test_every_public_sample_gives_the_same_bytes(algorithm: SignatureAlgorithm) -> None:
    """But for those that declare a prefix for the signature's namespace: in a tree the Signature takes it over."""
    samples = public_samples()
    if not samples:
        pytest.skip("the public samples are not here")
    alike = [(i, xml) for i, xml in samples.values() if DSIG.encode() not in xml]
    for certificate_id, xml in alike:
        assert_alike(xml, algorithm, certificate_id)
    assert len(alike) > 5


def test_what_looks_like_a_second_end_of_the_certificate_is_refused() -> None:
    """The signature is put in by its place among the bytes: that place must be certain."""
    with pytest.raises(xmldsig.SigningError):
        xmldsig.prepare(_with("<!-- </intyg> -->"), CERTIFICATE_ID, algorithm=SignatureAlgorithm.ECDSA_SHA256)


def _with(content: str) -> bytes:
    return document(intyg().replace("</reg:intyg>", f"{content}</reg:intyg>"))


def _random_content(chosen: random.Random, *, depth: int) -> str:
    """Elements of known and odd names, blanks, text, comments and instructions, in any order."""
    parts = []
    for _ in range(chosen.randrange(6)):
        name = chosen.choice(["svar", "delsvar", "typ:cv", "typ:code", "status", "relation", "x"])
        inside = _random_content(chosen, depth=depth - 1) if depth else ""
        parts += [
            chosen.choice(["", " ", "\n\t", "text", " &amp; ", "&#13;", "å&lt;"]),
            chosen.choice(["", "", "<!-- c -->", "<?p i?>", "<![CDATA[ ]]>", "<![CDATA[<]]>"]),
            f'<{name} id="{chosen.choice(["1", "&#9;", "&quot;&gt;"])}">{inside}</{name}>',
        ]
    return "".join(parts)
