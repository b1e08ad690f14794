"""A sent certificate on an integrated unit, and messages about it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from arenden.models import Arende
from arenden.services import ComplementLine, IncomingMessage, receive
from certificates.models import Certificate
from delivery import hints
from delivery.models import Delivery
from notifications.models import StatusUpdate
from tests.certificates.engine.world import COMPLETE
from tests.certificates.types.examples import all_examples
from tests.factories import make_patient, make_signed
from tests.notifications.conftest import integrate
from webcert import clock

NEWER, OLDER = "fk7804", "lisjp"
"""A type of each engine whose receiver writes about everything."""


@pytest.fixture(autouse=True)
def _patient() -> None:
    make_patient()


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    given: list[str] = []
    monkeypatch.setattr(hints, "nudge", given.append)
    return given


@pytest.fixture(params=[NEWER, OLDER])
def sent(request: pytest.FixtureRequest) -> Certificate:
    """One of each engine, on a unit whose journal system is told of everything."""
    integrate()
    return make_sent(request.param)


def make_sent(type_id: str = NEWER, **changes: Any) -> Certificate:
    """Signed and sent to Försäkringskassan."""
    fields: dict[str, Any] = {"sent_at": clock.now(), "sent_to": "FKASSA", "answers": COMPLETE}
    if type_id != NEWER:
        example = next(one for one in all_examples() if one.type_id == type_id)
        fields |= {"type_id": type_id, "type_version": example.versions[0], "answers": example.answers}
    return make_signed(**(fields | changes))


def message(certificate: Certificate, **changes: Any) -> IncomingMessage:
    """A question of Försäkringskassan about contact."""
    standard = IncomingMessage(
        message_id="m-1",
        certificate_id=certificate.pk,
        person_id=certificate.person_id,
        topic="KONTKT",
        part="FKASSA",
        text="Kan ni ringa oss?",
        sent_at=clock.now(),
        reference="FK-1",
    )
    return dataclasses.replace(standard, **changes)


def asked(certificate: Certificate, **changes: Any) -> Arende:
    return receive(message(certificate, **changes))


def asked_to_complement(certificate: Certificate, **changes: Any) -> Arende:
    lines = (ComplementLine("27", "Vilken risk?"),)
    return asked(certificate, **({"topic": "KOMPLT", "complements": lines} | changes))


def told(certificate: Certificate) -> list[str]:
    """Codes of the status updates, in order."""
    rows = StatusUpdate.objects.filter(certificate_id=certificate.pk)
    return list(rows.order_by("seq").values_list("code", flat=True))


def history(certificate: Certificate) -> list[str]:
    return list(certificate.events.values_list("kind", flat=True))


def messages_to_recipient() -> list[Delivery]:
    return [
        d for d in Delivery.objects.filter(kind="certificate") if d.metadata["message"] == "SEND_MESSAGE_TO_RECIPIENT"
    ]
