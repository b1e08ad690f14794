"""Back-pressure (spec/status-updates.md 9.12)."""

import datetime as dt

import pytest

from delivery import breaker, kinds, services
from delivery.models import Delivery, Endpoint
from delivery.outcomes import Outcome
from tests.delivery.conftest import make_kind
from tests.delivery.receiver import Answer
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def with_endpoint():
    kinds.register(make_kind(endpoint=lambda delivery: delivery.logical_address))


def put(url: str) -> Delivery:
    return services.enqueue("trial", owner_id="1", logical_address=url, metadata={"url": url})


def test_five_failures_in_a_row_let_the_address_rest_without_counting_attempts(receiver):
    receiver.standard = Answer(status=503)
    rows = [put(receiver.url) for _ in range(7)]
    now = clock.now()

    services.deliver_due(now=now)

    assert len(receiver.received) == 5
    for row in rows[5:]:
        row.refresh_from_db()
        assert (row.state, row.attempts, row.available_at) == (State.PENDING, 0, now + 60 * SECOND)


def test_after_the_rest_one_probe_goes_and_its_success_frees_the_others(receiver):
    receiver.answers = [Answer(status=503)] * 5
    for _ in range(8):
        put(receiver.url)
    now = clock.now()
    services.deliver_due(now=now)

    probe = services.claim_next("status_retry", now=now + 61 * SECOND)
    assert services.claim_next("status_retry", now=now + 61 * SECOND) is None
    services.mark(probe, Outcome.delivered(), now=now + 61 * SECOND)
    services.deliver_due(now=now + 130 * SECOND)

    assert Endpoint.objects.get().open_until is None
    assert not Delivery.objects.exclude(state=State.DELIVERED).exists()


def test_the_backlog_of_a_receiver_that_is_back_does_not_stand_before_fresh_rows_of_others(receiver):
    Endpoint.objects.create(url=receiver.url, failures_in_a_row=5, open_until=clock.now() + 60 * SECOND)
    backlog = [put(receiver.url) for _ in range(3)]
    now = clock.now()
    services.sweep(now)
    assert services.claim_next("status", now=now) is None

    later = now + 70 * SECOND
    fresh = put("http://127.0.0.1:9/other")

    assert {Delivery.objects.get(pk=row.pk).queue for row in backlog} == {"status_retry"}
    assert services.claim_next("status", now=later).delivery.pk == fresh.pk
    assert services.claim_next("status_retry", now=later).delivery.pk == backlog[0].pk


def test_a_failed_probe_lets_the_address_rest_again(receiver):
    receiver.standard = Answer(status=503)
    for _ in range(8):
        put(receiver.url)
    now = clock.now()
    services.deliver_due(now=now)
    services.deliver_due(now=now + 61 * SECOND)

    assert len(receiver.received) == 6
    assert Endpoint.objects.get().open_until == now + 121 * SECOND


def test_a_resting_address_never_holds_a_row_longer_than_its_own_plan(receiver):
    kinds.register(make_kind(endpoint=lambda delivery: delivery.logical_address, plan="30#4:s,1:m"))
    Endpoint.objects.create(url=receiver.url, failures_in_a_row=5, open_until=clock.now() + 60 * SECOND)
    row, now = put(receiver.url), clock.now()

    assert services.attempt(row.pk, now=now) is None
    row.refresh_from_db()
    assert row.available_at == now + 4 * SECOND


def test_other_addresses_are_not_touched_by_the_rest_of_one(receiver):
    Endpoint.objects.create(url="http://127.0.0.1:9/dead", failures_in_a_row=5, open_until=clock.now() + 60 * SECOND)
    put("http://127.0.0.1:9/dead")
    alive = put(receiver.url)

    services.deliver_due()

    alive.refresh_from_db()
    assert alive.state == State.DELIVERED


def test_an_answer_that_asks_for_a_later_try_does_not_count_as_a_failed_address(receiver):
    now = clock.now()
    for _ in range(6):
        services.mark(services.claim(put(receiver.url).pk), Outcome.retry("TECHNICAL_ERROR"), now=now)

    assert Endpoint.objects.get().open_until is None


def test_at_most_four_calls_at_once_go_to_one_address(receiver):
    rows = [put(receiver.url) for _ in range(6)]

    leases = [services.claim(row.pk) for row in rows]

    assert [lease is not None for lease in leases] == [True] * 4 + [False] * 2
    rows[5].refresh_from_db()
    assert (rows[5].state, rows[5].attempts) == (State.PENDING, 0)
    services.mark(leases[0], Outcome.delivered())
    assert services.claim(rows[5].pk, now=clock.now() + 2 * SECOND) is not None


def test_an_administrator_may_end_the_rest(receiver):
    Endpoint.objects.create(url=receiver.url, failures_in_a_row=9, open_until=clock.now() + 60 * SECOND)
    row = put(receiver.url)

    breaker.reset([receiver.url])

    assert services.attempt(row.pk) is not None


@pytest.mark.django_db(transaction=True)
def test_simultaneous_senders_keep_to_the_limit_of_the_address(receiver):
    from tests.delivery.test_claiming import in_threads

    receiver.standard = Answer(delay=0.05)
    rows = [put(receiver.url) for _ in range(12)]

    in_threads(6, lambda index: [services.attempt(rows[pos].pk) for pos in (index, index + 6)])

    assert 1 <= receiver.busiest <= 4
