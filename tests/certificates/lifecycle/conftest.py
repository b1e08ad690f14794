"""Shared by the tests of the life cycle: the events that the rooms above would hear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certificates.events import DomainEvent, domain_event
from tests.sources import either_register

__all__ = ["either_register"]


@pytest.fixture
def heard() -> Iterator[list[DomainEvent]]:
    events: list[DomainEvent] = []

    def listen(event: DomainEvent, **_: object) -> None:
        events.append(event)

    domain_event.connect(listen)
    yield events
    domain_event.disconnect(listen)


@pytest.fixture
def failing_receiver() -> Iterator[None]:
    """A room above that fails: the change must be undone."""

    def fail(**_: object) -> None:
        raise RuntimeError("a room above has failed")

    domain_event.connect(fail)
    yield
    domain_event.disconnect(fail)
