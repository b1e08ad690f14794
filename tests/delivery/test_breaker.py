"""Back-pressure (spec/status-updates.md 9.12)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery import breaker, kinds, queries, services
from delivery.models import Delivery, Endpoint
from delivery.outcomes import Outcome
from delivery.services import resting
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


@pytest.fixture
def backlog(receiver, monkeypatch) -> list[Delivery]:
    """Six rows of a receiver that rests, of which two may wait among the others."""
    monkeypatch.setattr(resting, "AMONG_THE_OTHERS", 2)
    Endpoint.objects.create(url=receiver.url, failures_in_a_row=5, open_until=clock.now() + 60 * SECOND)
    rows = [put(receiver.url) for _ in range(6)]
    services.claim_next("status")
    services.sweep()
    return rows


def queues(rows: list[Delivery]) -> list[str]:
    return [Delivery.objects.get(pk=row.pk).queue for row in rows]


def test_a_long_backlog_stands_aside_while_its_receiver_rests(backlog):
    aside = f"aside{Endpoint.objects.get().pk}"
    assert queues(backlog) == ["status_retry"] * 2 + [aside] * 4
    before = list(Delivery.objects.order_by("pk").values_list("available_at", flat=True))

    with CaptureQueriesContext(connection) as asked:
        services.sweep(clock.now() + 30 * SECOND)

    assert not [query for query in asked.captured_queries if query["sql"].startswith("UPDATE")]
    assert list(Delivery.objects.order_by("pk").values_list("available_at", flat=True)) == before
    assert queries.health().waiting_per_queue == {"status_retry": 2, "resting": 4}


def test_after_the_rest_a_few_try_and_make_room_for_the_next(backlog):
    aside = f"aside{Endpoint.objects.get().pk}"
    later = clock.now() + 61 * SECOND
    services.sweep(later)
    assert queues(backlog) == ["status_retry"] * 4 + [aside] * 2

    probe = services.claim_next("status_retry", now=later)
    assert services.claim_next("status_retry", now=later) is None
    services.mark(probe, Outcome.retry("later", endpoint_failed=True), now=later)
    services.sweep(later + SECOND)

    waiting = Delivery.objects.filter(attempts=0)
    assert waiting.filter(queue="status_retry").count() == 2
    assert waiting.filter(queue=aside).count() == 3


def test_all_that_stood_aside_goes_when_the_receiver_is_back(backlog, receiver):
    later = clock.now() + 61 * SECOND
    services.sweep(later)
    services.mark(services.claim_next("status_retry", now=later), Outcome.delivered(), now=later)
    services.sweep(later + 4 * SECOND)
    assert not any(resting.is_aside(queue) for queue in queues(backlog))

    services.deliver_due(now=later + 61 * SECOND)
    assert not Delivery.objects.exclude(state=State.DELIVERED).exists()
    assert len(receiver.received) == 5


def test_what_stands_aside_follows_a_changed_way(backlog, receiver):
    kinds.register(make_kind(endpoint=lambda delivery: f"{delivery.logical_address}/new"))
    services.sweep(clock.now() + 30 * SECOND)
    assert sum(map(resting.is_aside, queues(backlog))) == 4

    services.sweep(clock.now() + 61 * SECOND)

    assert not any(resting.is_aside(queue) for queue in queues(backlog))


def test_an_administrator_who_ends_the_rest_brings_back_what_stands_aside(backlog, receiver):
    breaker.reset([receiver.url])
    services.sweep()
    assert not any(resting.is_aside(queue) for queue in queues(backlog))


def test_what_stands_aside_is_not_late_and_can_be_cancelled(backlog):
    services.cancel(backlog[5].pk)
    assert Delivery.objects.get(pk=backlog[5].pk).state == State.CANCELLED
    Delivery.objects.filter(queue__startswith="aside", finished_at=None).update(available_at=clock.now() - 600 * SECOND)
    assert queries.health().oldest_due is None


def test_what_was_tried_while_it_stood_aside_goes_back_among_the_others(backlog, receiver):
    Endpoint.objects.update(open_until=None)
    receiver.standard = Answer(status=503)
    later = clock.now() + 61 * SECOND
    services.attempt(backlog[5].pk, now=later)
    row = Delivery.objects.get(pk=backlog[5].pk)
    assert (row.state, row.attempts, row.queue) == (State.RETRY, 1, "status_retry")


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
