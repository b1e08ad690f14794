"""Reading an ``intyg`` element back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from certificates.engine import svar as svar_of_type
from certificates.engine.answers import situation
from certificates.engine.svar import SvarFault
from certificates.questions.base import FindConcept
from certificates.questions.patient_address import USER
from certificates.questions.svar import read_svar
from certificates.types import registry
from certificates.types.base import CertificateType
from rivta.namespaces import CERT, CERT_32, TYPES
from webcert import clock
from webcert.errors import InvalidInput

_NS = {"c": CERT, "c32": CERT_32, "t": TYPES}


class UnreadableIntyg(InvalidInput):
    """The element lacks something that every certificate has."""

    default_message = "Intyget gick inte att läsa."


@dataclass(frozen=True, slots=True)
class ParsedIntyg:
    """A certificate as its XML tells it. ``faults``: svar that were left out. ``signed_at`` is None for a draft.

    ``issuer_positions``: code and name of each; specialities and licences by their names.
    """

    certificate_id: str
    ctype: CertificateType
    person_id: str
    unit_id: str
    unit_name: str
    workplace_code: str
    unit_mail: str
    care_provider_id: str
    care_provider_name: str
    issuer_hsa_id: str
    issuer_name: str
    issuer_positions: tuple[tuple[str, str], ...]
    issuer_specialities: tuple[str, ...]
    issuer_licences: tuple[str, ...]
    signed_at: dt.datetime | None
    relation: str
    parent_id: str
    answers: dict[str, Any]
    faults: tuple[SvarFault, ...]


def parse_intyg(
    element: etree._Element, *, today: dt.date | None = None, find: FindConcept | None = None
) -> ParsedIntyg:
    """Read an ``intyg`` of any message.

    Raises ``UnknownCertificateType`` for a type that is not installed, ``UnreadableIntyg`` when ids are missing.
    """
    ctype = registry.by_code(
        _required(element, "c:typ/t:code"), _required(element, "c:typ/t:codeSystem"), _required(element, "c:version")
    )
    reading = svar_of_type.read(ctype, tuple(read_svar(element)), situation(today, find))
    return ParsedIntyg(
        certificate_id=_required(element, "c:intygs-id/t:extension"),
        ctype=ctype,
        person_id=_required(element, "c:patient/c:person-id/t:extension"),
        unit_id=_required(element, "c:skapadAv/c:enhet/c:enhets-id/t:extension"),
        unit_name=_text(element, "c:skapadAv/c:enhet/c:enhetsnamn"),
        workplace_code=_text(element, "c:skapadAv/c:enhet/c:arbetsplatskod/t:extension"),
        unit_mail=_text(element, "c:skapadAv/c:enhet/c:epost"),
        care_provider_id=_text(element, "c:skapadAv/c:enhet/c:vardgivare/c:vardgivare-id/t:extension"),
        care_provider_name=_text(element, "c:skapadAv/c:enhet/c:vardgivare/c:vardgivarnamn"),
        issuer_hsa_id=_required(element, "c:skapadAv/c:personal-id/t:extension"),
        issuer_name=_text(element, "c:skapadAv/c:fullstandigtNamn"),
        issuer_positions=tuple(_codes(element, "c:skapadAv/c:befattning")),
        issuer_specialities=tuple(name for _, name in _codes(element, "c:skapadAv/c:specialistkompetens")),
        issuer_licences=tuple(name for _, name in _codes(element, "c:skapadAv/c32:legitimeratYrke")),
        signed_at=_moment(_text(element, "c:signeringstidpunkt")),
        relation=_text(element, "c:relation/c:typ/t:code"),
        parent_id=_text(element, "c:relation/c:intygs-id/t:extension"),
        answers={**reading.answers, **_unit_contact(element, ctype), **_patient_address(element, ctype)},
        faults=reading.faults,
    )


def _unit_contact(element: etree._Element, ctype: CertificateType) -> Mapping[str, Any]:
    tags = {"address": "postadress", "postal_code": "postnummer", "city": "postort", "phone": "telefonnummer"}
    contact = {part: _text(element, f"c:skapadAv/c:enhet/c:{tag}") for part, tag in tags.items()}
    return {ctype.unit_contact: contact} if any(contact.values()) else {}


def _patient_address(element: etree._Element, ctype: CertificateType) -> Mapping[str, Any]:
    tags = {"address": "postadress", "postal_code": "postnummer", "city": "postort"}
    address = {part: _text(element, f"c:patient/c:{tag}") for part, tag in tags.items()}
    if not ctype.patient_address or not any(address.values()):
        return {}
    source = _text(element, "c:patient/c32:kallaAdressuppgifter/t:code")
    return {ctype.patient_address: {**address, "source": source or USER}}


def _codes(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    """Code and name; a name that is left out is the code."""
    for found in element.iterfind(path, namespaces=_NS):
        code = _text(found, "t:code")
        yield code, _text(found, "t:displayName") or code


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, default="", namespaces=_NS) or "").strip()


def _required(element: etree._Element, path: str) -> str:
    text = _text(element, path)
    if not text:
        raise UnreadableIntyg(reason=path)
    return text


def _moment(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableIntyg(reason="signeringstidpunkt") from None
    return moment if moment.tzinfo else clock.from_local(moment)
