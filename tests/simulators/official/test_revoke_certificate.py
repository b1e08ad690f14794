"""Each result of RevokeCertificate at Intygstjänsten (spec/integration.md 5.4)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from certificates.models import Certificate
from rivta.contracts import REVOKE_CERTIFICATE_2
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument
from tests import factories
from tests.contracts.caller import call, certificate_id, fault_of, outcome, person_id, personnel
from tests.contracts.official import needs_official
from tests.simulators.messages import REVOKE_PATH, send, signed_certificate

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


def parts(certificate: Certificate, person: str = "") -> dict[str, Any]:
    return {
        "meddelande": "Fel patient",
        "skickatTidpunkt": "2026-03-01T10:11:12",
        "intygs-id": certificate_id(certificate.pk),
        "patientPerson-id": person_id(person or certificate.person_id),
        "skickatAv": personnel(),
    }


def revoke(certificate: Certificate, person: str = "") -> Any:
    return call(REVOKE_CERTIFICATE_2, REVOKE_PATH, **parts(certificate, person))


def test_a_certificate_is_revoked_and_its_recipient_told(certificate: Certificate) -> None:
    send(certificate)

    assert outcome(revoke(certificate)) == "OK"
    assert ReceivedDocument.objects.filter(kind=ReceivedDocument.Kind.REVOCATION).count() == 1


def test_an_unknown_certificate_is_an_application_error() -> None:
    assert outcome(revoke(signed_certificate())) == "ERROR APPLICATION_ERROR"


def test_one_of_another_person_is_an_application_error(certificate: Certificate) -> None:
    assert outcome(revoke(certificate, factories.OTHER_PATIENT)) == "ERROR APPLICATION_ERROR"


def test_one_that_is_revoked_already_is_info(certificate: Certificate) -> None:
    revoke(certificate)

    assert outcome(revoke(certificate)) == "INFO"


def test_a_recipient_that_does_not_take_it_is_a_technical_error(certificate: Certificate) -> None:
    send(certificate)
    SimulatorMode.objects.create(simulator="FKASSA", mode="APPLICATION_ERROR")

    assert outcome(revoke(certificate)) == "ERROR TECHNICAL_ERROR"


def test_a_message_against_the_schema_is_a_fault(certificate: Certificate) -> None:
    message = parts(certificate) | {"skickatTidpunkt": zeep.xsd.SkipValue}

    assert "Unmarshalling Error" in fault_of(REVOKE_CERTIFICATE_2, REVOKE_PATH, **message)
