"""What every contract that tells of events writes alike (spec/status-updates.md 3).

That is the certificate, the event and the counted questions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from arenden.models import Topic
from arenden.queries import Counts, QuestionCounts
from certificates.models import Certificate, SignedDocument
from certificates.transport import INTYG_IN_REGISTER, intyg_element
from notifications.codes import EventCode
from rivta import oids, xml
from rivta.build import cv, el, root
from rivta.namespaces import CERT, LIST_FOR_CARE_WITH_QA, PREFIXES, STATUS_UPDATE, STATUS_UPDATE_32, TYPES
from webcert import clock

for _uri in (STATUS_UPDATE, STATUS_UPDATE_32, LIST_FOR_CARE_WITH_QA):
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


def around(certificate: Certificate, tag: str, *, intyg_tag: str) -> etree._Element:
    """An element ``tag`` with nothing but the certificate, as it was signed; a draft as it is now."""
    document = _document_of(certificate)
    return _around_draft(certificate, tag, intyg_tag) if document is None else _around_signed(document, tag, intyg_tag)


def _document_of(certificate: Certificate) -> bytes | None:
    """Right after the signing, in the same transaction, the document is known to the row and is not read again."""
    if certificate.signed_at is None:
        return None
    try:
        return bytes(certificate.document.xml)
    except SignedDocument.DoesNotExist:
        return None


def _around_draft(certificate: Certificate, tag: str, intyg_tag: str) -> etree._Element:
    namespaces = (str(etree.QName(tag).namespace), CERT, TYPES)
    element = etree.Element(tag, nsmap={PREFIXES[uri]: uri for uri in namespaces})
    element.append(intyg_element(certificate, qualified_tag=intyg_tag))
    return element


def _around_signed(document: bytes, tag: str, intyg_tag: str) -> etree._Element:
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
    element.tag, intyg.tag = tag, intyg_tag
    return element


def handelse(ns: str, facts: EventFacts) -> etree._Element:
    """The event (3.4). Who handled it stands elsewhere in each contract."""
    topic = cv(CERT, "amne", facts.topic, oids.KV_AMNE, Topic(facts.topic).label) if facts.topic else None
    last_day = el(CERT, "sistaDatumForSvar", facts.last_answer_date.isoformat()) if facts.last_answer_date else None
    return root(
        ns,
        "handelse",
        cv(CERT, "handelsekod", facts.code.value, oids.KV_HANDELSE, facts.code.label),
        el(CERT, "tidpunkt", clock.riv_timestamp_ms(facts.occurred_at)),
        topic,
        last_day,
    )


def fragor(ns: str, counts: QuestionCounts) -> tuple[etree._Element, etree._Element]:
    """Questions that care has sent, and those that it has received (3.5)."""
    return _counts(ns, "skickadeFragor", counts.sent), _counts(ns, "mottagnaFragor", counts.received)


def _counts(ns: str, tag: str, counts: Counts) -> etree._Element:
    return root(
        ns,
        tag,
        el(CERT, "totalt", str(counts.total)),
        el(CERT, "ejBesvarade", str(counts.unanswered)),
        el(CERT, "besvarade", str(counts.answered)),
        el(CERT, "hanterade", str(counts.handled)),
    )
