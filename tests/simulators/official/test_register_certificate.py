"""Each result of RegisterCertificate at Intygstjänsten (spec/integration.md 5.2)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from rivta.contracts import REGISTER_CERTIFICATE_3
from rivta.results import Result
from simulators.intygstjanst.models import StoredCertificate
from tests import factories
from tests.contracts.caller import ANSWERS, call, fault_of, outcome, parts_of, result_of
from tests.contracts.official import needs_official
from tests.simulators.messages import REGISTER_PATH, certificate_body, signed_certificate

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


@pytest.fixture
def body() -> bytes:
    return certificate_body(signed_certificate())


def register(body: bytes) -> Any:
    return call(REGISTER_CERTIFICATE_3, REGISTER_PATH, **parts_of(body))


def test_a_certificate_is_stored(body: bytes) -> None:
    assert outcome(register(body)) == "OK"
    assert StoredCertificate.objects.count() == 1


def test_one_that_is_stored_already_is_info(body: bytes) -> None:
    register(body)

    assert result_of(register(body)) == Result("INFO", "Certificate already exists")


def test_one_that_is_stored_for_another_person_is_refused(body: bytes) -> None:
    factories.make_patient(factories.OTHER_PATIENT)
    register(body)

    answer = register(body.replace(factories.PATIENT.encode(), factories.OTHER_PATIENT.encode()))

    assert result_of(answer) == Result("ERROR", "Certificate already exists", "VALIDATION_ERROR")


@pytest.mark.parametrize(("old", "new"), [(b"LISJP<", b"NOTHING<"), (b">2.0<", b">2.9<"), (b">2.0<", b">17.0<")])
def test_an_unknown_type_or_version_is_refused(old: bytes, new: bytes, body: bytes) -> None:
    assert outcome(register(body.replace(old, new))) == "ERROR VALIDATION_ERROR"


def test_a_number_that_does_not_parse_is_refused(body: bytes) -> None:
    assert outcome(register(body.replace(factories.PATIENT.encode(), b"171212121212"))) == "ERROR VALIDATION_ERROR"


def test_a_patient_outside_the_register_is_refused(body: bytes) -> None:
    unknown = body.replace(factories.PATIENT.encode(), factories.UNKNOWN_PERSON.encode())

    assert outcome(register(unknown)) == "ERROR VALIDATION_ERROR"


def test_a_register_that_does_not_answer_is_a_technical_error(body: bytes) -> None:
    factories.make_patient(factories.REGISTER_ERROR)

    silent = body.replace(factories.PATIENT.encode(), factories.REGISTER_ERROR.encode())

    assert outcome(register(silent)) == "ERROR TECHNICAL_ERROR"


def test_answers_that_break_the_rules_of_the_type_are_refused_all_at_once(body: bytes) -> None:
    parts = parts_of(body)
    ANSWERS.elements = []

    answer = call(REGISTER_CERTIFICATE_3, REGISTER_PATH, **parts)

    assert outcome(answer) == "ERROR VALIDATION_ERROR"
    assert ";" in result_of(answer).text


def test_a_message_against_the_schema_is_a_fault() -> None:
    fault = fault_of(REGISTER_CERTIFICATE_3, REGISTER_PATH, intyg=zeep.xsd.SkipValue)

    assert "Unmarshalling Error" in fault
