"""The patient element with names and address (db.yaml, doi.yaml, transport.patient)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from certificates.questions.patient_address import PatientAddress
from certificates.transport import intyg_element, parse_intyg, register_certificate_body
from certificates.types import registry
from certificates.types.base import CertificateType, PatientContent
from rivta.namespaces import CERT, CERT_32, TYPES
from tests.certificates.engine.test_transport import official_check
from tests.certificates.engine.world import UNIT_CONTACT, certificate, find, needs_contracts, tiny_type

NS = {"c": CERT, "t": TYPES, "c32": CERT_32}
ADDRESS = PatientAddress(id="patient", label="Adress", longest_sent=50)
TYPE = tiny_type(ADDRESS, patient_address="patient", patient_content=PatientContent.WITH_ADDRESS)
FROM_USER = {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "source": "ANVANDARE"}
UNIT = {"address": "Vägen 1", "postal_code": "99002", "city": "Exempelby", "phone": "0770"}


def written(answers: dict[str, Any], ctype: CertificateType = TYPE, **fields: Any) -> etree._Element:
    with registry.installed(ctype):
        draft = certificate(answers, type_id=ctype.type_id, type_version=ctype.version, **fields)
        return intyg_element(draft, find=find)


def patient(element: etree._Element) -> dict[str, str]:
    return {etree.QName(e).localname: e.text or "" for e in element.find("c:patient", NS)}


def test_the_element_has_names_address_and_its_source() -> None:
    element = written({"patient": FROM_USER})

    found = patient(element)
    assert (found["fornamn"], found["efternamn"]) == ("Tolvan", "Tolvansson")
    assert (found["postadress"], found["postnummer"], found["postort"]) == ("Storgatan 1", "99001", "Exempelby")
    source = element.find("c:patient/c32:kallaAdressuppgifter", NS)
    assert [e.text for e in source] == [
        "ANVANDARE",
        "4ade8de2-effe-41d0-b177-fedc820e69fa",
        "Person som använder systemet",
    ]


def test_a_long_address_is_cut_to_what_the_type_allows() -> None:
    assert patient(written({"patient": {**FROM_USER, "address": "x" * 60}}))["postadress"] == "x" * 50


def test_a_type_without_address_tells_none() -> None:
    quiet = replace(TYPE, patient_content=PatientContent.WITH_NAME)

    found = patient(written({"patient": FROM_USER}, quiet))

    assert found["postadress"] == ""
    assert "kallaAdressuppgifter" not in found


@pytest.mark.parametrize("source", ["PU", "ANVANDARE"])
def test_the_address_is_read_back_with_its_source(source: str) -> None:
    answers = {"patient": {**FROM_USER, "source": source}, UNIT_CONTACT: UNIT}

    with registry.installed(TYPE):
        assert parse_intyg(written_inside(answers), find=find).answers == answers


def written_inside(answers: dict[str, Any]) -> etree._Element:
    return intyg_element(certificate(answers, type_id=TYPE.type_id, type_version=TYPE.version), find=find)


@needs_contracts
@pytest.mark.parametrize("answers", [{}, {"patient": FROM_USER}])
def test_the_element_is_valid_against_the_official_schema(answers: dict[str, Any]) -> None:
    with registry.installed(TYPE):
        draft = certificate(answers, type_id=TYPE.type_id, type_version=TYPE.version)
        assert official_check()(register_certificate_body(draft, find=find)) == []
