"""Messages to send to the simulators, and a way to send them."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from lxml import etree

from certificates.models import Certificate
from certificates.transport import register_certificate_body
from rivta import client, oids
from rivta.build import cv, el, ii, person_id, root
from rivta.client import SoapAnswer
from rivta.contracts import (
    CERTIFICATE_STATUS_UPDATE_FOR_CARE_3,
    REGISTER_CERTIFICATE_3,
    REVOKE_CERTIFICATE_2,
    SEND_CERTIFICATE_TO_RECIPIENT_2,
    SEND_MESSAGE_TO_CARE_2,
    SEND_MESSAGE_TO_RECIPIENT_2,
    STORE_LOG_2,
    Contract,
)
from rivta.namespaces import CERT, MESSAGE_TO_CARE, MESSAGE_TO_RECIPIENT, SEND_TO_RECIPIENT
from rivta.results import Result, read_result
from simulators import demo
from simulators.intygstjanst.models import CertificateState
from tak import demo as tak_demo
from tests import factories
from tests.rivta.conftest import body

REGISTER_PATH = "/inera-certificate/register-certificate-se/v3.0"
REVOKE_PATH = "/inera-certificate/revoke-certificate-rivta/v2.0"
SEND_PATH = "/inera-certificate/send-certificate-to-recipient/v2.0"
TO_CARE_PATH = "/inera-certificate/send-message-to-care/v2.0"
TO_RECIPIENT_PATH = "/inera-certificate/send-message-to-recipient/v2.0"
CARE_PATH = "/simulators/care/CertificateStatusUpdateForCare/3/rivtabp21"
LOG_PATH = "/simulators/log/StoreLog/2/rivtabp21"
FK_PATH = "/simulators/recipients/FKASSA/RegisterCertificate/3/rivtabp21"

STATUS_UPDATE = body("certificate_status_update")
STORE_LOG = body("store_log")
CERTIFICATE = body("register_certificate")


def ask(path: str, contract: Contract, content: etree._Element | bytes, logical_address: str = "SE1") -> SoapAnswer:
    return client.call_in_process(path=path, contract=contract, body=content, logical_address=logical_address)


def result_of(answer: SoapAnswer) -> Result:
    assert answer.body is not None, answer
    return read_result(answer.body)


def update_status(content: bytes = STATUS_UPDATE) -> SoapAnswer:
    return ask(CARE_PATH, CERTIFICATE_STATUS_UPDATE_FOR_CARE_3, content, "SE2321000016-VE01")


def store_log(content: bytes = STORE_LOG) -> SoapAnswer:
    return ask(LOG_PATH, STORE_LOG_2, content)


def deliver_to_fk(content: bytes = CERTIFICATE, logical_address: str = "FKORG") -> SoapAnswer:
    return ask(FK_PATH, REGISTER_CERTIFICATE_3, content, logical_address)


def signed_certificate(*, unit: str = factories.VE01, **changes: object) -> Certificate:
    """A complete FK7804 of a patient whom the register knows."""
    return factories.make_signed(factories.make_user(unit=unit), answers=factories.complete_answers(), **changes)


def held_certificate(*, unit: str = factories.VE01) -> Certificate:
    """One that Intygstjänsten holds."""
    certificate = signed_certificate(unit=unit)
    assert result_of(register(certificate)).code == "OK"
    return certificate


def load_surroundings() -> None:
    """What a certificate's way to the recipients needs: its patient and diagnoses, addresses, simulators."""
    factories.make_patient()
    factories.make_diagnoses()
    tak_demo.load()
    demo.load()


def states(certificate: Certificate) -> list[tuple[str, str]]:
    """State and target of each mark that Intygstjänsten has made."""
    return list(CertificateState.objects.filter(certificate_id=certificate.pk).values_list("state", "target"))


def certificate_body(certificate: Certificate) -> bytes:
    return etree.tostring(register_certificate_body(certificate, signing_time=certificate.signed_at))


def register(content: Certificate | bytes) -> SoapAnswer:
    return ask(
        REGISTER_PATH,
        REGISTER_CERTIFICATE_3,
        certificate_body(content) if isinstance(content, Certificate) else content,
        "5565594230",
    )


def send(certificate: Certificate, *, person: str = "", recipient: str = "FKASSA") -> SoapAnswer:
    return ask(SEND_PATH, SEND_CERTIFICATE_TO_RECIPIENT_2, send_body(certificate, person, recipient), "5565594230")


def revoke(certificate: Certificate, *, person: str = "") -> SoapAnswer:
    return ask(REVOKE_PATH, REVOKE_CERTIFICATE_2, revocation_of(certificate.pk, person or certificate.person_id))


def revocation_of(certificate_id: str, person: str) -> bytes:
    return (
        body("revoke_certificate")
        .replace(b"0b5e2f0a-0000-4000-8000-000000000001", certificate_id.encode())
        .replace(b"191212121212", person.encode())
    )


def send_body(certificate: Certificate, person: str, recipient: str) -> etree._Element:
    ns = SEND_TO_RECIPIENT
    number = person or certificate.person_id
    return root(
        ns,
        "SendCertificateToRecipient",
        el(ns, "skickatTidpunkt", "2026-03-01T10:11:12"),
        ii(ns, "intygs-id", root=oids.INTYGSTJANSTEN, extension=certificate.pk),
        person_id(ns, "patientPerson-id", number),
        cv(ns, "mottagare", recipient, oids.KV_PART),
        el(ns, "skickatAv", None, person_id(ns, "person-id", number)),
    )


def message_to_care(certificate: Certificate, **changes: str) -> etree._Element:
    """A KONTKT question of Försäkringskassan; ``changes`` by the parameters of ``_message``.

    ``complement``: the frage-id that a text is asked for.
    """
    part = changes.pop("part", "FKASSA")
    complement = changes.pop("complement", "")
    return _message(
        MESSAGE_TO_CARE,
        "SendMessageToCare",
        certificate,
        el(MESSAGE_TO_CARE, "skickatAv", None, cv(MESSAGE_TO_CARE, "part", part, oids.KV_PART)),
        el(
            MESSAGE_TO_CARE,
            "komplettering",
            None,
            el(MESSAGE_TO_CARE, "frage-id", complement),
            el(MESSAGE_TO_CARE, "text", "Beskriv."),
        )
        if complement
        else None,
        **{"to": certificate.unit_id, **changes},
    )


def message_to_recipient(certificate: Certificate, **changes: str) -> etree._Element:
    """A KONTKT question of care."""
    sender = etree.fromstring(body("send_message_to_recipient")).find(f"{{{MESSAGE_TO_RECIPIENT}}}skickatAv")
    return _message(MESSAGE_TO_RECIPIENT, "SendMessageToRecipient", certificate, sender, **{"to": "FKORG", **changes})


def _message(
    ns: str,
    name: str,
    certificate: Certificate,
    *last: etree._Element | None,
    to: str,
    message_id: str = "m-1",
    certificate_id: str = "",
    person: str = "",
    topic: str = "KONTKT",
    reminds_of: str = "",
    answers: str = "",
    last_day: str = "",
) -> etree._Element:
    return root(
        ns,
        name,
        el(ns, "meddelande-id", message_id),
        el(ns, "skickatTidpunkt", "2026-03-01T10:11:12"),
        ii(ns, "intygs-id", root=certificate.unit_id, extension=certificate_id or certificate.pk),
        person_id(ns, "patientPerson-id", person or certificate.person_id),
        el(ns, "logiskAdressMottagare", to),
        cv(ns, "amne", topic, oids.KV_AMNE),
        el(ns, "meddelande", "Ring oss, å."),
        el(ns, "paminnelseMeddelande-id", reminds_of) if reminds_of else None,
        el(ns, "svarPa", None, el(CERT, "meddelande-id", answers)) if answers else None,
        *last,
        el(ns, "sistaDatumForSvar", last_day) if last_day else None,
    )


def tell_care(certificate: Certificate, **changes: str) -> SoapAnswer:
    """A message from a recipient, given to Intygstjänsten."""
    return ask(TO_CARE_PATH, SEND_MESSAGE_TO_CARE_2, message_to_care(certificate, **changes), "5565594230")


def tell_recipient(certificate: Certificate, **changes: str) -> SoapAnswer:
    """A message from care, given to Intygstjänsten."""
    return ask(TO_RECIPIENT_PATH, SEND_MESSAGE_TO_RECIPIENT_2, message_to_recipient(certificate, **changes))


def listed(http: Client, address: str, **query: str) -> list[dict[str, Any]]:
    """A JSON list of the simulators."""
    response = http.get(address, query)
    assert response.status_code == 200
    return json.loads(response.getvalue())
