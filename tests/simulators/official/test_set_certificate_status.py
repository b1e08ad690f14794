"""Each result of SetCertificateStatus at Intygstjänsten (spec/integration.md 5.5)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from certificates.models import Certificate
from rivta import oids
from rivta.contracts import SET_CERTIFICATE_STATUS_2
from tests.contracts.caller import call, certificate_id, fault_of, outcome, part
from tests.contracts.official import needs_official
from tests.simulators.messages import signed_certificate, states
from tests.simulators.test_marking import PATH

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


def parts(certificate: Certificate, status: str, recipient: str) -> dict[str, Any]:
    return {
        "intygs-id": certificate_id(certificate.pk),
        "part": part(recipient),
        "status": {"code": status, "codeSystem": oids.KV_STATUS},
        "tidpunkt": "2026-03-02T08:00:00",
    }


def mark(certificate: Certificate, status: str = "DELETE", *, recipient: str = "INVANA") -> Any:
    return call(SET_CERTIFICATE_STATUS_2, PATH, **parts(certificate, status, recipient))


def test_a_status_is_kept(certificate: Certificate) -> None:
    assert outcome(mark(certificate)) == "OK"
    assert ("DELETED", "INVANA") in states(certificate)


def test_an_unknown_certificate_is_a_validation_error() -> None:
    assert outcome(mark(signed_certificate())) == "ERROR VALIDATION_ERROR"


def test_an_unknown_part_is_a_validation_error(certificate: Certificate) -> None:
    assert outcome(mark(certificate, recipient="NOBODY")) == "ERROR VALIDATION_ERROR"


def test_an_unknown_status_is_a_validation_error(certificate: Certificate) -> None:
    assert outcome(mark(certificate, "OTHER")) == "ERROR VALIDATION_ERROR"


def test_a_test_certificate_told_to_be_sent_is_a_validation_error(test_certificate: Certificate) -> None:
    assert outcome(mark(test_certificate, "SENTTO", recipient="FKASSA")) == "ERROR VALIDATION_ERROR"


def test_a_message_against_the_schema_is_a_fault(certificate: Certificate) -> None:
    message = parts(certificate, "DELETE", "INVANA") | {"tidpunkt": zeep.xsd.SkipValue}

    assert "Unmarshalling Error" in fault_of(SET_CERTIFICATE_STATUS_2, PATH, **message)
