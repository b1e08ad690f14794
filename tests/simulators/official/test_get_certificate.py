"""Each answer of GetCertificate at Intygstjänsten (spec/integration.md 5.5)."""

from __future__ import annotations

from typing import Any

import pytest
import zeep

from certificates.models import Certificate
from rivta.contracts import GET_CERTIFICATE_2
from simulators.intygstjanst.models import StoredCertificate
from tests.contracts.caller import call, certificate_id, fault_of, part
from tests.contracts.official import needs_official
from tests.simulators.messages import register, send, signed_certificate
from tests.simulators.test_reading import GET_PATH, live_through

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


def parts(certificate: Certificate, reader: str = "HSVARD") -> dict[str, Any]:
    return {"intygs-id": certificate_id(certificate.pk), "part": part(reader)}


def get(certificate: Certificate, reader: str = "HSVARD") -> Any:
    return call(GET_CERTIFICATE_2, GET_PATH, **parts(certificate, reader)).intyg


def fault(certificate: Certificate, reader: str = "HSVARD") -> str:
    return fault_of(GET_CERTIFICATE_2, GET_PATH, **parts(certificate, reader))


def test_a_certificate_comes_with_its_states(certificate: Certificate) -> None:
    send(certificate)

    intyg = get(certificate)

    assert (intyg["intygs-id"].extension, intyg.typ.code, intyg.version) == (certificate.pk, "LISJP", "2.0")
    assert [(s.status.code, s.part.code) for s in intyg.status] == [("RECEIV", "HSVARD"), ("SENTTO", "FKASSA")]
    assert intyg.svar


def test_its_relation_comes_too(certificate: Certificate) -> None:
    child = signed_certificate(parent=certificate, relation="FRLANG")
    register(child)

    (relation,) = get(child).relation

    assert (relation.typ.code, relation["intygs-id"].extension) == ("FRLANG", certificate.pk)


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("INVANA", {"RECEIV", "SENTTO", "DELETE", "RESTOR", "CANCEL"}),
        ("HSVARD", {"RECEIV", "SENTTO", "CANCEL"}),
        ("FKASSA", {"RECEIV", "SENTTO", "CANCEL"}),
        ("TRANSP", {"RECEIV", "CANCEL"}),
    ],
)
def test_each_part_sees_its_own_states(reader: str, seen: set[str], certificate: Certificate) -> None:
    live_through(certificate)

    assert {status.status.code for status in get(certificate, reader).status} == seen


def test_an_unknown_certificate_is_a_fault() -> None:
    assert fault(signed_certificate()) == "The certificate is unknown"


def test_one_that_care_has_deleted_is_a_fault(certificate: Certificate) -> None:
    StoredCertificate.objects.update(is_deleted_by_care=True)

    assert fault(certificate) == "The certificate is deleted by care"


def test_a_test_certificate_is_shown_to_care(test_certificate: Certificate) -> None:
    assert get(test_certificate)["intygs-id"].extension == test_certificate.pk


def test_a_test_certificate_is_a_fault_for_others(test_certificate: Certificate) -> None:
    assert fault(test_certificate, "INVANA") == "A test certificate is shown to care only"


def test_a_message_against_the_schema_is_a_fault(certificate: Certificate) -> None:
    message = parts(certificate) | {"part": zeep.xsd.SkipValue}

    assert "Unmarshalling Error" in fault_of(GET_CERTIFICATE_2, GET_PATH, **message)
