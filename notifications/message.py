"""The body of CertificateStatusUpdateForCare (spec/status-updates.md ch. 3)."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass

from lxml import etree

from arenden.models import Topic
from arenden.queries import Counts, QuestionCounts
from certificates.models import Certificate, SignedDocument
from certificates.transport import INTYG_IN_REGISTER, INTYG_IN_STATUS_UPDATE, intyg_element
from notifications.codes import EventCode
from rivta import oids, xml
from rivta.build import cv, el, hsa_id
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from rivta.namespaces import CERT, PREFIXES, STATUS_UPDATE, STATUS_UPDATE_32, TYPES
from webcert import clock

MESSAGE_TAG = f"{{{STATUS_UPDATE}}}CertificateStatusUpdateForCare"
for _uri in (STATUS_UPDATE, STATUS_UPDATE_32):
    etree.register_namespace(PREFIXES[_uri], _uri)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What is told about the event itself; empty text and None leave the element out."""

    code: EventCode
    occurred_at: dt.datetime
    reference: str = ""
    handled_by: str = ""
    topic: str = ""
    last_answer_date: dt.date | None = None


class InvalidMessage(Exception):
    """The finished body does not agree with the contract; ``body`` holds it for whoever wants to see."""

    def __init__(self, errors: list[str], body: bytes) -> None:
        super().__init__("; ".join(errors))
        self.body = body


def build(certificate: Certificate, facts: EventFacts, counts: QuestionCounts) -> bytes:
    """The finished body, checked against the contract; raises ``InvalidMessage``."""
    document = _document_of(certificate)
    element = _around_draft(certificate) if document is None else _around_signed(document)
    return _finished(element, facts, counts)


def build_as_draft(certificate: Certificate, facts: EventFacts, counts: QuestionCounts) -> bytes:
    """As ``build``, as if the certificate had not been signed yet."""
    draft = copy(certificate)
    draft.signed_at = None
    return _finished(_around_draft(draft), facts, counts)


def _document_of(certificate: Certificate) -> bytes | None:
    """Right after the signing, in the same transaction, the document is known to the row and is not read again."""
    if certificate.signed_at is None:
        return None
    try:
        return bytes(certificate.document.xml)
    except SignedDocument.DoesNotExist:
        return None


def _finished(element: etree._Element, facts: EventFacts, counts: QuestionCounts) -> bytes:
    element.append(_handelse(facts))
    element.append(_counts("skickadeFragor", counts.sent))
    element.append(_counts("mottagnaFragor", counts.received))
    if facts.reference:
        element.append(el(STATUS_UPDATE, "ref", facts.reference))
    if facts.handled_by:
        element.append(hsa_id(STATUS_UPDATE_32, "hanteratAv", facts.handled_by))
    body = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    errors = CERTIFICATE_STATUS_UPDATE_FOR_CARE_3.validate(element)
    if errors:
        raise InvalidMessage(errors, body)
    return body


def _around_draft(certificate: Certificate) -> etree._Element:
    namespaces = (STATUS_UPDATE, STATUS_UPDATE_32, CERT, TYPES)
    element = etree.Element(MESSAGE_TAG, nsmap={PREFIXES[uri]: uri for uri in namespaces})
    element.append(intyg_element(certificate, qualified_tag=INTYG_IN_STATUS_UPDATE))
    return element


def _around_signed(document: bytes) -> etree._Element:
    """The certificate exactly as it was signed, its signature with it.

    The two elements around it are renamed where they stand: moving a node would rewrite its namespace declarations.
    """
    element = xml.parse(document)
    intyg = element.find(INTYG_IN_REGISTER)
    if intyg is None:
        raise ValueError("The signed document holds no intyg")
    for other in [child for child in element if child is not intyg]:
        element.remove(other)
    element.text = intyg.tail = None
    element.tag, intyg.tag = MESSAGE_TAG, INTYG_IN_STATUS_UPDATE
    return element


def _handelse(facts: EventFacts) -> etree._Element:
    topic = cv(CERT, "amne", facts.topic, oids.KV_AMNE, Topic(facts.topic).label) if facts.topic else None
    last_day = el(CERT, "sistaDatumForSvar", facts.last_answer_date.isoformat()) if facts.last_answer_date else None
    return el(
        STATUS_UPDATE,
        "handelse",
        None,
        cv(CERT, "handelsekod", facts.code.value, oids.KV_HANDELSE, facts.code.label),
        el(CERT, "tidpunkt", clock.riv_timestamp_ms(facts.occurred_at)),
        topic,
        last_day,
    )


def _counts(tag: str, counts: Counts) -> etree._Element:
    return el(
        STATUS_UPDATE,
        tag,
        None,
        el(CERT, "totalt", str(counts.total)),
        el(CERT, "ejBesvarade", str(counts.unanswered)),
        el(CERT, "besvarade", str(counts.answered)),
        el(CERT, "hanterade", str(counts.handled)),
    )
