"""GetCertificate and ListCertificatesForCare at Intygstjänsten (spec/integration.md 5.5).

What is shown is the certificate as registered, so that its signature stays valid, and the states that the part may see.
"""

from __future__ import annotations

from lxml import etree

from hsa.hsa_id import normalise
from patients.person_id import InvalidPersonId, PersonId
from rivta import oids
from rivta.build import cv, el
from rivta.envelope import SoapFault
from rivta.namespaces import CERT, GET_CERTIFICATE, LIST_FOR_CARE
from simulators.envelopes import find, find_all, text
from simulators.intygstjanst.models import CertificateState, StoredCertificate
from simulators.intygstjanst.queries import certificates_of, find_certificate
from simulators.intygstjanst.registering import CARE
from webcert import clock

CITIZEN = "INVANA"
_STATE = CertificateState.State


def show(body: etree._Element) -> etree._Element:
    """The answer to a GetCertificate body; ``SoapFault`` when there is nothing that the part may see."""
    part = text(body, "g:part/t:code")
    certificate = find_certificate(text(body, "g:intygs-id/t:extension"))
    if certificate is None:
        raise SoapFault("The certificate is unknown")
    if certificate.is_deleted_by_care:
        raise SoapFault("The certificate is deleted by care")
    if certificate.is_test and part != CARE:
        raise SoapFault("A test certificate is shown to care only")
    response = el(GET_CERTIFICATE, "GetCertificateResponse")
    _append_intyg(response, certificate, part)
    return response


def list_for_care(body: etree._Element) -> etree._Element:
    """The answer to a ListCertificatesForCare body; without certificates for a number that is none."""
    listed = el(LIST_FOR_CARE, "intygsLista")
    for certificate in _asked_for(body):
        _append_intyg(listed, certificate, CARE)
    return el(LIST_FOR_CARE, "ListCertificatesForCareResponse", None, listed)


def _asked_for(body: etree._Element) -> list[StoredCertificate]:
    """The person's certificates of the units or of the care provider that the caller names."""
    try:
        person = PersonId.parse(text(body, "lc:person-id/t:extension"))
    except InvalidPersonId:
        return []
    units = {normalise(text(unit, "t:extension")) for unit in find_all(body, "lc:enhets-id")}
    provider = normalise(text(body, "lc:vardgivar-id/t:extension"))
    return [
        certificate
        for certificate in certificates_of(person.value)
        if normalise(certificate.unit_id) in units or (provider and normalise(certificate.care_provider_id) == provider)
    ]


def _append_intyg(parent: etree._Element, certificate: StoredCertificate, part: str) -> None:
    """The certificate last in ``parent``, named in its namespace. Prefixes inside stay: the signature holds them."""
    intyg = find(etree.fromstring(bytes(certificate.xml)), "r:intyg")
    if intyg is None:
        raise ValueError("a stored certificate has no intyg")
    parent.append(intyg)
    intyg.tag = f"{{{etree.QName(parent).namespace}}}intyg"
    for status in find_all(intyg, "c:status"):
        intyg.remove(status)
    before = (find_all(intyg, "c:relation") or find_all(intyg, "c:skapadAv"))[-1]
    place = intyg.index(before) + 1
    intyg[place:place] = [_status(step) for step in certificate.states.all() if _is_seen(step, part)]


def _is_seen(step: CertificateState, part: str) -> bool:
    """The citizen sees all. Nobody else sees what was put away, and only care sees what was sent to others."""
    if part == CITIZEN:
        return True
    if step.state in {_STATE.DELETED, _STATE.RESTORED}:
        return False
    return part == CARE or step.state != _STATE.SENT or step.target == part


def _status(step: CertificateState) -> etree._Element:
    return el(
        CERT,
        "status",
        None,
        cv(CERT, "part", step.target, oids.KV_PART),
        cv(CERT, "status", step.code, oids.KV_STATUS, step.get_state_display()),
        el(CERT, "tidpunkt", clock.riv_timestamp(step.at)),
    )
