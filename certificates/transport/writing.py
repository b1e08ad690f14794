"""Building the ``intyg`` element: same for drafts and signed certificates (spec/status-updates.md 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from certificates.engine.svar import svar_of
from certificates.models import Certificate
from certificates.questions.base import FindConcept
from certificates.questions.patient_address import SOURCE_NAMES, SOURCES, PatientAddress
from certificates.questions.svar import append_svar
from certificates.types import registry
from certificates.types.base import CertificateType, Engine, PatientContent
from rivta import oids
from rivta.build import cv, el, hsa_id, ii, person_id
from rivta.build import root as with_namespaces
from rivta.namespaces import CERT, CERT_32, LIST_FOR_CARE_WITH_QA, REGISTER, STATUS_UPDATE, TYPES
from webcert import clock

INTYG_IN_REGISTER = f"{{{REGISTER}}}intyg"
INTYG_IN_STATUS_UPDATE = f"{{{STATUS_UPDATE}}}intyg"
INTYG_IN_LIST = f"{{{LIST_FOR_CARE_WITH_QA}}}intyg"

NO_PRESCRIBER_CODE = "0000000"
NO_WORKPLACE_CODE = "0000000"
"""What HSA gives for a unit without a code (spec/roles-and-access.md 1.4)."""
TEMPORARY_WORKPLACE_CODE = "TEMPORARY ARBETSPLATSKOD"
"""What types of the older engine send instead, unless they say otherwise."""
NO_SPECIALITY_CODE = "N/A"
RELATION_NAMES = {"FRLANG": "Förlängning", "ERSATT": "Ersätter", "KOMPLT": "Kompletterar", "KOPIA": "Kopia"}
LICENCE_CODES = {
    "Apotekare": "AP",
    "Arbetsterapeut": "AT",
    "Audionom": "AU",
    "Barnmorska": "BM",
    "Biomedicinsk analytiker": "BA",
    "Dietist": "DT",
    "Fysioterapeut": "FT",
    "Kiropraktor": "KP",
    "Logoped": "LG",
    "Läkare": "LK",
    "Naprapat": "NA",
    "Optiker": "OP",
    "Ortopedingenjör": "OI",
    "Psykolog": "PS",
    "Psykoterapeut": "PT",
    "Receptarie": "RC",
    "Röntgensjuksköterska": "RS",
    "Sjukgymnast": "SG",
    "Sjukhusfysiker": "SF",
    "Sjuksköterska": "SJ",
    "Tandhygienist": "TH",
    "Tandläkare": "TL",
}
"""Legitimerade yrkesgrupper by name (code system 1.2.752.29.23.1.6)."""


def intyg_element(
    certificate: Certificate,
    *,
    signing_time: dt.datetime | None = None,
    qualified_tag: str = INTYG_IN_REGISTER,
    find: FindConcept | None = None,
) -> etree._Element:
    """The whole certificate but its signature, valid against the schema also for an incomplete draft.

    ``signing_time`` is that of a signing under way; a signed certificate has its own. Reads ``certificate.parent``.
    """
    ctype = registry.get(certificate.type_id, certificate.type_version)
    signed_at = signing_time or certificate.signed_at
    name = etree.QName(qualified_tag)
    element = el(
        name.namespace,
        name.localname,
        None,
        ii(CERT, "intygs-id", root=certificate.unit_id, extension=certificate.pk),
        cv(CERT, "typ", ctype.code, ctype.code_system, ctype.code_display_name),
        el(CERT, "version", ctype.version),
        *_times(signed_at),
        _patient(certificate, ctype),
        _issuer(certificate, ctype),
        *_relation(certificate),
    )
    judged_on = clock.local(signed_at).date() if signed_at else clock.today()
    for svar in svar_of(ctype, certificate.answers, birth=certificate.birth_date, today=judged_on, find=find):
        append_svar(element, svar)
    return with_namespaces_declared(element)


def register_certificate_body(
    certificate: Certificate,
    *,
    signing_time: dt.datetime | None = None,
    answers_message_id: str = "",
    answers_reference: str = "",
    find: FindConcept | None = None,
) -> etree._Element:
    """The unsigned body of RegisterCertificate.

    ``answers_message_id`` and ``answers_reference``: the complement request that it answers, and the asker's own
    reference to that.
    """
    request = (
        el(
            REGISTER,
            "svarPa",
            None,
            el(CERT, "meddelande-id", answers_message_id),
            el(CERT, "referens-id", answers_reference) if answers_reference else None,
        )
        if answers_message_id
        else None
    )
    intyg = intyg_element(certificate, signing_time=signing_time, find=find)
    return with_namespaces(REGISTER, "RegisterCertificate", request, intyg)


def with_namespaces_declared(element: etree._Element) -> etree._Element:
    """The same element with every namespace declared once, on itself."""
    name = etree.QName(element)
    return with_namespaces(name.namespace, name.localname, *element)


def _times(signed_at: dt.datetime | None) -> Iterable[etree._Element]:
    """Both times are that of the signature; the second is not the time of sending."""
    if signed_at is None:
        return ()
    moment = clock.riv_timestamp(signed_at)
    return el(CERT, "signeringstidpunkt", moment), el(CERT, "skickatTidpunkt", moment)


def _patient(certificate: Certificate, ctype: CertificateType) -> etree._Element:
    named = ctype.patient_content is not PatientContent.IDENTITY_ONLY
    middle = certificate.patient_middle_name if named else ""
    address = _patient_address(certificate, ctype)
    source = address.get("source", "")
    return el(
        CERT,
        "patient",
        None,
        person_id(CERT, "person-id", certificate.person_id),
        el(CERT, "fornamn", certificate.patient_first_name if named else ""),
        el(CERT, "efternamn", certificate.patient_last_name if named else ""),
        el(CERT, "mellannamn", middle) if middle else None,
        el(CERT, "postadress", address.get("address", "")),
        el(CERT, "postnummer", address.get("postal_code", "")),
        el(CERT, "postort", address.get("city", "")),
        cv(CERT_32, "kallaAdressuppgifter", source, SOURCES, SOURCE_NAMES[source]) if source else None,
    )


def _patient_address(certificate: Certificate, ctype: CertificateType) -> Mapping[str, str]:
    question = ctype.question(ctype.patient_address) if ctype.patient_address else None
    if ctype.patient_content is not PatientContent.WITH_ADDRESS or not isinstance(question, PatientAddress):
        return {}
    return question.sent(question.tidy(certificate.answers.get(question.id)))


def _issuer(certificate: Certificate, ctype: CertificateType) -> etree._Element:
    prescriber = el(CERT, "forskrivarkod", NO_PRESCRIBER_CODE) if ctype.engine is Engine.MODEL else None
    return el(
        CERT,
        "skapadAv",
        None,
        hsa_id(CERT, "personal-id", certificate.issuer_hsa_id),
        el(CERT, "fullstandigtNamn", certificate.issuer_name),
        prescriber,
        *(_position(position) for position in certificate.issuer_positions),
        _unit(certificate, ctype),
        *(_speciality(name) for name in certificate.issuer_specialities),
        *(_licence(name) for name in certificate.issuer_licences),
    )


def _position(position: Mapping[str, Any]) -> etree._Element:
    return cv(CERT, "befattning", position["code"], oids.BEFATTNING, position.get("name") or None)


def _speciality(name: str) -> etree._Element:
    """Only the name is known."""
    return el(CERT, "specialistkompetens", None, el(TYPES, "code", NO_SPECIALITY_CODE), el(TYPES, "displayName", name))


def _licence(name: str) -> etree._Element:
    return cv(CERT_32, "legitimeratYrke", LICENCE_CODES.get(name, name), oids.LEGITIMERAT_YRKE, name)


def _unit(certificate: Certificate, ctype: CertificateType) -> etree._Element:
    question = ctype.question(ctype.unit_contact)
    contact = question.tidy(certificate.answers.get(ctype.unit_contact)) if question else {}
    of_engine = NO_WORKPLACE_CODE if ctype.engine is Engine.MODEL else TEMPORARY_WORKPLACE_CODE
    without_code = ctype.missing_workplace_code or of_engine
    return el(
        CERT,
        "enhet",
        None,
        hsa_id(CERT, "enhets-id", certificate.unit_id),
        ii(CERT, "arbetsplatskod", root=oids.ARBETSPLATSKOD, extension=certificate.workplace_code or without_code),
        el(CERT, "enhetsnamn", certificate.unit_name),
        el(CERT, "postadress", contact.get("address", "")),
        el(CERT, "postnummer", contact.get("postal_code", "")),
        el(CERT, "postort", contact.get("city", "")),
        el(CERT, "telefonnummer", contact.get("phone", "")),
        el(CERT, "epost", certificate.unit_mail) if certificate.unit_mail else None,
        el(
            CERT,
            "vardgivare",
            None,
            hsa_id(CERT, "vardgivare-id", certificate.care_provider_id),
            el(CERT, "vardgivarnamn", certificate.care_provider_name),
        ),
    )


def _relation(certificate: Certificate) -> Iterable[etree._Element]:
    parent = certificate.parent
    if not certificate.relation or parent is None:
        return ()
    name = RELATION_NAMES.get(certificate.relation)
    kind = cv(CERT, "typ", certificate.relation, oids.KV_RELATION, name)
    return (el(CERT, "relation", None, kind, ii(CERT, "intygs-id", root=parent.unit_id, extension=parent.pk)),)
