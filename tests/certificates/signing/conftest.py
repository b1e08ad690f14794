"""A complete draft that its doctor may sign, and what the rooms above hear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.user import CareUser
from certificates.events import DomainEvent, domain_event
from certificates.models import Certificate
from tests import factories

SESSION = "session-of-the-doctor"


@pytest.fixture
def doctor() -> CareUser:
    return factories.make_user()


@pytest.fixture
def draft(db: None, doctor: CareUser) -> Certificate:
    factories.make_patient()
    factories.make_diagnoses()
    return factories.make_draft(doctor, answers=factories.complete_answers(), is_complete=True, version=3)


@pytest.fixture
def heard() -> Iterator[list[DomainEvent]]:
    events: list[DomainEvent] = []

    def listen(event: DomainEvent, **_: object) -> None:
        events.append(event)

    domain_event.connect(listen)
    yield events
    domain_event.disconnect(listen)
