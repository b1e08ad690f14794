"""The register and the terminology that every certificate page asks."""

from __future__ import annotations

import pytest

from tests.factories import make_diagnoses, make_patient


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    make_patient()
    make_diagnoses()
