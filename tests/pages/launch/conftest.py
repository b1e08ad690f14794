"""The register that every opening asks."""

from __future__ import annotations

import pytest

from tests.factories import OTHER_PATIENT, make_patient


@pytest.fixture(autouse=True)
def _patients(db: None) -> None:
    make_patient()
    make_patient(OTHER_PATIENT, first_name="Moa", last_name="Stjärnfeldt")
