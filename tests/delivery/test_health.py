"""Each thing that an administrator has to know of is told (spec/status-updates.md 9.12)."""

import datetime as dt

import pytest

from delivery import hints, queries, services
from delivery.models import Delivery, Endpoint
from delivery.outcomes import Outcome
from webcert import clock

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_hint_lost(monkeypatch):
    monkeypatch.setattr(hints.counts, "dropped", 0)


def put() -> Delivery:
    return services.enqueue("trial", owner_id="1")


def warnings() -> tuple[str, ...]:
    return queries.health().warnings


def test_a_failure_is_told_for_a_day():
    delivery = put()
    services.mark(services.claim(delivery.pk), Outcome.failed("no"))
    assert warnings() == ("1 leveranser har misslyckats det senaste dygnet.",)

    Delivery.objects.update(finished_at=clock.now() - 25 * HOUR)
    assert warnings() == ()


def test_a_receiver_that_rests_is_told_until_its_rest_is_over():
    Endpoint.objects.create(url="http://a.test/", failures_in_a_row=5, open_until=clock.now() + HOUR)
    assert warnings() == ("1 mottagare går inte att nå och vilar.",)

    Endpoint.objects.update(open_until=clock.now() - HOUR)
    assert warnings() == ()


def test_a_lost_worker_is_told_for_an_hour():
    delivery = put()
    services.claim(delivery.pk)
    Delivery.objects.update(lease_until=clock.wall_now() - HOUR)
    services.expire_leases()
    assert warnings() == ("1 försök blev avbrutna den senaste timmen.",)

    Delivery.objects.update(lease_lost_at=clock.now() - 2 * HOUR)
    assert warnings() == ()


def test_a_long_queue_is_told(monkeypatch):
    monkeypatch.setattr(queries, "WAITING_MAX", 2)
    for _ in range(2):
        put()
    assert warnings() == ()

    put()
    assert warnings() == ("3 leveranser väntar.",)


def test_a_broker_that_takes_no_hints_is_told(monkeypatch):
    monkeypatch.setattr(hints.counts, "dropped", 4)

    assert warnings() == ("Meddelandekön går inte att nå: 4 påminnelser har tappats i denna process.",)
