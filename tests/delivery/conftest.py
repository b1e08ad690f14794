"""A kind of traffic of the tests' own: it posts the payload to the address in its metadata."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from delivery import hints, kinds
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.plans import Plan
from tests.delivery.receiver import Answer, Receiver, listening

PLAN = "30#1:m,5:m,1:h,6:h,12:h,1:d"


def post(delivery: Delivery) -> Outcome:
    """HTTP 200 = delivered, 4xx = refused, anything else = later."""
    url = delivery.metadata["url"]
    try:
        answer = httpx.post(url, content=delivery.payload, timeout=5)
    except httpx.HTTPError as error:
        return Outcome.retry(type(error).__name__, url=url, endpoint_failed=True)
    if answer.status_code == 200:
        return Outcome.delivered(url=url, http_status=200)
    if answer.status_code < 500:
        return Outcome.failed("refused", url=url, http_status=answer.status_code)
    return Outcome.retry("later", url=url, http_status=answer.status_code, endpoint_failed=True)


def make_kind(
    name: str = "trial", ordering: Ordering = Ordering.SOFT, plan: str = PLAN, **more: object
) -> DeliveryKind:
    return DeliveryKind(
        name=name,
        queue="status",
        retry_queue="status_retry",
        plan=Plan.parse(plan),
        ordering=ordering,
        send=more.pop("send", post),
        **more,
    )


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """The trial kind is known, and whatever a test registers is forgotten after it."""
    before = dict(kinds._kinds)
    kinds.register(make_kind())
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hints are collected instead of published."""
    given: list[str] = []
    monkeypatch.setattr(hints, "nudge", given.append)
    monkeypatch.setattr(hints, "call_sender", given.append)
    return given


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening(Answer()) as open_receiver:
        yield open_receiver
