"""RegisterCertificate at Intygstjänsten: the checks in their order, then the store (spec/integration.md 5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from lxml import etree

from certificates import receiver_rules
from certificates.types import registry
from certificates.types.base import CertificateType
from patients.person_id import InvalidPersonId, PersonId
from patients.queries import look_up
from patients.register import LookupStatus, PatientRecord
from rivta.results import ErrorId, Result, ResultCode
from rivta.xml import written
from simulators.envelopes import find, find_all, text
from simulators.intygstjanst.models import CertificateState, StoredCertificate
from webcert import clock

ALREADY_EXISTS = "Certificate already exists"
"""Senders compare this text (spec/certificate-types README 12)."""
CARE = "HSVARD"


class Refused(Exception):
    """The certificate is not stored; the text goes to the caller."""

    def __init__(self, text: str, error_id: ErrorId = ErrorId.VALIDATION_ERROR) -> None:
        super().__init__(text)
        self.text = text
        self.error_id = error_id


def register(body: etree._Element) -> Result:
    """Store the certificate of a RegisterCertificate body, once; the result to answer with."""
    intyg = _intyg(body)
    try:
        ctype = type_of(intyg)
        patient = _patient(intyg)
        _check_answers(ctype, intyg)
    except Refused as refused:
        return Result(ResultCode.ERROR, refused.text, refused.error_id)
    return store(body, is_test=patient.is_test_person, received_at=clock.now())


def store(body: etree._Element, *, is_test: bool, received_at: dt.datetime) -> Result:
    """Keep a certificate whose content is not questioned; the result says whether it was there already.

    Nearly all are new, so it is inserted without looking first.
    """
    intyg = _intyg(body)
    certificate = StoredCertificate(
        id=text(intyg, "c:intygs-id/t:extension"),
        is_test=is_test,
        received_at=received_at,
        xml=written(body),
        **_values(intyg),
    )
    if too_long := list(_without_room(certificate)):
        return Result(ResultCode.ERROR, ";".join(too_long), ErrorId.VALIDATION_ERROR)
    try:
        with transaction.atomic():
            certificate.save(force_insert=True)
            certificate.states.create(state=CertificateState.State.RECEIVED, target=CARE, at=received_at)
    except IntegrityError:
        return _known_already(certificate)
    return Result(ResultCode.OK)


def _without_room(certificate: StoredCertificate) -> Iterator[str]:
    """Texts that the contract lets be of any length and a row does not."""
    for field in StoredCertificate._meta.fields:
        longest = getattr(field, "max_length", None)
        if longest and len(getattr(certificate, field.attname)) > longest:
            yield f"{field.name} is longer than {longest} characters"


def _known_already(certificate: StoredCertificate) -> Result:
    if StoredCertificate.objects.get(pk=certificate.pk).person_id == certificate.person_id:
        return Result(ResultCode.INFO, ALREADY_EXISTS)
    return Result(ResultCode.ERROR, ALREADY_EXISTS, ErrorId.VALIDATION_ERROR)


def _intyg(body: etree._Element) -> etree._Element:
    intyg = find(body, "r:intyg")
    if intyg is None:
        raise ValueError("the body has no intyg")
    return intyg


def type_of(intyg: etree._Element) -> CertificateType:
    """The installed type of an ``intyg``; ``Refused`` for one that is not supported."""
    code, version = text(intyg, "c:typ/t:code"), text(intyg, "c:version")
    try:
        return registry.by_code(code, text(intyg, "c:typ/t:codeSystem"), version)
    except registry.UnknownCertificateType:
        raise Refused(f"Certificate type {code} version {version} is not supported") from None


def _patient(intyg: etree._Element) -> PatientRecord:
    """Only the form of the number is checked, never its check digit."""
    try:
        number = PersonId.parse(text(intyg, "c:patient/c:person-id/t:extension"))
    except InvalidPersonId:
        raise Refused("The patient's number is not a personnummer or samordningsnummer") from None
    answer = look_up(number.value)
    if answer.status is LookupStatus.ERROR:
        raise Refused("The population register does not answer", ErrorId.TECHNICAL_ERROR)
    if answer.patient is None:
        raise Refused("The patient is not found in the population register")
    return answer.patient


def _check_answers(ctype: CertificateType, intyg: etree._Element) -> None:
    if faults := receiver_rules.check(ctype, intyg):
        raise Refused(";".join(faults))


def _values(intyg: etree._Element) -> dict[str, Any]:
    periods = find_all(intyg, ".//t:datePeriod")
    starts = [text(period, "t:start") for period in periods]
    ends = [text(period, "t:end") for period in periods]
    unit = "c:skapadAv/c:enhet/"
    return {
        "type_code": text(intyg, "c:typ/t:code"),
        "version": text(intyg, "c:version"),
        "person_id": text(intyg, "c:patient/c:person-id/t:extension"),
        "unit_id": text(intyg, unit + "c:enhets-id/t:extension"),
        "unit_name": text(intyg, unit + "c:enhetsnamn"),
        "care_provider_id": text(intyg, unit + "c:vardgivare/c:vardgivare-id/t:extension"),
        "issuer_id": text(intyg, "c:skapadAv/c:personal-id/t:extension"),
        "issuer_name": text(intyg, "c:skapadAv/c:fullstandigtNamn"),
        "signed_at": text(intyg, "c:signeringstidpunkt"),
        "valid_from": min(filter(None, starts), default=""),
        "valid_to": max(filter(None, ends), default=""),
        "relations": [
            {"code": text(relation, "c:typ/t:code"), "to": text(relation, "c:intygs-id/t:extension")}
            for relation in find_all(intyg, "c:relation")
        ],
    }
