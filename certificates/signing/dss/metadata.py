"""Our metadata as the signing service's client, public and signed (spec/signing.md 8.1, last paragraph).

The real one is signed with RSA-SHA1; ours with RSA-SHA256, since SHA-1 is refused by current libraries.
"""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from lxml.etree import SubElement

from certificates.signing.dss import message_signature
from certificates.signing.dss.names import SAML_METADATA, SAML_PROTOCOL
from certificates.signing.dss.parties import Parties
from rivta.namespaces import DSIG

MEDIA_TYPE = "application/samlmetadata+xml"
FILE_NAME = "wc_dss_client_metadata.xml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_POST_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"


def client_metadata(parties: Parties) -> bytes:
    """EntityDescriptor with our keys and the address that answers are posted to."""
    root = etree.Element(
        _md("EntityDescriptor"),
        nsmap={"md": SAML_METADATA, "ds": DSIG},
        entityID=parties.client_id,
        ID=parties.client_id.replace(":", "_").replace("/", "_"),
    )
    descriptor = SubElement(
        root,
        _md("SPSSODescriptor"),
        AuthnRequestsSigned="false",
        WantAssertionsSigned="false",
        protocolSupportEnumeration=SAML_PROTOCOL,
    )
    for use in ("signing", "encryption"):
        _key(descriptor, use, parties)
    SubElement(
        descriptor,
        _md("AssertionConsumerService"),
        Binding=_POST_BINDING,
        Location=parties.response_url,
        index="0",
        isDefault="true",
    )
    organisation = SubElement(root, _md("Organization"))
    for name, text in (
        ("OrganizationName", "Open Webcert"),
        ("OrganizationDisplayName", "Open Webcert"),
        ("OrganizationURL", parties.client_id.partition("/api/")[0]),
    ):
        SubElement(organisation, _md(name), {_XML_LANG: "sv"}).text = text
    for kind in ("support", "technical"):
        contact = SubElement(root, _md("ContactPerson"), contactType=kind)
        SubElement(contact, _md("Company")).text = "Open Webcert"
    message_signature.sign(root, root, parties.client, first=True)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _key(descriptor: etree._Element, use: str, parties: Parties) -> None:
    info = SubElement(SubElement(descriptor, _md("KeyDescriptor"), use=use), f"{{{DSIG}}}KeyInfo")
    certificate = SubElement(SubElement(info, f"{{{DSIG}}}X509Data"), f"{{{DSIG}}}X509Certificate")
    der = parties.client.certificate.public_bytes(Encoding.DER)
    certificate.text = base64.b64encode(der).decode("ascii")


def _md(name: str) -> str:
    return f"{{{SAML_METADATA}}}{name}"
