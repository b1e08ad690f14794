"""The SignRequest that the browser carries to the signing service (spec/signing.md 8.1)."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.html import format_html
from lxml import etree
from lxml.etree import SubElement

from certificates.signing.dss import message_signature
from certificates.signing.dss.names import (
    AUTHN_PROFILE,
    BINDING,
    CERTIFICATE_ATTRIBUTES,
    EMPLOYEE_HSA_ID,
    ENTITY_FORMAT,
    LEVELS_OF_ASSURANCE,
    NSMAP,
    PROFILE,
    VERSION,
    csig,
    dss,
    saml,
)
from certificates.signing.dss.parties import Parties
from certificates.signing.xmldsig import SignatureAlgorithm
from webcert import clock

VALID_BEFORE = dt.timedelta(minutes=2)
VALID_AFTER = dt.timedelta(minutes=8)


@dataclass(frozen=True, slots=True)
class SigningForm:
    """What the browser posts, and where to."""

    action: str
    relay_state: str
    request: str
    binding: str = BINDING


@dataclass(frozen=True, slots=True)
class Task:
    """One signature to ask for. ``to_be_signed``: the canonical SignedInfo; ``message``: HTML for the signer."""

    ticket_id: str
    signer_hsa_id: str
    to_be_signed: bytes
    message: str


def sign_message(*, type_name: str, person_id: str, certificate_id: str) -> str:
    """What the service shows the signer: the type, the patient's number and the certificate."""
    return format_html(
        "<p>Du skriver under <strong>{}</strong> för patienten {}.</p><p>Intygs-id: {}</p>",
        type_name,
        person_id,
        certificate_id,
    )


def form(task: Task, parties: Parties) -> SigningForm:
    """The form for one task; the request inside is signed by our own certificate."""
    encoded = base64.b64encode(build(task, parties)).decode("ascii")
    return SigningForm(action=parties.service_url, relay_state=task.ticket_id, request=encoded)


def build(task: Task, parties: Parties) -> bytes:
    """The signed SignRequest."""
    root = etree.Element(dss("SignRequest"), nsmap=NSMAP, RequestID=task.ticket_id, Profile=PROFILE)
    inputs = SubElement(root, dss("OptionalInputs"))
    _extension(inputs, task, parties)
    tasks = SubElement(SubElement(SubElement(root, dss("InputDocuments")), dss("Other")), csig("SignTasks"))
    data = SubElement(tasks, csig("SignTaskData"), SigType="XML", SignTaskId=str(uuid.uuid4()))
    SubElement(data, csig("ToBeSignedBytes")).text = base64.b64encode(task.to_be_signed).decode("ascii")
    message_signature.sign(root, inputs, parties.client)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def utc(moment: dt.datetime) -> str:
    """A time as the messages write it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _extension(inputs: etree._Element, task: Task, parties: Parties) -> None:
    """Times are the machine's, never moved ones: the service may be somebody else's."""
    now = clock.wall_now()
    extension = SubElement(inputs, csig("SignRequestExtension"), Version=VERSION)
    SubElement(extension, csig("RequestTime")).text = utc(now)
    conditions = SubElement(
        extension, saml("Conditions"), NotBefore=utc(now - VALID_BEFORE), NotOnOrAfter=utc(now + VALID_AFTER)
    )
    SubElement(SubElement(conditions, saml("AudienceRestriction")), saml("Audience")).text = parties.response_url
    attribute = SubElement(SubElement(extension, csig("Signer")), saml("Attribute"), Name=EMPLOYEE_HSA_ID)
    SubElement(attribute, saml("AttributeValue")).text = task.signer_hsa_id
    SubElement(extension, csig("IdentityProvider"), Format=ENTITY_FORMAT).text = parties.idp_id
    SubElement(extension, csig("AuthnProfile")).text = AUTHN_PROFILE
    SubElement(extension, csig("SignRequester"), Format=ENTITY_FORMAT).text = parties.client_id
    SubElement(extension, csig("SignService"), Format=ENTITY_FORMAT).text = parties.service_id
    SubElement(extension, csig("RequestedSignatureAlgorithm")).text = SignatureAlgorithm.ECDSA_SHA256
    _certificate_properties(extension)
    message = SubElement(
        extension, csig("SignMessage"), MustShow="true", MimeType="text/html", DisplayEntity=parties.idp_id
    )
    SubElement(message, csig("Message")).text = base64.b64encode(task.message.encode()).decode("ascii")


def _certificate_properties(extension: etree._Element) -> None:
    properties = SubElement(extension, csig("CertRequestProperties"), CertType="PKC")
    for level in LEVELS_OF_ASSURANCE:
        SubElement(properties, saml("AuthnContextClassRef")).text = level
    requested = SubElement(properties, csig("RequestedCertAttributes"))
    for oid, friendly_name, source in CERTIFICATE_ATTRIBUTES:
        attribute = SubElement(
            requested,
            csig("RequestedCertAttribute"),
            CertAttributeRef=oid,
            FriendlyName=friendly_name,
            Required="true",
        )
        SubElement(attribute, csig("SamlAttributeName")).text = source
