"""From Intygstjänsten: a certificate that is not held here (spec/integration.md 1.3, 2.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from lxml import etree

from certificates import outgoing
from certificates.transport import INTYG_IN_REGISTER, ParsedIntyg, UnreadableIntyg, parse_intyg
from hsa import directory
from hsa.tree import UnitNode
from patients.person_id import InvalidPersonId, PersonId
from patients.queries import look_up
from patients.register import PatientRecord
from rivta import oids, xml
from rivta.build import cv, ii, root
from rivta.client import SoapAnswer, TransportFailure
from rivta.contracts import GET_CERTIFICATE_2
from rivta.namespaces import CERT, GET_CERTIFICATE, PREFIXES, REGISTER, TYPES
from webcert import clock
from webcert.errors import DataNotFound, ExternalSystemProblem

log = structlog.get_logger(__name__)

PATH = "/get-certificate-se/v2.0"
CARE = "HSVARD"
LONGEST_ID = 36
"""Of a certificate that a row can hold."""
SENT, REVOKED = "SENTTO", "CANCEL"
_IN_ANSWER = f"{{{GET_CERTIFICATE}}}intyg"
_NS = {"c": CERT, "t": TYPES}
etree.register_namespace(PREFIXES[REGISTER], REGISTER)


@dataclass(frozen=True, slots=True)
class Step:
    """A state that Intygstjänsten tells of, the part that it concerns, and when."""

    code: str
    part: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A signed certificate of a unit that HSA knows. ``xml``: a RegisterCertificate body, its signature with it.

    ``patient`` is None when the population register does not tell of the person.
    """

    intyg: ParsedIntyg
    signed_at: dt.datetime
    person_id: str
    unit: UnitNode
    patient: PatientRecord | None
    steps: tuple[Step, ...]
    xml: bytes

    def last(self, code: str) -> Step | None:
        return max((step for step in self.steps if step.code == code), key=lambda step: step.at, default=None)


def fetch(certificate_id: str) -> Fetched:
    """Ask for a certificate as care does; nothing is stored.

    Raises ``DataNotFound`` when it is unknown there too, or its type or unit is unknown here, ``ExternalSystemProblem``
    without an answer, ``UnreadableIntyg`` for one that says too little.
    """
    unknown = DataNotFound(f"There is no certificate {certificate_id}")
    if not 0 < len(certificate_id) <= LONGEST_ID:
        raise unknown
    try:
        answer = outgoing.ask(PATH, GET_CERTIFICATE_2, _question(certificate_id))
    except TransportFailure as failure:
        raise ExternalSystemProblem("Intygstjänsten does not answer") from failure
    if answer.fault is not None:
        raise unknown
    fetched = _read(answer)
    if fetched.intyg.certificate_id.lower() != certificate_id.lower():
        raise ExternalSystemProblem("Intygstjänsten has answered with another certificate")
    log.info("certificate_fetched", certificate_id=certificate_id, unit_id=fetched.unit.hsa_id)
    return fetched


def _question(certificate_id: str) -> etree._Element:
    ns = GET_CERTIFICATE
    asked = ii(ns, "intygs-id", root=oids.INTYGSTJANSTEN, extension=certificate_id)
    return root(ns, "GetCertificate", asked, cv(ns, "part", CARE, oids.KV_PART))


def _read(answer: SoapAnswer) -> Fetched:
    if answer.body is None:
        raise ExternalSystemProblem(f"Intygstjänsten answers with something else: {answer.problem}")
    body = xml.parse(xml.written(answer.body))
    intyg = body.find(_IN_ANSWER)
    if intyg is None:
        raise UnreadableIntyg(reason="intyg")
    parsed = parse_intyg(intyg)
    if parsed.signed_at is None:
        raise UnreadableIntyg(reason="signeringstidpunkt")
    try:
        number = PersonId.parse(parsed.person_id).value
    except InvalidPersonId:
        raise UnreadableIntyg(reason="person-id") from None
    return Fetched(
        intyg=parsed,
        signed_at=parsed.signed_at,
        person_id=number,
        unit=directory.unit(parsed.unit_id),
        patient=look_up(number).patient,
        steps=tuple(_steps(intyg)),
        xml=_as_registered(body, intyg),
    )


def _steps(intyg: etree._Element) -> Iterator[Step]:
    for status in intyg.iterfind("c:status", _NS):
        try:
            at = clock.from_local(dt.datetime.fromisoformat(status.findtext("c:tidpunkt", "", _NS)))
        except (ValueError, OverflowError):
            raise UnreadableIntyg(reason="tidpunkt") from None
        yield Step(status.findtext("c:status/t:code", "", _NS), status.findtext("c:part/t:code", "", _NS), at)


def _as_registered(body: etree._Element, intyg: etree._Element) -> bytes:
    """The two elements around the certificate renamed where they stand, so that its signature stays valid."""
    for status in intyg.findall("c:status", _NS):
        intyg.remove(status)
    body.tag, intyg.tag = f"{{{REGISTER}}}RegisterCertificate", INTYG_IN_REGISTER
    return xml.written(body)
