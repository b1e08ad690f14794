from __future__ import annotations

import pytest
from django.test import Client

import accounts.demo
import hsa.demo
import patients.demo
from tests.accounts.visits import log_in


@pytest.fixture
def demo_people(db: None) -> None:
    """Directory, population register and accounts of the demo world."""
    hsa.demo.load()
    patients.demo.load()
    accounts.demo.load()


@pytest.fixture
def doctor(demo_people: None, client: Client) -> Client:
    """P001 on VE01, stand-alone."""
    log_in(client)
    return client


@pytest.fixture
def care_admin(demo_people: None, client: Client) -> Client:
    """P005 on VE01, stand-alone."""
    log_in(client, "SE2321000016-P005")
    return client
