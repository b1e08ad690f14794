from __future__ import annotations

import pytest

import accounts.demo
import hsa.demo
import patients.demo


@pytest.fixture
def demo_people(db: None) -> None:
    """Directory, population register and accounts of the demo world."""
    hsa.demo.load()
    patients.demo.load()
    accounts.demo.load()
