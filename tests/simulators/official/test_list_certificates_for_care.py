"""Each answer of ListCertificatesForCare at Intygstjänsten (spec/integration.md 5.5)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.models import Certificate
from rivta.contracts import LIST_CERTIFICATES_FOR_CARE_3
from simulators.intygstjanst.models import StoredCertificate
from tests import factories
from tests.contracts.caller import call, fault_of, hsa_id, person_id
from tests.contracts.official import needs_official
from tests.simulators.messages import revoke
from tests.simulators.test_reading import LIST_PATH, hold_elsewhere

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]


def listed(*units: str, person: str = factories.PATIENT) -> list[Any]:
    return certificates({"person-id": person_id(person), "enhets-id": [hsa_id(unit) for unit in units]})


def certificates(parts: dict[str, Any]) -> list[Any]:
    answer = call(LIST_CERTIFICATES_FOR_CARE_3, LIST_PATH, **parts)
    return list(answer.intygsLista.intyg if answer.intygsLista else [])


def ids(found: list[Any]) -> set[str]:
    return {intyg["intygs-id"].extension for intyg in found}


def test_the_certificates_of_the_units_are_listed_with_their_states(certificate: Certificate) -> None:
    second = hold_elsewhere(factories.VE02, factories.REGION)
    hold_elsewhere(factories.ME01, factories.REGION)

    found = listed(factories.VE01, factories.VE02)

    assert ids(found) == {certificate.pk, second.pk}
    assert {status.status.code for intyg in found for status in intyg.status} == {"RECEIV"}


def test_those_of_a_care_provider_are_listed_and_no_others(certificate: Certificate) -> None:
    hold_elsewhere(factories.VE21, factories.PRIVATE)

    found = certificates({"person-id": person_id(factories.PATIENT), "vardgivar-id": hsa_id(factories.REGION)})

    assert ids(found) == {certificate.pk}


def test_a_revoked_one_is_listed_as_revoked(certificate: Certificate) -> None:
    revoke(certificate)

    (intyg,) = listed(factories.VE01)

    assert intyg.status[-1].status.code == "CANCEL"


def test_one_that_care_has_deleted_is_not_listed(certificate: Certificate) -> None:
    StoredCertificate.objects.update(is_deleted_by_care=True)

    assert listed(factories.VE01) == []


def test_a_number_that_does_not_parse_gives_an_empty_list(certificate: Certificate) -> None:
    assert listed(factories.VE01, person="171212121212") == []


def test_a_message_against_the_schema_is_a_fault() -> None:
    nowhere = {"person-id": person_id(factories.PATIENT), "enhets-id": [hsa_id("")]}

    assert "Unmarshalling Error" in fault_of(LIST_CERTIFICATES_FOR_CARE_3, LIST_PATH, **nowhere)
