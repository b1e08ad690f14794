"""Claims: one winner, order per key, back-pressure. Real rows, real claim and mark functions."""

import datetime as dt
import threading

import pytest
from django.db import connections

from delivery import kinds, services
from delivery.kinds import Ordering
from delivery.models import Delivery, DeliveryAttempt
from delivery.outcomes import Outcome
from tests.delivery.conftest import make_kind
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
MINUTE = dt.timedelta(minutes=1)


def put(order_key: str = "", kind: str = "trial", **more: object) -> Delivery:
    return services.enqueue(kind, owner_id="1", order_key=order_key, **more)


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def test_a_claim_leases_the_row_and_opens_an_attempt_before_the_call():
    delivery = put()

    lease = services.claim(delivery.pk)

    row = DeliveryAttempt.objects.get(delivery=delivery)
    assert state_of(delivery) == State.LEASED
    assert (row.number, row.finished_at, row.lease_token) == (1, None, lease.token)


def test_a_second_claim_of_the_same_row_gets_nothing():
    delivery = put()
    services.claim(delivery.pk)

    assert services.claim(delivery.pk) is None
    assert DeliveryAttempt.objects.count() == 1


def test_a_row_that_is_not_due_cannot_be_claimed():
    delivery = put(coalesce_until=clock.now() + MINUTE)

    assert services.claim(delivery.pk) is None
    assert services.claim(delivery.pk, now=clock.now() + 2 * MINUTE) is not None


def test_soft_order_lets_an_earlier_row_go_first():
    first, second = put("c1"), put("c1")

    assert services.claim(second.pk) is None
    lease = services.claim(first.pk)
    assert services.claim(second.pk) is None
    services.mark(lease, Outcome.delivered())
    assert services.claim(second.pk) is not None


def test_soft_order_lets_others_overtake_after_three_attempts():
    first, second = put("c1"), put("c1")
    now = clock.now()
    overtaking = []
    for _ in range(3):
        now += dt.timedelta(days=1)
        services.mark(services.claim(first.pk, now=now), Outcome.retry("later"), now=now)
        overtaking.append(services.claim(second.pk, now=now) is not None)

    assert overtaking == [False, False, True]


def test_strict_order_never_lets_others_overtake():
    kinds.register(make_kind("exact", Ordering.STRICT))
    first, second = put("c1", "exact"), put("c1", "exact")
    now = clock.now()
    for _ in range(5):
        now += dt.timedelta(days=1)
        services.mark(services.claim(first.pk, now=now), Outcome.retry("later"), now=now)

    assert services.claim(second.pk, now=now) is None


def test_strict_order_goes_on_when_the_earlier_row_is_given_up():
    kinds.register(make_kind("exact", Ordering.STRICT))
    first, second = put("c1", "exact"), put("c1", "exact")
    services.mark(services.claim(first.pk), Outcome.failed("no"))

    assert services.claim(second.pk) is not None


def test_without_order_rows_of_one_key_go_side_by_side():
    kinds.register(make_kind("free", Ordering.NONE))
    first, second = put("c1", "free"), put("c1", "free")

    assert services.claim(second.pk) is not None
    assert services.claim(first.pk) is not None


def test_a_coalescing_row_blocks_nobody():
    put("c1", coalesce_until=clock.now() + MINUTE)
    second = put("c1")

    assert services.claim(second.pk) is not None


def test_a_resend_that_waits_for_its_day_blocks_nobody():
    first = put("c1")
    services.mark(services.claim(first.pk), Outcome.failed("no"))
    services.resend([first.pk], activation_time=clock.now() + dt.timedelta(days=2))

    assert services.claim(put("c1").pk) is not None


def test_other_order_keys_and_kinds_are_independent():
    kinds.register(make_kind("other"))
    services.claim(put("c1").pk)

    assert services.claim(put("c2").pk) is not None
    assert services.claim(put("c1", "other").pk) is not None
    assert services.claim(put("").pk) is not None
    assert services.claim(put("").pk) is not None


def test_a_kind_that_no_room_registers_rests_untouched():
    delivery = put()
    del kinds._kinds["trial"]

    assert services.claim(delivery.pk) is None
    assert services.sweep() == 0
    assert state_of(delivery) == State.PENDING


def test_claim_next_takes_the_oldest_of_its_queue():
    old, new = put(), put()
    Delivery.objects.filter(pk=new.pk).update(available_at=clock.now() - MINUTE)

    assert services.claim_next("status").delivery.pk == new.pk
    assert services.claim_next("status_retry") is None
    assert services.claim_next("status").delivery.pk == old.pk


def in_threads(number, work):
    """Runs ``work(index)`` at the same instant in so many threads and returns what they returned."""
    barrier, results = threading.Barrier(number), [None] * number

    def run(index):
        try:
            barrier.wait()
            results[index] = work(index)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_many_simultaneous_claims_one_wins():
    delivery = put()

    leases = in_threads(8, lambda _index: services.claim(delivery.pk))

    assert sum(lease is not None for lease in leases) == 1
    assert DeliveryAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_simultaneous_senders_never_take_the_same_row():
    for _ in range(24):
        put()

    def take(_index):
        taken = []
        while lease := services.claim_next("status"):
            taken.append(lease.delivery.pk)
        return taken

    taken = [pk for part in in_threads(6, take) for pk in part]

    assert sorted(taken) == sorted(Delivery.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_simultaneous_claims_of_one_order_key_leave_one_lease():
    now = clock.now()
    rows = [put("c1") for _ in range(6)]
    Delivery.objects.update(state=State.RETRY, attempts=5)

    leases = in_threads(6, lambda index: services.claim(rows[index].pk, now=now + MINUTE))

    assert sum(lease is not None for lease in leases) == 1
    assert Delivery.objects.filter(state=State.LEASED).count() == 1
