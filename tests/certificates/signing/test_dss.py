"""The messages of the signing service (spec/signing.md 8.1)."""

from __future__ import annotations

import base64
import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client, override_settings
from lxml import etree

from certificates.signing import test_ca
from certificates.signing.dss import message_signature, metadata, request, response
from certificates.signing.dss.names import NSMAP, PROFILE, SUCCESS, csig, dss
from certificates.signing.dss.parties import SERVICE, parties
from webcert import clock

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
EXTENSION = "dss:OptionalInputs/csig:SignRequestExtension/"
TASK = request.Task(
    ticket_id="open-webcert-1-2",
    signer_hsa_id="SE1-1001",
    to_be_signed=b"<SignedInfo/>",
    message=request.sign_message(type_name="Intyg <b>", person_id="19121212-1212", certificate_id="c-1"),
)


def sign_request() -> etree._Element:
    with time_machine.travel(NOW, tick=False):
        return etree.fromstring(request.build(TASK, parties()))


def text(root: etree._Element, path: str) -> str:
    return root.findtext(path, "", NSMAP)


def test_the_request_names_ticket_profile_and_version() -> None:
    root = sign_request()
    assert (root.get("RequestID"), root.get("Profile")) == (TASK.ticket_id, PROFILE)
    assert root.find(EXTENSION.rstrip("/"), NSMAP).get("Version") == "1.4"


def test_the_extension_has_its_elements_in_order() -> None:
    extension = sign_request().find(EXTENSION.rstrip("/"), NSMAP)
    assert [etree.QName(child).localname for child in extension] == [
        "RequestTime",
        "Conditions",
        "Signer",
        "IdentityProvider",
        "AuthnProfile",
        "SignRequester",
        "SignService",
        "RequestedSignatureAlgorithm",
        "CertRequestProperties",
        "SignMessage",
    ]


def test_the_request_is_valid_from_two_minutes_before_to_eight_after() -> None:
    conditions = sign_request().find(EXTENSION + "saml:Conditions", NSMAP)
    assert dict(conditions.attrib) == {"NotBefore": "2026-03-02T08:58:00Z", "NotOnOrAfter": "2026-03-02T09:08:00Z"}
    assert text(conditions, "saml:AudienceRestriction/saml:Audience").endswith("/api/signature/signservice/v1/response")


def test_the_request_asks_for_the_signer_by_hsa_id() -> None:
    root = sign_request()
    attribute = root.find(EXTENSION + "csig:Signer/saml:Attribute", NSMAP)
    assert attribute.get("Name") == "http://sambi.se/attributes/1/employeeHsaId"
    assert text(attribute, "saml:AttributeValue") == "SE1-1001"
    assert text(root, EXTENSION + "csig:AuthnProfile") == "digg_ap_hsaid_01"


def test_the_request_asks_for_four_certificate_attributes_at_two_levels() -> None:
    properties = sign_request().find(EXTENSION + "csig:CertRequestProperties", NSMAP)
    assert properties.get("CertType") == "PKC"
    levels = [e.text for e in properties.findall("saml:AuthnContextClassRef", NSMAP)]
    assert levels == ["http://id.sambi.se/loa/loa2", "http://id.sambi.se/loa/loa3"]
    attributes = properties.findall("csig:RequestedCertAttributes/csig:RequestedCertAttribute", NSMAP)
    assert [(a.get("CertAttributeRef"), a.get("Required")) for a in attributes] == [
        ("2.5.4.42", "true"),
        ("2.5.4.4", "true"),
        ("2.5.4.5", "true"),
        ("2.5.4.3", "true"),
    ]


def test_the_message_to_the_signer_is_base64_of_escaped_html() -> None:
    element = sign_request().find(EXTENSION + "csig:SignMessage", NSMAP)
    assert (element.get("MustShow"), element.get("MimeType")) == ("true", "text/html")
    shown = base64.b64decode(text(element, "csig:Message")).decode()
    assert "Intyg &lt;b&gt;" in shown
    assert "19121212-1212" in shown


def test_the_request_holds_one_task_with_the_bytes_to_sign() -> None:
    tasks = sign_request().findall("dss:InputDocuments/dss:Other/csig:SignTasks/csig:SignTaskData", NSMAP)
    assert [task.get("SigType") for task in tasks] == ["XML"]
    assert base64.b64decode(text(tasks[0], "csig:ToBeSignedBytes")) == TASK.to_be_signed


def test_xmlsec1_accepts_the_signature_of_the_request(tmp_path: Path) -> None:
    """An independent judge; the signature stands last in OptionalInputs and is made by our own certificate."""
    root = sign_request()
    assert etree.QName(root.find("dss:OptionalInputs", NSMAP)[-1]).localname == "Signature"
    (tmp_path / "request.xml").write_bytes(etree.tostring(root))
    (tmp_path / "client.pem").write_bytes(parties().client.certificate.public_bytes(Encoding.PEM))
    command = ["xmlsec1", "--verify", "--pubkey-cert-pem", "client.pem", "request.xml"]
    try:
        judged = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("xmlsec1 is not installed")
    assert judged.returncode == 0, judged.stderr


# --- answers ---


def answer(
    change: Callable[[etree._Element], None] = lambda root: None,
    *,
    signed_by: str = SERVICE,
    request_id: str = TASK.ticket_id,
    moment: dt.datetime | None = None,
    sent_back: etree._Element | None = None,
) -> str:
    """A SignResponse; ``change`` is applied before it is signed."""
    root = etree.Element(dss("SignResponse"), nsmap=NSMAP, RequestID=request_id, Profile=PROFILE)
    etree.SubElement(etree.SubElement(root, dss("Result")), dss("ResultMajor")).text = SUCCESS
    outputs = etree.SubElement(root, dss("OptionalOutputs"))
    extension = etree.SubElement(outputs, csig("SignResponseExtension"), Version="1.4")
    etree.SubElement(extension, csig("ResponseTime")).text = request.utc(moment or clock.wall_now())
    if sent_back is not None:
        encoded = base64.b64encode(etree.tostring(sent_back)).decode()
        etree.SubElement(extension, csig("Request")).text = encoded
    chain = etree.SubElement(extension, csig("SignatureCertificateChain"))
    leaf = test_ca.issue_ec(test_ca.Signer("SE1-1001", "Eva Holm"), at=clock.now()).certificate
    etree.SubElement(chain, csig("X509Certificate")).text = base64.b64encode(leaf.public_bytes(Encoding.DER)).decode()
    other = etree.SubElement(etree.SubElement(root, dss("SignatureObject")), dss("Other"))
    data = etree.SubElement(etree.SubElement(other, csig("SignTasks")), csig("SignTaskData"), SigType="XML")
    etree.SubElement(data, csig("Base64Signature")).text = base64.b64encode(b"v" * 64).decode()
    change(root)
    message_signature.sign(root, outputs, test_ca.function_credential(signed_by))
    return base64.b64encode(etree.tostring(root)).decode()


def read(encoded: str) -> response.SignResponse:
    return response.read(encoded, request_id=TASK.ticket_id, parties=parties())


def test_a_good_answer_gives_value_and_chain() -> None:
    read_answer = read(answer())
    assert (read_answer.request_id, read_answer.value) == (TASK.ticket_id, b"v" * 64)
    assert len(read_answer.chain) == 1


def test_base64_may_be_broken_into_lines() -> None:
    encoded = answer()
    assert read("\r\n".join(encoded[i : i + 76] for i in range(0, len(encoded), 76))).value


def remove(path: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        for element in root.findall(path, NSMAP):
            element.getparent().remove(element)

    return change


def _second_task(root: etree._Element) -> None:
    tasks = root.find(".//csig:SignTasks", NSMAP)
    etree.SubElement(tasks, csig("SignTaskData"), SigType="XML")


@pytest.mark.parametrize(
    "encoded",
    [
        lambda: "not base64",
        lambda: base64.b64encode(b"<!DOCTYPE x []><x/>").decode(),
        lambda: base64.b64encode(b"<x/>").decode(),
        lambda: "A" * (response.MAX_BYTES + 1),
        lambda: answer(signed_by="stranger"),
        lambda: answer(request_id="another"),
        lambda: answer(lambda root: root.set("Profile", "another")),
        lambda: answer(moment=clock.wall_now() + dt.timedelta(minutes=3)),
        lambda: answer(moment=clock.wall_now() - dt.timedelta(minutes=11)),
        lambda: answer(remove(".//csig:ResponseTime")),
        lambda: answer(remove(".//csig:SignTaskData")),
        lambda: answer(_second_task),
        lambda: answer(remove(".//csig:Base64Signature")),
        lambda: answer(remove(".//csig:X509Certificate")),
    ],
)
def test_an_answer_that_is_not_as_it_must_be_is_refused(encoded: Callable[[], str]) -> None:
    with pytest.raises(response.BadResponse):
        read(encoded())


def test_an_answer_that_was_changed_on_its_way_is_refused() -> None:
    changed = base64.b64decode(answer()).replace(base64.b64encode(b"v" * 64), base64.b64encode(b"w" * 64))
    with pytest.raises(response.BadResponse, match="changed"):
        read(base64.b64encode(changed).decode())


def test_an_unsigned_answer_is_refused() -> None:
    root = etree.fromstring(base64.b64decode(answer()))
    signature = root.find(".//{http://www.w3.org/2000/09/xmldsig#}Signature")
    signature.getparent().remove(signature)
    with pytest.raises(response.BadResponse, match="one signature"):
        read(base64.b64encode(etree.tostring(root)).decode())


def test_a_signed_answer_wrapped_in_a_forged_one_is_refused() -> None:
    """The signature must stand in its place in the message that is read."""
    genuine = etree.fromstring(base64.b64decode(answer()))
    forged = etree.fromstring(base64.b64decode(answer()))
    signature = forged.find(".//{http://www.w3.org/2000/09/xmldsig#}Signature")
    signature.getparent().remove(signature)
    forged.append(genuine)
    with pytest.raises(response.BadResponse):
        read(base64.b64encode(etree.tostring(forged)).decode())


def test_the_request_that_comes_back_must_be_ours_and_in_time() -> None:
    with time_machine.travel(NOW, tick=False):
        mine = sign_request()
        assert read(answer(sent_back=mine)).value
        other = sign_request()
        other.find(
            EXTENSION + "saml:Conditions/saml:AudienceRestriction/saml:Audience", NSMAP
        ).text = "https://elsewhere"
        with pytest.raises(response.BadResponse, match="not ours"):
            read(answer(sent_back=other))
    with time_machine.travel(NOW + dt.timedelta(minutes=8), tick=False), pytest.raises(response.BadResponse):
        read(answer(sent_back=mine))


def test_anything_but_success_is_a_refusal_to_sign() -> None:
    def refused(root: etree._Element) -> None:
        root.find("dss:Result/dss:ResultMajor", NSMAP).text = "urn:oasis:names:tc:dss:1.0:resultmajor:ResponderError"

    with pytest.raises(response.Declined) as error:
        read(answer(refused))
    assert not error.value.is_cancelled


def test_a_configured_service_is_trusted_by_its_own_certificate_only(tmp_path: Path) -> None:
    service = tmp_path / "service.pem"
    service.write_bytes(test_ca.pem(test_ca.function_credential("another-service").certificate))
    with override_settings(SIGNING_SERVICE_CERTIFICATE=str(service), SIGNING_SERVICE_URL="https://sign.example/"):
        assert parties().service_url == "https://sign.example/"
        assert read(answer(signed_by="another-service")).value
        with pytest.raises(response.BadResponse):
            read(answer())


# --- metadata ---


def test_the_metadata_is_public_and_signed_by_us(db: None) -> None:
    fetched = Client().get("/api/signature/signservice/v1/metadata")
    assert fetched["Content-Type"] == "application/samlmetadata+xml"
    assert fetched["Content-Disposition"] == 'attachment; filename="wc_dss_client_metadata.xml"'
    root = etree.fromstring(fetched.content)
    message_signature.verify(root, root, (parties().client.certificate,))
    assert root.get("entityID") == parties().client_id
    assert ":" not in root.get("ID")
    assert "/" not in root.get("ID")


def test_the_metadata_tells_where_answers_are_posted() -> None:
    root = etree.fromstring(metadata.client_metadata(parties()))
    service = root.find(".//{*}AssertionConsumerService")
    assert (service.get("Location"), service.get("index")) == (parties().response_url, "0")
    assert [key.get("use") for key in root.findall(".//{*}KeyDescriptor")] == ["signing", "encryption"]
