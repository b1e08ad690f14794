"""The surroundings of every call, and a certificate to call about."""

from __future__ import annotations

import pytest

from certificates.models import Certificate
from tests import factories
from tests.simulators.messages import held_certificate, load_surroundings, register, result_of, signed_certificate


@pytest.fixture(autouse=True)
def _surroundings(db: None) -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    """Held by Intygstjänsten."""
    return held_certificate()


@pytest.fixture
def test_certificate() -> Certificate:
    """Held by Intygstjänsten, of a test person."""
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    assert result_of(register(certificate)).code == "OK"
    return certificate
