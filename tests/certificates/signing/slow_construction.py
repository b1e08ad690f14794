"""The signed document made the long way, step by step as spec/signing.md 3.1 and 12.4 tell: a judge of the product's.

Nothing here is shared with ``certificates.signing.xmldsig``: another stylesheet, the Signature put into the tree, the
tree written anew.
"""

from __future__ import annotations

import base64
import hashlib

from lxml import etree

DSIG = "http://www.w3.org/2000/09/xmldsig#"
FILTER2 = "http://www.w3.org/2002/06/xmldsig-filter2"
UNDERSKRIFT = "urn:riv:clinicalprocess:healthcond:certificate:3.2"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
LEFT_OUT = ("skickatTidpunkt", "relation", "status", "underskrift")
RULES = (
    '<xsl:output method="xml" omit-xml-declaration="yes" indent="no"/><xsl:strip-space elements="*"/>'
    '<xsl:template match="@*"><xsl:copy-of select="."/></xsl:template>'
    '<xsl:template match="*"><xsl:element name="{local-name()}"><xsl:apply-templates select="@*"/>'
    '<xsl:apply-templates select="node()"/></xsl:element></xsl:template>'
)


def stylesheet(further_rules: str = "") -> str:
    return (
        '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">'
        f"{RULES}{further_rules}</xsl:stylesheet>"
    )


STRIP_ALL = etree.XSLT(
    etree.fromstring(
        stylesheet("".join(f'<xsl:template match="*[local-name() = \'{n}\']" priority="1"/>' for n in LEFT_OUT))
    )
)


def digest(xml: bytes, certificate_id: str) -> str:
    """The signer's short cut through the transforms. Comments go first: a reference to a whole document has none."""
    document = etree.fromstring(xml, etree.XMLParser(remove_comments=True))
    (intyg,) = STRIP_ALL(document).xpath("//intygs-id/extension[text()=$id]/../..", id=certificate_id)
    return base64.b64encode(hashlib.sha256(_canonical(intyg)).digest()).decode()


def signed_info(xml: bytes, certificate_id: str, *, algorithm: str) -> bytes:
    """The bytes to sign, canonicalised where they stand in the document."""
    return _canonical(_with_signature(xml, certificate_id, algorithm)[1][0])


def signed(xml: bytes, certificate_id: str, *, algorithm: str, value: bytes, signer: bytes) -> bytes:
    """The whole document. ``signer``: the certificate as DER."""
    document, signature = _with_signature(xml, certificate_id, algorithm)
    signature.find(f"{{{DSIG}}}SignatureValue").text = base64.b64encode(value).decode()
    signature.find(f".//{{{DSIG}}}X509Certificate").text = base64.b64encode(signer).decode()
    return etree.tostring(document, encoding="UTF-8", xml_declaration=False)


def _with_signature(xml: bytes, certificate_id: str, algorithm: str) -> tuple[etree._Element, etree._Element]:
    document = etree.fromstring(xml)
    (intyg,) = document.xpath("//*[local-name()='extension'][text()=$id]/../..", id=certificate_id)
    holder = etree.SubElement(intyg, f"{{{UNDERSKRIFT}}}underskrift", nsmap={None: UNDERSKRIFT})
    holder.append(etree.fromstring(_signature(certificate_id, algorithm, digest(xml, certificate_id))))
    return document, holder[0]


def _signature(certificate_id: str, algorithm: str, digest_value: str) -> str:
    subtracted = "|".join(f"//*[local-name() = '{name}']" for name in LEFT_OUT)
    return (
        f'<Signature xmlns="{DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="{C14N}"/>'
        f'<SignatureMethod Algorithm="{algorithm}"/><Reference URI=""><Transforms>'
        f'<Transform Algorithm="{DSIG}enveloped-signature"/>'
        f'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">{stylesheet()}</Transform>'
        f'<Transform Algorithm="{FILTER2}"><XPath xmlns="{FILTER2}" Filter="intersect">'
        f"//extension[text()='{certificate_id}']/../..</XPath></Transform>"
        f'<Transform Algorithm="{FILTER2}"><XPath xmlns="{FILTER2}" Filter="subtract">{subtracted}</XPath></Transform>'
        f'<Transform Algorithm="{C14N}"/></Transforms>'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<DigestValue>{digest_value}</DigestValue></Reference></SignedInfo>"
        "<SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>"
    )


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
