"""A doctor with a filled draft, and the end of the print workers after the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.user import CareUser
from certificates.events import DomainEvent, domain_event
from certificates.models import Certificate
from certificates.print import renderer
from tests import factories
from webcert import clock

ANSWERS: dict[str, Any] = {
    "1": {"FYSISKUNDERSOKNING": "2026-03-01"},
    "28": ["NUVARANDE_ARBETE"],
    "29": "Snickare\nLyfter tungt",
    "6": [{"code": "F430", "text": "Akut stressreaktion"}, {"code": "", "text": ""}, {"code": "", "text": ""}],
    "32": {"HALFTEN": {"from": "2026-03-02", "to": "2026-03-12"}},
    "25": "Åsa är öm – “mycket” é",
}


@pytest.fixture(scope="session", autouse=True)
def _workers_end() -> Iterator[None]:
    yield
    renderer.stop()


@pytest.fixture
def doctor() -> CareUser:
    return factories.make_user()


@pytest.fixture
def draft(db: None, doctor: CareUser) -> Certificate:
    factories.make_patient()
    empty = factories.make_draft(doctor)
    empty.answers = {**empty.answers, **ANSWERS}
    empty.save()
    return empty


@pytest.fixture
def signed(draft: Certificate) -> Certificate:
    draft.state, draft.signed_at, draft.is_complete = Certificate.State.SIGNED, clock.now(), True
    draft.save()
    return draft


@pytest.fixture
def sent(signed: Certificate) -> Certificate:
    signed.sent_at, signed.sent_to = clock.now(), "FKASSA"
    signed.save()
    return signed


@pytest.fixture
def revoked(signed: Certificate) -> Certificate:
    signed.revoked_at = clock.now()
    signed.save()
    return signed


@pytest.fixture
def locked(draft: Certificate) -> Certificate:
    draft.state = Certificate.State.LOCKED
    draft.save()
    return draft


@pytest.fixture
def heard() -> Iterator[list[DomainEvent]]:
    events: list[DomainEvent] = []

    def listen(event: DomainEvent, **_: object) -> None:
        events.append(event)

    domain_event.connect(listen)
    yield events
    domain_event.disconnect(listen)
