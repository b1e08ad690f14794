"""What is held back waits without losing anything (spec/status-updates.md 9.13)."""

import datetime as dt

import pytest

from delivery import queries, services
from delivery.models import Delivery, Hold
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State


def put(logical_address: str) -> Delivery:
    return services.enqueue("trial", owner_id="1", logical_address=logical_address)


def test_what_goes_to_a_held_address_is_not_claimed_and_not_counted():
    held, free = put("UNIT-1"), put("UNIT-2")
    services.hold("trial", ["UNIT-1"])

    assert services.claim(held.pk) is None
    assert services.claim_next("status").delivery.pk == free.pk
    held.refresh_from_db()
    assert (held.state, held.attempts) == (State.PENDING, 0)


def test_what_is_made_while_its_address_is_held_waits_too():
    services.hold("trial", ["UNIT-1"])

    assert services.claim(put("UNIT-1").pk) is None


def test_a_release_lets_everything_go_at_once(published):
    held = put("UNIT-1")
    services.hold("trial", ["UNIT-1"])

    assert services.release("trial", ["UNIT-1", "UNIT-2"]) == 1
    assert services.claim(held.pk) is not None


@pytest.mark.django_db(transaction=True)
def test_a_release_hints_at_fresh_and_at_repeated_deliveries(published):
    services.hold("trial", ["UNIT-1"])
    services.release("trial", ["UNIT-1"])

    assert sorted(published) == ["status", "status_retry"]


def test_another_kind_of_traffic_to_the_same_address_is_not_held():
    services.hold("other", ["UNIT-1"])

    assert services.claim(put("UNIT-1").pk) is not None


def test_holding_twice_is_holding_once():
    assert services.hold("trial", ["UNIT-1", "UNIT-2"], by="root") == 2
    assert services.hold("trial", ["UNIT-1"]) == 0
    assert Hold.objects.get(logical_address="UNIT-1").by == "root"


def test_the_sweep_gives_no_hint_for_what_is_held(published):
    put("UNIT-1")
    services.hold("trial", ["UNIT-1"])

    assert services.sweep() == 0


def test_what_is_held_is_told_of_but_is_not_late():
    delivery = put("UNIT-1")
    Delivery.objects.filter(pk=delivery.pk).update(available_at=clock.now() - dt.timedelta(hours=1))
    services.hold("trial", ["UNIT-1"])

    warnings = queries.health().warnings

    assert "Leveranser till 1 logiska adresser hålls tillbaka." in warnings
    assert not any("äldsta" in warning for warning in warnings)
