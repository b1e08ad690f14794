"""The body of CertificateStatusUpdateForCare (spec/status-updates.md ch. 3)."""

from __future__ import annotations

from copy import copy

from lxml import etree

from arenden.queries import QuestionCounts
from certificates.models import Certificate
from certificates.transport import INTYG_IN_STATUS_UPDATE
from notifications.elements import EventFacts, around, fragor, handelse
from rivta.build import el, hsa_id
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from rivta.namespaces import STATUS_UPDATE, STATUS_UPDATE_32

MESSAGE_TAG = f"{{{STATUS_UPDATE}}}CertificateStatusUpdateForCare"


class InvalidMessage(Exception):
    """The finished body does not agree with the contract; ``body`` holds it for whoever wants to see."""

    def __init__(self, errors: list[str], body: bytes) -> None:
        super().__init__("; ".join(errors))
        self.body = body


def build(certificate: Certificate, facts: EventFacts, counts: QuestionCounts) -> bytes:
    """The finished body, checked against the contract; raises ``InvalidMessage``."""
    element = around(certificate, MESSAGE_TAG, intyg_tag=INTYG_IN_STATUS_UPDATE)
    element.append(handelse(STATUS_UPDATE, facts))
    element.extend(fragor(STATUS_UPDATE, counts))
    if facts.reference:
        element.append(el(STATUS_UPDATE, "ref", facts.reference))
    if facts.handled_by:
        element.append(hsa_id(STATUS_UPDATE_32, "hanteratAv", facts.handled_by))
    body = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    errors = CERTIFICATE_STATUS_UPDATE_FOR_CARE_3.validate(element)
    if errors:
        raise InvalidMessage(errors, body)
    return body


def build_as_draft(certificate: Certificate, facts: EventFacts, counts: QuestionCounts) -> bytes:
    """As ``build``, as if the certificate had not been signed yet."""
    draft = copy(certificate)
    draft.signed_at = None
    return build(draft, facts, counts)
