"""Each result of SendCertificateToRecipient at Intygstjänsten (spec/integration.md 5.3)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from certificates.models import Certificate
from rivta import oids
from rivta.contracts import SEND_CERTIFICATE_TO_RECIPIENT_2
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument
from tests import factories
from tests.contracts.caller import call, fault_of, outcome, part, person_id, personnel
from tests.contracts.official import needs_official
from tests.simulators.messages import SEND_PATH, revoke, signed_certificate

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


def parts(certificate: Certificate, recipient: str, person: str) -> dict[str, Any]:
    return {
        "skickatTidpunkt": "2026-03-01T10:11:12",
        "intygs-id": {"root": oids.INTYGSTJANSTEN, "extension": certificate.pk},
        "patientPerson-id": person_id(person or certificate.person_id),
        "mottagare": part(recipient),
        "skickatAv": {"hosPersonal": personnel()},
    }


def send(certificate: Certificate, *, recipient: str = "FKASSA", person: str = "") -> Any:
    return call(SEND_CERTIFICATE_TO_RECIPIENT_2, SEND_PATH, **parts(certificate, recipient, person))


def test_a_certificate_is_sent(certificate: Certificate) -> None:
    assert outcome(send(certificate)) == "OK"
    assert ReceivedDocument.objects.get().certificate_id == certificate.pk


def test_an_unknown_certificate_is_an_application_error() -> None:
    assert outcome(send(signed_certificate())) == "ERROR APPLICATION_ERROR"


def test_one_of_another_person_is_an_application_error(certificate: Certificate) -> None:
    assert outcome(send(certificate, person=factories.OTHER_PATIENT)) == "ERROR APPLICATION_ERROR"


def test_a_revoked_one_is_info(certificate: Certificate) -> None:
    revoke(certificate)

    assert outcome(send(certificate)) == "INFO"


def test_one_that_is_sent_already_is_info(certificate: Certificate) -> None:
    send(certificate)

    assert outcome(send(certificate)) == "INFO"


def test_a_test_certificate_is_a_validation_error(test_certificate: Certificate) -> None:
    assert outcome(send(test_certificate)) == "ERROR VALIDATION_ERROR"


def test_an_unknown_recipient_is_an_application_error(certificate: Certificate) -> None:
    assert outcome(send(certificate, recipient="NOBODY")) == "ERROR APPLICATION_ERROR"


@pytest.mark.parametrize("mode", ["NO_ANSWER", "SOAP_FAULT", "VALIDATION_ERROR"])
def test_a_recipient_that_does_not_answer_or_refuses_is_a_technical_error(mode: str, certificate: Certificate) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode=mode)

    assert outcome(send(certificate)) == "ERROR TECHNICAL_ERROR"


def test_a_message_against_the_schema_is_a_fault(certificate: Certificate) -> None:
    message = parts(certificate, "FKASSA", "") | {"mottagare": zeep.xsd.SkipValue}

    assert "Unmarshalling Error" in fault_of(SEND_CERTIFICATE_TO_RECIPIENT_2, SEND_PATH, **message)
