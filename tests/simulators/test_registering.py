"""RegisterCertificate at the embedded Intygstjänst (spec/integration.md 5.2, spec/certificate-types README 12)."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from rivta.contracts import REGISTER_CERTIFICATE_3
from rivta.results import Result
from simulators.intygstjanst.models import StoredCertificate
from simulators.modes.models import SimulatorMode
from tests import factories
from tests.simulators.messages import (
    REGISTER_PATH,
    ask,
    certificate_body,
    listed,
    register,
    result_of,
    signed_certificate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
EXISTS = "Certificate already exists"


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    factories.make_patient()
    factories.make_diagnoses()


def test_a_certificate_is_stored_as_received_for_care() -> None:
    certificate = signed_certificate()
    body = certificate_body(certificate)

    assert result_of(register(body)) == Result("OK")

    stored = StoredCertificate.objects.get()
    assert stored.pk == certificate.pk
    assert (stored.type_code, stored.version, stored.person_id) == ("LISJP", "2.0", certificate.person_id)
    assert (stored.unit_id, stored.care_provider_id) == (factories.VE01, factories.REGION)
    assert (stored.issuer_id, stored.issuer_name) == (factories.DOCTOR_ID, certificate.issuer_name)
    assert stored.valid_from < stored.valid_to
    assert [(s.state, s.target) for s in stored.states.all()] == [("RECEIVED", "HSVARD")]
    assert canonical(bytes(stored.xml)) == canonical(body)


def test_a_certificate_with_a_foreign_element_of_any_name_can_be_read_again() -> None:
    body, end = certificate_body(signed_certificate()).decode(), "</r:RegisterCertificate>"
    foreign = '<x:förlängt xmlns:x="urn:test:foreign" nyår="1">Å</x:förlängt>'

    assert result_of(register(body.replace(end, foreign + end).encode())) == Result("OK")

    stored = etree.fromstring(bytes(StoredCertificate.objects.get().xml))
    assert stored[-1].tag == "{urn:test:foreign}förlängt"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<c:enhetsnamn>", "unit_name is longer than 255 characters"),
        ("<c:fullstandigtNamn>", "issuer_name is longer than 255 characters"),
    ],
)
def test_a_text_that_has_no_room_is_refused(text: str, said: str) -> None:
    body = certificate_body(signed_certificate()).decode()
    assert text in body

    answer = result_of(register(body.replace(text, text + "x" * 256, 1).encode()))

    assert answer == Result("ERROR", said, "VALIDATION_ERROR")
    assert not StoredCertificate.objects.exists()


def canonical(content: bytes) -> bytes:
    return etree.tostring(etree.fromstring(content), method="c14n", exclusive=True)


def test_the_platform_path_is_the_same_service() -> None:
    answer = ask(REGISTER_CERTIFICATE_3.platform_path, REGISTER_CERTIFICATE_3, certificate_body(signed_certificate()))

    assert result_of(answer) == Result("OK")
    assert StoredCertificate.objects.count() == 1


def test_the_same_certificate_again_is_info_and_stored_once() -> None:
    certificate = signed_certificate()
    register(certificate)

    assert result_of(register(certificate)) == Result("INFO", EXISTS)
    assert StoredCertificate.objects.count() == 1


def test_the_same_id_for_another_patient_is_refused() -> None:
    factories.make_patient(factories.OTHER_PATIENT)
    body = certificate_body(signed_certificate())
    register(body)

    answer = register(body.replace(factories.PATIENT.encode(), factories.OTHER_PATIENT.encode()))

    assert result_of(answer) == Result("ERROR", EXISTS, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"LISJP<", b"NOTHING<"),
        (b"b64ea353-e8f6-4832-b563-fc7d46f29548", b"f6fb361a-e31d-48b8-8657-99b63912dd9b"),
        (b"version>2.0<", b"version>2.9<"),
        (b"version>2.0<", b"version>17<"),
    ],
)
def test_an_unknown_type_or_version_is_refused_and_named(old: bytes, new: bytes) -> None:
    body = certificate_body(signed_certificate())
    assert old in body

    result = result_of(register(body.replace(old, new)))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert "version" in result.text
    assert not StoredCertificate.objects.exists()


def test_a_version_without_minor_is_read_as_zero() -> None:
    body = certificate_body(signed_certificate()).replace(b"version>2.0<", b"version>2<")

    assert result_of(register(body)) == Result("OK")


def test_a_patient_outside_the_register_is_refused() -> None:
    body = certificate_body(signed_certificate())

    result = result_of(register(body.replace(factories.PATIENT.encode(), factories.UNKNOWN_PERSON.encode())))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")


def test_a_number_of_the_wrong_century_is_refused() -> None:
    body = certificate_body(signed_certificate())

    result = result_of(register(body.replace(factories.PATIENT.encode(), b"171212121212")))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")


def test_a_wrong_check_digit_is_accepted() -> None:
    factories.make_patient("192703104321")

    assert result_of(register(signed_certificate(person_id="192703104321"))) == Result("OK")


def test_a_register_that_does_not_answer_is_a_technical_error() -> None:
    factories.make_patient(factories.REGISTER_ERROR)

    result = result_of(register(signed_certificate(person_id=factories.REGISTER_ERROR)))

    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert not StoredCertificate.objects.exists()


def test_broken_answer_rules_are_joined_in_the_answer() -> None:
    root = etree.fromstring(certificate_body(signed_certificate()))
    for svar in root.findall(".//{*}svar"):
        svar.getparent().remove(svar)

    result = result_of(register(etree.tostring(root)))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert ";" in result.text
    assert not StoredCertificate.objects.exists()


def test_the_type_is_checked_before_the_patient() -> None:
    body = certificate_body(signed_certificate()).replace(b"LISJP<", b"NOTHING<")
    body = body.replace(factories.PATIENT.encode(), factories.UNKNOWN_PERSON.encode())

    assert "NOTHING" in result_of(register(body)).text


def test_the_patient_is_checked_before_the_answers() -> None:
    root = etree.fromstring(certificate_body(signed_certificate()))
    for svar in root.findall(".//{*}svar"):
        svar.getparent().remove(svar)
    body = etree.tostring(root).replace(factories.PATIENT.encode(), factories.UNKNOWN_PERSON.encode())

    assert result_of(register(body)).text == "The patient is not found in the population register"


def test_a_certificate_that_exists_already_must_still_follow_the_rules() -> None:
    body = certificate_body(signed_certificate())
    register(body)
    root = etree.fromstring(body)
    for svar in root.findall(".//{*}svar"):
        svar.getparent().remove(svar)

    result = result_of(register(etree.tostring(root)))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert result.text != EXISTS


def test_a_certificate_of_a_test_person_is_marked() -> None:
    factories.make_patient(factories.TEST_PERSON)

    register(signed_certificate(person_id=factories.TEST_PERSON))

    assert StoredCertificate.objects.get().is_test


def test_relations_are_kept() -> None:
    parent = signed_certificate()

    register(signed_certificate(parent=parent, relation="FRLANG"))

    assert StoredCertificate.objects.get().relations == [{"code": "FRLANG", "to": parent.pk}]


def test_a_certificate_against_the_schema_is_a_fault() -> None:
    body = certificate_body(signed_certificate()).replace(b"version>2.0<", b"other>2.0<")

    answer = register(body.replace(b"version>", b"other>"))

    assert (answer.status, answer.body) == (500, None)
    assert "Unmarshalling Error" in (answer.fault or "")


@pytest.mark.parametrize("mode", ["TECHNICAL_ERROR", "SOAP_FAULT", "HTTP_503"])
def test_a_fault_mode_stores_nothing(mode: str) -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode=mode)

    register(signed_certificate())

    assert not StoredCertificate.objects.exists()


def test_the_mode_info_stores_and_answers_info() -> None:
    SimulatorMode.objects.create(simulator="intygstjanst", mode="INFO", text="provtext")

    assert result_of(register(signed_certificate())) == Result("INFO", "provtext")
    assert StoredCertificate.objects.exists()


def test_what_is_stored_is_listed_with_its_states(client: Client) -> None:
    certificate = signed_certificate()
    register(certificate)

    (entry,) = listed(client, "/simulators/intygstjanst/certificates")

    assert set(entry) == {"certificateId", "typeCode", "version", "states", "xml"}
    assert (entry["certificateId"], entry["typeCode"], entry["version"]) == (certificate.pk, "LISJP", "2.0")
    assert [(s["status"], s["target"]) for s in entry["states"]] == [("RECEIV", "HSVARD")]
    assert etree.fromstring(entry["xml"]).tag == REGISTER_CERTIFICATE_3.request_tag


def test_intygstjansten_is_not_emptied_by_a_call(client: Client) -> None:
    assert client.delete("/simulators/intygstjanst/certificates").status_code == 405


def test_zeep_finds_the_endpoint_through_its_wsdl(client: Client) -> None:
    assert b"RegisterCertificateResponderService" in client.get(f"{REGISTER_PATH}?wsdl").content
