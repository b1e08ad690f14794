"""ListCertificatesForCareWithQA 3: a journal system catches up on lost status updates (spec/integration.md 1.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import structlog
from lxml import etree

from certificates.transport import INTYG_IN_LIST
from hsa.hsa_id import normalise
from notifications.elements import EventFacts, around, fragor, handelse
from notifications.queries import EventFilter, ToldCertificate, told_certificates
from notifications.services import facts_of
from rivta import server
from rivta.build import el, hsa_id
from rivta.contracts import LIST_CERTIFICATES_FOR_CARE_WITH_QA_3 as CONTRACT
from rivta.envelope import FaultCode, SoapFault
from rivta.namespaces import CERT_34, TYPES
from rivta.namespaces import LIST_FOR_CARE_WITH_QA as LIST
from terminology import search
from webcert import clock

log = structlog.get_logger(__name__)

PATHS = ("/services/list-certificates-for-care-with-qa/v3.0", CONTRACT.platform_path)
ITEM_TAG = f"{{{LIST}}}item"
_START = f'<q:{CONTRACT.response_name} xmlns:q="{LIST}"><q:list>'.encode()
_END = f"</q:list></q:{CONTRACT.response_name}>".encode()
_L = f"{{{LIST}}}"
_EXTENSION = f"{{{TYPES}}}extension"


@search.asking_once()
def list_certificates_for_care_with_qa(request: server.SoapRequest) -> etree._Element:
    """The handler. ``SoapFault`` when neither units nor a care provider are named, or a time does not exist."""
    items = [item for told in told_certificates(_read(request.body)) if (item := _item(told))]
    log.info("certificates_for_care_with_qa_listed", items=len(items), caller=request.caller)
    return _answer(items)


def _read(body: etree._Element) -> EventFilter:
    """The question as it is searched with; units win over a care provider that is named beside them."""
    units = (normalise(unit.findtext(_EXTENSION, default="")) for unit in body.iterfind(f"{_L}enhets-id"))
    chosen = EventFilter(
        person_id=body.findtext(f"{_L}person-id/{_EXTENSION}", default="").strip(),
        unit_ids=tuple(dict.fromkeys(unit for unit in units if unit)),
        care_provider_id=normalise(body.findtext(f"{_L}vardgivar-id/{_EXTENSION}", default="")),
        after=_moment(body, "fromTidpunkt"),
        before=_moment(body, "tomTidpunkt"),
    )
    if not chosen.unit_ids and not chosen.care_provider_id:
        raise SoapFault("At least one enhets-id or a vardgivar-id is required", FaultCode.CLIENT)
    return chosen


def _moment(body: etree._Element, name: str) -> dt.datetime | None:
    text = body.findtext(f"{_L}{name}", default="").strip()
    try:
        return clock.from_local(dt.datetime.fromisoformat(text)) if text else None
    except (ValueError, OverflowError) as error:
        raise SoapFault(f"{name} is not a time that exists", FaultCode.CLIENT) from error


def _item(told: ToldCertificate) -> bytes:
    """The certificate, its events, its questions; nothing for a certificate that the contract cannot tell of."""
    certificate = told.certificate
    try:
        item = around(certificate, ITEM_TAG, intyg_tag=INTYG_IN_LIST)
    except Exception:
        log.exception("listed_certificate_not_built", certificate_id=certificate.pk)
        return b""
    item.append(el(LIST, "handelser", None, *(_handelse(facts_of(event)) for event in told.events)))
    item.extend(fragor(LIST, told.questions))
    if certificate.reference:
        item.append(el(LIST, "ref", certificate.reference))
    content = etree.tostring(item, encoding="UTF-8", xml_declaration=False)
    errors = CONTRACT.validate(_answer([content]))
    if errors:
        log.error("listed_certificate_invalid", certificate_id=certificate.pk, errors=len(errors))
        return b""
    return content


def _handelse(facts: EventFacts) -> etree._Element:
    element = handelse(LIST, facts)
    if facts.handled_by:
        element.append(hsa_id(CERT_34, "hanteratAv", facts.handled_by))
    return element


def _answer(items: Iterable[bytes]) -> etree._Element:
    """The items are put in as text: moving elements would rewrite the namespace declarations of what was signed."""
    return etree.fromstring(b"".join((_START, *items, _END)))


server.register(server.Endpoint(paths=list(PATHS), handlers={CONTRACT: list_certificates_for_care_with_qa}))
