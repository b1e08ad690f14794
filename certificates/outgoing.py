"""Towards Intygstjänsten: register, send, revoke, and messages (spec/integration.md 2.1-2.5).

Delivery kind "certificate": the messages of one certificate go strictly in the order they were made, and every failure
is retried.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Q
from lxml import etree

from accounts.user import CareUser
from certificates.models import Certificate, SignedDocument
from delivery import kinds, services
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.plans import Plan
from hsa.tree import UnitNode
from rivta import client, oids, xml
from rivta.build import cv, el, hsa_id, ii, person_id, root
from rivta.client import SoapAnswer, TransportFailure
from rivta.contracts import (
    REGISTER_CERTIFICATE_3,
    REVOKE_CERTIFICATE_2,
    SEND_CERTIFICATE_TO_RECIPIENT_2,
    SEND_MESSAGE_TO_RECIPIENT_2,
    Contract,
)
from rivta.namespaces import CERT, REVOKE, SEND_TO_RECIPIENT
from rivta.results import read_result
from webcert import clock

KIND = "certificate"
EMBEDDED_BASE = "/inera-certificate"


_settled: ContextVar[bool] = ContextVar("certificates_settled", default=False)


@contextmanager
def settled() -> Iterator[None]:
    """What is queued inside the block counts as delivered: for data that is the past already."""
    token = _settled.set(True)
    try:
        yield
    finally:
        _settled.reset(token)


class Message(StrEnum):
    """What a delivery of this kind carries; stands in its metadata."""

    REGISTER = "REGISTER"
    SEND = "SEND"
    REVOKE = "REVOKE"
    MESSAGE = "SEND_MESSAGE_TO_RECIPIENT"


_CONTRACTS: dict[Message, Contract] = {
    Message.REGISTER: REGISTER_CERTIFICATE_3,
    Message.SEND: SEND_CERTIFICATE_TO_RECIPIENT_2,
    Message.REVOKE: REVOKE_CERTIFICATE_2,
    Message.MESSAGE: SEND_MESSAGE_TO_RECIPIENT_2,
}
_PATHS = {
    Message.REGISTER: "/register-certificate-se/v3.0",
    Message.SEND: "/send-certificate-to-recipient/v2.0",
    Message.REVOKE: "/revoke-certificate-rivta/v2.0",
    Message.MESSAGE: "/send-message-to-recipient/v2.0",
}


def enqueue_register(certificate: Certificate) -> Delivery:
    """Queue the registration of a signed certificate; the bytes are those of its ``SignedDocument``."""
    return _enqueue(certificate, Message.REGISTER)


def enqueue_send(certificate: Certificate, *, user: CareUser) -> Delivery:
    """Queue the sending to ``certificate.sent_to`` on behalf of ``user``, written as things are now."""
    return _enqueue(certificate, Message.SEND, payload=xml.written(send_body(certificate, user=user)))


def enqueue_revoke(certificate: Certificate, *, user: CareUser) -> Delivery:
    """Queue the revocation by ``user``, with the message that the certificate holds, written as things are now."""
    return _enqueue(certificate, Message.REVOKE, payload=xml.written(revoke_body(certificate, user=user)))


def enqueue_message(certificate: Certificate, *, body: etree._Element) -> Delivery:
    """Queue a SendMessageToRecipient about the certificate, behind whatever waits of it."""
    return _enqueue(certificate, Message.MESSAGE, payload=xml.written(body))


def send_body(certificate: Certificate, *, user: CareUser) -> etree._Element:
    """SendCertificateToRecipient. The root of the id is Intygstjänsten's own (spec/integration.md 0.1)."""
    ns = SEND_TO_RECIPIENT
    return root(
        ns,
        "SendCertificateToRecipient",
        el(ns, "skickatTidpunkt", clock.riv_timestamp(certificate.sent_at or clock.now())),
        ii(ns, "intygs-id", root=oids.INTYGSTJANSTEN, extension=certificate.pk),
        person_id(ns, "patientPerson-id", certificate.person_id),
        cv(ns, "mottagare", certificate.sent_to, oids.KV_PART),
        el(ns, "skickatAv", None, hos_personal(ns, "hosPersonal", user)),
    )


def revoke_body(certificate: Certificate, *, user: CareUser) -> etree._Element:
    """RevokeCertificate; without a message for types that ask for no reason."""
    ns = REVOKE
    return root(
        ns,
        "RevokeCertificate",
        el(ns, "meddelande", certificate.revocation_message) if certificate.revocation_message else None,
        el(ns, "skickatTidpunkt", clock.riv_timestamp(certificate.revoked_at or clock.now())),
        ii(ns, "intygs-id", root=oids.INTYGSTJANSTEN, extension=certificate.pk),
        person_id(ns, "patientPerson-id", certificate.person_id),
        hos_personal(ns, "skickatAv", user),
    )


def deliver(delivery: Delivery) -> Outcome:
    """One attempt: in this process when Intygstjänsten is the embedded one, else over HTTP. INFO counts as done."""
    message = Message(delivery.metadata["message"])
    url = _url(_PATHS[message])
    try:
        answer = _call(delivery, message)
    except TransportFailure as failure:
        return Outcome.retry(failure.text, error_id=failure.kind.value, url=url, endpoint_failed=True)
    return _read(answer, url)


def _enqueue(certificate: Certificate, message: Message, *, payload: bytes = b"") -> Delivery:
    content: dict[str, Any] = {
        "owner_id": certificate.pk,
        "order_key": certificate.pk,
        "logical_address": settings.INTYGSTJANST_LOGICAL_ADDRESS,
        "metadata": {"message": message.value},
        "payload": payload,
    }
    if _settled.get():
        return services.record_final(KIND, state=Delivery.State.DELIVERED, result_code="OK", **content)
    return services.enqueue(KIND, **content)


def ask(path: str, contract: Contract, body: etree._Element | bytes, *, logical_address: str = "") -> SoapAnswer:
    """Call Intygstjänsten: in this process when it is the embedded one, else over HTTP. Raises ``TransportFailure``."""
    call = client.call if settings.INTYGSTJANST_URL else _call_embedded
    address = logical_address or settings.INTYGSTJANST_LOGICAL_ADDRESS
    return call(url=_url(path), contract=contract, body=body, logical_address=address)


def _call_embedded(*, url: str, contract: Contract, body: etree._Element | bytes, logical_address: str) -> SoapAnswer:
    return client.call_in_process(path=url, contract=contract, body=body, logical_address=logical_address)


def _url(path: str) -> str:
    return f"{settings.INTYGSTJANST_URL or EMBEDDED_BASE}{path}"


def _endpoint(_delivery: Delivery) -> str:
    """The breaker watches Intygstjänsten as a whole; calls within the process need none."""
    return settings.INTYGSTJANST_URL


def _call(delivery: Delivery, message: Message) -> SoapAnswer:
    body = bytes(delivery.payload)
    if message is Message.REGISTER:
        body = bytes(SignedDocument.objects.values_list("xml", flat=True).get(pk=delivery.owner_id))
    return ask(_PATHS[message], _CONTRACTS[message], body, logical_address=delivery.logical_address)


def _read(answer: SoapAnswer, url: str) -> Outcome:
    if answer.body is None:
        text = answer.fault or answer.problem
        return Outcome.retry(text, url=url, http_status=answer.status, endpoint_failed=True)
    result = read_result(answer.body)
    if result.is_done:
        return Outcome.delivered(result_code=result.code, text=result.text, url=url, http_status=answer.status)
    return Outcome.retry(
        result.text, result_code=result.code, error_id=result.error_id, url=url, http_status=answer.status
    )


def hos_personal(ns: str, name: str, user: CareUser) -> etree._Element:
    if user.unit is None:
        raise ValueError("The sender has no unit")
    return el(
        ns,
        name,
        None,
        hsa_id(CERT, "personal-id", user.hsa_id),
        el(CERT, "fullstandigtNamn", user.name),
        *(cv(CERT, "befattning", p.code, oids.BEFATTNING, p.name or None) for p in user.positions),
        _unit(user.unit),
    )


def _unit(unit: UnitNode) -> etree._Element:
    return el(
        CERT,
        "enhet",
        None,
        hsa_id(CERT, "enhets-id", unit.hsa_id),
        ii(CERT, "arbetsplatskod", root=oids.ARBETSPLATSKOD, extension=unit.workplace_code),
        el(CERT, "enhetsnamn", unit.name),
        el(CERT, "postadress", unit.address),
        el(CERT, "postnummer", unit.postal_code),
        el(CERT, "postort", unit.city),
        el(CERT, "telefonnummer", unit.phone),
        el(CERT, "epost", unit.mail) if unit.mail else None,
        el(
            CERT,
            "vardgivare",
            None,
            hsa_id(CERT, "vardgivare-id", unit.care_provider_id),
            el(CERT, "vardgivarnamn", unit.care_provider_name),
        ),
    )


def _of_care_provider(care_provider_id: str) -> Q:
    return Q(owner_id__in=Certificate.objects.filter(care_provider_id=care_provider_id).values("pk"))


def register_kind() -> None:
    """Make the kind known to the outbox; called when the application is ready."""
    kinds.register(
        DeliveryKind(
            name=KIND,
            queue="certificate",
            plan=Plan.parse(settings.CERTIFICATE_PLAN),
            ordering=Ordering.STRICT,
            send=deliver,
            endpoint=_endpoint,
            of_care_provider=_of_care_provider,
            label="Intyg till Intygstjänsten",
        )
    )
