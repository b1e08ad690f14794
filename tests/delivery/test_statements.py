"""A statement that is built once answers at every moment as the query that it was built from."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from django.db.models import QuerySet

from delivery import services
from delivery.models import Delivery
from delivery.services.claiming import due
from delivery.statements import rows_at
from webcert import clock

pytestmark = pytest.mark.django_db
_keys = count()


@pytest.fixture
def key() -> str:
    """A statement of the test's own."""
    return f"test {next(_keys)}"


def of_queue(at: dt.datetime) -> QuerySet[Delivery]:
    return due(at, queue="status")


def put(minutes: int, *, order_key: str = "") -> Delivery:
    """Due so many minutes from now."""
    row = services.enqueue("trial", owner_id="1", payload=b"%s", order_key=order_key)
    Delivery.objects.filter(pk=row.pk).update(available_at=clock.now() + dt.timedelta(minutes=minutes))
    return row


def test_the_rows_are_those_of_the_query_at_every_moment(key: str) -> None:
    put(0, order_key="one")
    put(1, order_key="one")
    put(2)
    put(3)

    for minutes in range(-1, 5):
        moment = clock.now() + dt.timedelta(minutes=minutes, seconds=1)
        assert rows_at(moment, Delivery, of_queue, key=key) == list(of_queue(moment))


def test_the_query_is_built_once(key: str) -> None:
    asked: list[dt.datetime] = []

    def build(at: dt.datetime) -> QuerySet[Delivery]:
        asked.append(at)
        return of_queue(at)

    for _ in range(3):
        rows_at(clock.now(), Delivery, build, key=key)
    assert len(asked) == 1


def test_what_the_query_leaves_out_is_read_when_it_is_asked_for(key: str) -> None:
    put(0)

    (row,) = rows_at(clock.now(), Delivery, lambda at: of_queue(at).only("kind"), key=key)

    assert row.get_deferred_fields() >= {"payload", "state"}
    assert bytes(row.payload) == b"%s"
