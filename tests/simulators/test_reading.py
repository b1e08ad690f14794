"""GetCertificate and ListCertificatesForCare at the embedded Intygstjänst (spec/integration.md 5.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from lxml import etree

from certificates.models import Certificate
from certificates.signing import verification
from certificates.transport import parse_intyg
from rivta import oids
from rivta.build import cv, hsa_id, ii, person_id, root
from rivta.client import SoapAnswer
from rivta.contracts import GET_CERTIFICATE_2, LIST_CERTIFICATES_FOR_CARE_3
from rivta.namespaces import CERT, GET_CERTIFICATE, LIST_FOR_CARE
from simulators.envelopes import find, find_all, text
from simulators.intygstjanst.models import CertificateState, StoredCertificate
from simulators.modes.models import SimulatorMode
from tests import factories
from tests.certificates.signing import documents
from tests.simulators.messages import (
    ask,
    certificate_body,
    held_certificate,
    load_surroundings,
    register,
    result_of,
    send,
    signed_certificate,
)
from webcert import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
GET_PATH = "/inera-certificate/get-certificate-se/v2.0"
LIST_PATH = "/inera-certificate/list-certificates-for-care/v3.0"
ALL_STATES = [
    ("RECEIVED", "HSVARD"), ("SENT", "FKASSA"), ("SENT", "AF"), ("DELETED", "INVANA"), ("RESTORED", "INVANA"),
    ("CANCELLED", "HSVARD"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    return held_certificate()


def get(certificate_id: str, part: str = "HSVARD", path: str = GET_PATH) -> SoapAnswer:
    ns = GET_CERTIFICATE
    asked = ii(ns, "intygs-id", root=factories.VE01, extension=certificate_id)
    return ask(path, GET_CERTIFICATE_2, root(ns, "GetCertificate", asked, cv(ns, "part", part, oids.KV_PART)))


def shown(certificate: Certificate, part: str = "HSVARD") -> etree._Element:
    answer = get(certificate.pk, part)
    assert answer.body is not None, answer
    intyg = find(answer.body, "g:intyg")
    assert intyg is not None
    return intyg


def list_for(*places: etree._Element, person: str = factories.PATIENT, path: str = LIST_PATH) -> SoapAnswer:
    asked = root(LIST_FOR_CARE, "ListCertificatesForCare", person_id(LIST_FOR_CARE, "person-id", person), *places)
    return ask(path, LIST_CERTIFICATES_FOR_CARE_3, asked)


def unit(value: str) -> etree._Element:
    return hsa_id(LIST_FOR_CARE, "enhets-id", value)


def provider(value: str) -> etree._Element:
    return hsa_id(LIST_FOR_CARE, "vardgivar-id", value)


def listed(*places: etree._Element, person: str = factories.PATIENT) -> list[str]:
    answer = list_for(*places, person=person)
    assert answer.body is not None, answer
    return [text(intyg, "c:intygs-id/t:extension") for intyg in find_all(answer.body, "lc:intygsLista/lc:intyg")]


def statuses(intyg: etree._Element) -> list[tuple[str, str]]:
    return [(text(s, "c:status/t:code"), text(s, "c:part/t:code")) for s in find_all(intyg, "c:status")]


def live_through(certificate: Certificate) -> None:
    """Every kind of state once or more."""
    for number, (state, target) in enumerate(ALL_STATES[1:], 1):
        at = certificate.signed_at + dt.timedelta(hours=number)
        CertificateState.objects.create(certificate_id=certificate.pk, state=state, target=target, at=at)


def hold_elsewhere(unit_id: str, care_provider_id: str, *, signed_at: dt.datetime | None = None) -> Certificate:
    """A certificate of the same patient, from another unit."""
    certificate = signed_certificate(signed_at=signed_at)
    body = certificate_body(certificate).replace(factories.VE01.encode(), unit_id.encode())
    register(body.replace(factories.REGION.encode(), care_provider_id.encode()))
    return certificate


def test_the_certificate_comes_as_it_was_registered_with_its_states(certificate: Certificate) -> None:
    send(certificate)

    intyg = shown(certificate)

    assert statuses(intyg) == [("RECEIV", "HSVARD"), ("SENTTO", "FKASSA")]
    for status in find_all(intyg, "c:status"):
        intyg.remove(status)
    registered = find(etree.fromstring(certificate_body(certificate)), "r:intyg")
    assert registered is not None
    assert [canonical(part) for part in intyg] == [canonical(part) for part in registered]


def canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def test_the_time_of_a_state_is_swedish_local_time(certificate: Certificate) -> None:
    CertificateState.objects.update(at=dt.datetime(2026, 7, 1, 10, 11, 12, tzinfo=dt.UTC))

    assert text(shown(certificate), "c:status/c:tidpunkt") == "2026-07-01T12:11:12"


def test_relations_stay_and_the_states_follow_them(certificate: Certificate) -> None:
    child = signed_certificate(parent=certificate, relation="FRLANG")
    register(child)

    intyg = shown(child)

    tags = [etree.QName(part).localname for part in intyg]
    assert tags.index("relation") + 1 == tags.index("status")
    parsed = parse_intyg(intyg)
    assert (parsed.relation, parsed.parent_id) == ("FRLANG", certificate.pk)


def test_states_that_came_with_the_registration_are_not_shown() -> None:
    certificate = signed_certificate()
    body = etree.fromstring(certificate_body(certificate))
    told = etree.fromstring(
        f'<c:status xmlns:c="{CERT}" xmlns:t="urn:riv:clinicalprocess:healthcond:certificate:types:3">'
        f"<c:part><t:code>AF</t:code><t:codeSystem>{oids.KV_PART}</t:codeSystem></c:part>"
        f"<c:status><t:code>SENTTO</t:code><t:codeSystem>{oids.KV_STATUS}</t:codeSystem></c:status>"
        "<c:tidpunkt>2026-03-01T10:11:12</c:tidpunkt></c:status>"
    )
    body.findall(".//{*}skapadAv")[0].addnext(told)
    assert result_of(register(etree.tostring(body))).code == "OK"

    assert statuses(shown(certificate)) == [("RECEIV", "HSVARD")]


@pytest.mark.parametrize("prefix", ["c:", "other:", ""])
def test_the_signature_stays_valid(prefix: str) -> None:
    certificate = signed_certificate(issuer_hsa_id=documents.SIGNER.hsa_id)
    signed = documents.sign(with_prefix(prefix, certificate_body(certificate)), certificate_id=certificate.pk)
    assert result_of(register(signed)).code == "OK"

    for answer in (get(certificate.pk), list_for(unit(factories.VE01))):
        assert answer.body is not None
        report = verification.verify(etree.tostring(answer.body), certificate_id=certificate.pk, at=clock.now())
        assert report.is_valid, report.first_failure


def with_prefix(prefix: str, body: bytes) -> bytes:
    """The same document by a system that writes another prefix for the certificate's namespace, or none."""
    declared = f"xmlns:{prefix}".rstrip(":")
    written = (
        body.decode().replace("xmlns:c=", f"{declared}=").replace("<c:", f"<{prefix}").replace("</c:", f"</{prefix}")
    )
    assert etree.fromstring(written)[0][0].prefix == (prefix.rstrip(":") or None)
    return written.encode()


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("INVANA", ["RECEIV", "SENTTO", "SENTTO", "DELETE", "RESTOR", "CANCEL"]),
        ("HSVARD", ["RECEIV", "SENTTO", "SENTTO", "CANCEL"]),
        ("FKASSA", ["RECEIV", "SENTTO", "CANCEL"]),
        ("TRANSP", ["RECEIV", "CANCEL"]),
    ],
)
def test_each_part_sees_its_own_states(part: str, seen: list[str], certificate: Certificate) -> None:
    live_through(certificate)

    assert [code for code, _ in statuses(shown(certificate, part))] == seen


def test_a_recipient_sees_that_it_was_sent_to_itself_only(certificate: Certificate) -> None:
    live_through(certificate)

    assert ("SENTTO", "FKASSA") in statuses(shown(certificate, "FKASSA"))
    assert ("SENTTO", "AF") not in statuses(shown(certificate, "FKASSA"))


def test_an_unknown_certificate_is_a_fault() -> None:
    answer = get("0b5e2f0a-0000-4000-8000-000000000009")

    assert (answer.status, answer.body, answer.fault) == (500, None, "The certificate is unknown")


def test_a_certificate_that_care_has_deleted_is_a_fault_for_everyone(certificate: Certificate) -> None:
    StoredCertificate.objects.update(is_deleted_by_care=True)

    assert {get(certificate.pk, part).fault for part in ("HSVARD", "INVANA")} == {"The certificate is deleted by care"}


def test_a_test_certificate_is_shown_to_care_and_is_a_fault_for_others() -> None:
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    register(certificate)

    assert statuses(shown(certificate)) == [("RECEIV", "HSVARD")]
    assert [bool(get(certificate.pk, part).fault) for part in ("INVANA", "FKASSA")] == [True, True]


def test_the_certificates_of_the_units_are_listed_oldest_first(certificate: Certificate) -> None:
    before = hold_elsewhere(factories.VE02, factories.REGION, signed_at=clock.now() - dt.timedelta(days=4000))
    hold_elsewhere(factories.ME01, factories.REGION)

    assert listed(unit(factories.VE01), unit(factories.VE02)) == [before.pk, certificate.pk]
    assert listed(unit(factories.VE01)) == [certificate.pk]


def test_a_unit_is_found_in_any_writing(certificate: Certificate) -> None:
    assert listed(unit("se2321000016-ve01 ")) == [certificate.pk]


def test_the_certificates_of_a_care_provider_are_those_of_all_its_units_and_no_others(certificate: Certificate) -> None:
    second = hold_elsewhere(factories.VE02, factories.REGION)
    hold_elsewhere(factories.VE21, factories.PRIVATE)

    assert set(listed(provider(factories.REGION))) == {certificate.pk, second.pk}


def test_certificates_of_another_person_are_not_listed(certificate: Certificate) -> None:
    assert listed(unit(factories.VE01), person=factories.OTHER_PATIENT) == []


def test_a_number_that_does_not_parse_gives_an_empty_list() -> None:
    answer = list_for(unit(factories.VE01), person="171212121212")

    assert answer.status == 200
    assert listed(unit(factories.VE01), person="171212121212") == []


def test_a_revoked_certificate_is_listed_and_one_that_care_has_deleted_is_not(certificate: Certificate) -> None:
    CertificateState.objects.create(
        certificate_id=certificate.pk, state="CANCELLED", target="HSVARD", at=certificate.signed_at
    )
    assert listed(unit(factories.VE01)) == [certificate.pk]

    StoredCertificate.objects.update(is_deleted_by_care=True)
    assert listed(unit(factories.VE01)) == []


def test_a_certificate_without_a_signing_time_is_not_listed(certificate: Certificate) -> None:
    StoredCertificate.objects.update(signed_at="")

    assert listed(unit(factories.VE01)) == []


def test_the_list_shows_the_states_that_care_sees(certificate: Certificate) -> None:
    live_through(certificate)

    answer = list_for(unit(factories.VE01))

    assert answer.body is not None
    (intyg,) = find_all(answer.body, "lc:intygsLista/lc:intyg")
    assert [code for code, _ in statuses(intyg)] == ["RECEIV", "SENTTO", "SENTTO", "CANCEL"]


def test_the_platform_paths_are_the_same_services(certificate: Certificate) -> None:
    answers = (
        get(certificate.pk, path=GET_CERTIFICATE_2.platform_path),
        list_for(unit(factories.VE01), path=LIST_CERTIFICATES_FOR_CARE_3.platform_path),
    )

    assert all(answer.body is not None and certificate.pk in answer.text for answer in answers)


def test_a_question_against_the_schema_is_a_fault() -> None:
    both = list_for(unit(factories.VE01), provider(factories.REGION))

    assert (both.status, both.body) == (500, None)
    assert "Unmarshalling Error" in (both.fault or "")


@pytest.mark.parametrize("mode", ["TECHNICAL_ERROR", "VALIDATION_ERROR", "APPLICATION_ERROR", "REVOKED", "SOAP_FAULT"])
def test_a_mode_with_an_error_is_a_fault_since_there_is_no_result(mode: str, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode=mode, text="provtext")

    assert get(certificate.pk).fault == list_for(unit(factories.VE01)).fault == "provtext"


@pytest.mark.parametrize("mode", ["OK", "INFO", "SLOW"])
def test_a_mode_that_accepts_shows_the_certificate(mode: str, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode=mode)

    assert get(certificate.pk).body is not None
    assert listed(unit(factories.VE01)) == [certificate.pk]


def test_a_mode_is_for_the_certificate_or_unit_that_it_names(certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode="HTTP_503", certificate_id="another")
    SimulatorMode.objects.create(simulator="intygstjanst", mode="HTTP_503", unit_id=factories.VE02)

    assert get(certificate.pk).status == list_for(unit(factories.VE01)).status == 200
    assert get("another").status == list_for(unit(factories.VE02)).status == 503


def test_zeep_finds_the_endpoints_through_their_wsdl(client: Client) -> None:
    assert b"GetCertificateResponderService" in client.get(f"{GET_PATH}?wsdl").content
    assert b"ListCertificatesForCareResponderService" in client.get(f"{LIST_PATH}?wsdl").content
