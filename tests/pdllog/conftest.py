"""A log service on loopback, and accesses to be logged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from lxml import etree

from accounts.user import CareUser, LaunchParameters
from certificates.events import EventKind
from certificates.lifecycle import recording
from certificates.models import Certificate
from delivery import hints
from pdllog.models import PdlRecord
from rivta import envelope
from rivta.build import el, root
from rivta.contracts import STORE_LOG_2 as CONTRACT
from rivta.namespaces import LOG, STORE_LOG
from tests.delivery.receiver import Answer, Received, Receiver, listening
from tests.factories import make_user


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    given: list[str] = []
    monkeypatch.setattr(hints, "nudge", given.append)
    return given


def log_answer(code: str = "OK", text: str = "") -> Answer:
    parts = [el(LOG, "resultCode", code), el(LOG, "resultText", text) if text else None]
    body = root(STORE_LOG, "StoreLogResponse", el(STORE_LOG, "result", None, *parts))
    return Answer(envelope.wrap(body, ""))


@pytest.fixture
def log_service(settings) -> Iterator[Receiver]:
    """Answers OK unless told otherwise; every batch goes to it."""
    with listening(log_answer()) as receiver:
        settings.PDL_URL = receiver.url
        yield receiver


def batch_of(received: Received) -> etree._Element:
    """The StoreLog body of a call."""
    return etree.fromstring(received.body)[-1][0]


def log_ids(received: Received) -> list[str]:
    return [element.text for element in batch_of(received).iter(f"{{{LOG}}}logId")]


def happens(kind: EventKind, certificate: Certificate | None, user: CareUser | None = None, **more: object) -> None:
    """One domain event in a transaction of its own."""
    with transaction.atomic():
        if kind in EventKind.stored():
            recording.record(kind, certificate, user=user or make_user(), **more)
        else:
            recording.announce(kind, certificate=certificate, user=user or make_user(), **more)


def only_record() -> PdlRecord:
    return PdlRecord.objects.get()


def sjf(user: CareUser) -> CareUser:
    return replace(user, launch=LaunchParameters(sjf=True))


def is_valid(received: Received) -> bool:
    return CONTRACT.validate(batch_of(received)) == []
