"""Both sources of the directory and of the population register: whatever is asked, they must give the same answer."""

from __future__ import annotations

from typing import Any

import pytest

HSA, PU = "/simulators/hsa", "/simulators/pu"


@pytest.fixture(params=["tables", "catalogue"])
def either_directory(request: pytest.FixtureRequest, settings: Any) -> None:
    """The built-in tables, and the same tables behind the contracts of HSA, asked anew each time."""
    if request.param == "catalogue":
        settings.HSA_URL = HSA
        settings.HSA_CACHE_S = 0


@pytest.fixture(params=["tables", "pu"])
def either_register(request: pytest.FixtureRequest, settings: Any) -> None:
    """The built-in register, and the same register behind GetPersonsForProfile, asked anew each time."""
    if request.param == "pu":
        settings.PU_URL = PU
        settings.PU_CACHE_S = 0
