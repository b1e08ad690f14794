"""Many rows in one claim and one mark: what a sender takes, gives back and writes down (spec/status-updates.md 9.5)."""

import datetime as dt

import pytest

from delivery import breaker, kinds, services
from delivery.kinds import Ordering
from delivery.models import UNKNOWN_OUTCOME, Delivery, DeliveryAttempt, Endpoint
from delivery.outcomes import Outcome
from delivery.services import claiming, marking, sending
from delivery.services.claiming import Round, claim_some
from delivery.services.marking import Answered, mark_all
from tests.delivery.conftest import make_kind, post
from tests.delivery.receiver import Answer, listening
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
DEAD = "http://127.0.0.1:9/dead"


@pytest.fixture(autouse=True)
def with_endpoint():
    kinds.register(make_kind(endpoint=lambda delivery: delivery.logical_address))


def put(url: str, order_key: str = "", kind: str = "trial") -> Delivery:
    return services.enqueue(kind, owner_id="1", order_key=order_key, logical_address=url, metadata={"url": url})


def put_many(number: int, url: str) -> list[Delivery]:
    return [put(url) for _ in range(number)]


def taken(queue: str = "status", size: int = 50) -> list[int]:
    return [lease.delivery.pk for lease in claim_some(queue, Round(size=size)).leases]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def answers_ok(leases: list[claiming.Lease]) -> list[Answered]:
    return [Answered(lease, Outcome.delivered(), clock.now(), dt.timedelta()) for lease in leases]


def test_every_row_of_a_batch_has_its_attempt_before_the_first_call(receiver):
    open_attempts = []

    def send(delivery: Delivery) -> Outcome:
        open_attempts.append(DeliveryAttempt.objects.filter(finished_at=None).count())
        return post(delivery)

    kinds.register(make_kind(send=send))
    put_many(3, receiver.url)

    assert sending._carry_out(claim_some("status", Round(size=3)).leases) == 3
    assert open_attempts[0] == 3
    assert DeliveryAttempt.objects.filter(verdict="DELIVERED", url=receiver.url, http_status=200).count() == 3


def test_a_sender_that_does_not_know_its_pace_leaves_its_share_to_the_others(receiver):
    put_many(8, receiver.url)

    assert len(claim_some("status", Round()).leases) == 2


def test_a_slow_pace_makes_small_batches_and_a_fast_one_large_ones():
    look = Round()
    sizes = []
    for seconds in (30, 0.1, 0.05, 0.0001):
        look.learn_pace(seconds)
        sizes.append(look.size)

    assert sizes == [1, 2, 5, claiming.BATCH_MAX_ROWS]


def test_a_batch_goes_to_one_receiver(receiver):
    first, other, third = put(receiver.url), put(DEAD), put(receiver.url)

    assert taken() == [first.pk, third.pk]
    assert taken() == [other.pk]


def test_of_one_order_key_only_one_row_is_in_a_batch(receiver):
    rows = [put(receiver.url, "c1") for _ in range(3)] + [put(receiver.url, "c2")]
    Delivery.objects.filter(order_key="c1").update(state=State.RETRY, attempts=5)

    assert taken() == [rows[0].pk, rows[3].pk]


def test_rows_without_order_travel_together(receiver):
    kinds.register(make_kind("free", Ordering.NONE))
    rows = [put(receiver.url, "c1", "free") for _ in range(3)]

    assert taken() == [row.pk for row in rows]


def test_a_row_that_has_lost_a_worker_travels_alone(receiver):
    rows = put_many(3, receiver.url)
    Delivery.objects.filter(pk=rows[0].pk).update(lost_leases=1)

    assert [taken(), taken()] == [[rows[0].pk], [rows[1].pk, rows[2].pk]]


def test_a_worker_lost_in_a_batch_leaves_every_row_with_an_unknown_outcome_and_all_are_sent(receiver):
    put_many(4, receiver.url)
    post(claim_some("status", Round(size=4)).leases[0].delivery)
    Delivery.objects.update(lease_until=clock.wall_now() - MINUTE)
    services.expire_leases()

    assert services.run_sender("status_retry") == 4
    assert states() == [State.DELIVERED] * 4
    assert DeliveryAttempt.objects.filter(verdict=UNKNOWN_OUTCOME).count() == 4
    assert len(receiver.received) == 5


def test_when_the_receiver_fails_the_rows_that_were_not_called_go_back_uncounted(receiver, settings):
    settings.DELIVERY_BREAKER_FAILURES = 2
    receiver.standard = Answer(status=503)
    rows = put_many(4, receiver.url)
    Delivery.objects.filter(pk=rows[3].pk).update(state=State.RETRY, attempts=1, first_sent_at=clock.now() - MINUTE)

    services.run_sender("status")

    assert len(receiver.received) == 2
    assert states() == [State.RETRY, State.RETRY, State.PENDING, State.RETRY]
    for row, attempts in zip(rows, (1, 1, 0, 1), strict=True):
        row.refresh_from_db()
        assert (row.attempts, row.lease_token, row.attempt_rows.count()) == (
            attempts,
            None,
            attempts - (row == rows[3]),
        )
        assert (row.first_sent_at is None) is (row == rows[2])


def test_what_was_given_back_is_due_at_once_behind_what_waited_longer(receiver):
    rows = put_many(3, receiver.url)
    leases = claim_some("status", Round(size=2)).leases

    services.give_back(leases)

    assert taken() == [rows[2].pk, rows[0].pk, rows[1].pk]


def test_a_slow_receiver_does_not_keep_the_rows_of_a_batch(receiver, monkeypatch):
    monkeypatch.setattr(sending, "BATCH_MAX_SECONDS", 0)
    monkeypatch.setattr(sending, "SENDER_MAX_SECONDS", 0)
    put_many(12, receiver.url)

    assert services.run_sender("status") == 1
    assert sorted(states()) == [State.DELIVERED] + [State.PENDING] * 11


def test_an_outcome_is_written_while_a_slow_batch_goes_on(receiver, monkeypatch):
    monkeypatch.setattr(sending, "MARK_AFTER_SECONDS", 0)
    delivered_before_call = []

    def send(delivery: Delivery) -> Outcome:
        delivered_before_call.append(Delivery.objects.filter(state=State.DELIVERED).count())
        return Outcome.delivered()

    kinds.register(make_kind(send=send))
    put_many(4, receiver.url)
    sending._carry_out(claim_some("status", Round(size=4)).leases)

    assert delivered_before_call == [0, 1, 2, 3]


def test_one_lost_lease_of_a_batch_costs_the_others_nothing(receiver):
    rows = put_many(3, receiver.url)
    leases = claim_some("status", Round(size=3)).leases
    Delivery.objects.filter(pk=rows[1].pk).update(lease_until=clock.wall_now() - MINUTE)
    services.expire_leases()

    kept = mark_all(answers_ok(leases))

    assert kept == {rows[0].pk, rows[2].pk}
    assert states() == [State.DELIVERED, State.RETRY, State.DELIVERED]
    assert DeliveryAttempt.objects.filter(verdict="DELIVERED").count() == 3


def test_an_erased_delivery_costs_the_others_of_its_batch_nothing(receiver):
    rows = put_many(3, receiver.url)
    leases = claim_some("status", Round(size=3)).leases
    Delivery.objects.filter(pk=rows[1].pk).delete()

    mark_all(answers_ok(leases))

    assert states() == [State.DELIVERED, State.DELIVERED]
    assert DeliveryAttempt.objects.count() == 2


def test_a_hook_that_fails_for_one_row_lets_the_others_of_its_batch_be_marked(receiver):
    rows = put_many(3, receiver.url)

    def hook(delivery: Delivery) -> None:
        if delivery.pk == rows[1].pk:
            raise RuntimeError("disk full")

    kinds.register(make_kind(on_finished=hook))
    leases = claim_some("status", Round(size=3)).leases

    with pytest.raises(RuntimeError, match="disk full"):
        mark_all(answers_ok(leases))
    assert states() == [State.DELIVERED, State.LEASED, State.DELIVERED]


def test_different_outcomes_of_a_batch_go_where_they_belong(receiver):
    receiver.answers = [Answer(status=400)]
    put_many(3, receiver.url)
    leases = claim_some("status", Round(size=3)).leases
    outcomes = [Outcome.failed("no"), Outcome.retry("later"), Outcome.delivered()]

    mark_all([Answered(lease, outcome, clock.now(), SECOND) for lease, outcome in zip(leases, outcomes, strict=True)])

    assert states() == [State.FAILED, State.RETRY, State.DELIVERED]
    assert list(DeliveryAttempt.objects.values_list("verdict", "text", "duration_ms")) == [
        ("FAILED", "no", 1000),
        ("RETRY", "later", 1000),
        ("DELIVERED", "", 1000),
    ]


def test_a_batch_costs_few_statements(receiver, django_assert_max_num_queries):
    kinds.register(make_kind(endpoint=lambda delivery: delivery.logical_address, send=lambda _d: Outcome.delivered()))
    put_many(40, receiver.url)
    Endpoint.objects.create(url=receiver.url, last_success_at=clock.now())

    with django_assert_max_num_queries(14):
        leases = claim_some("status", Round(size=40)).leases
        mark_all(answers_ok(leases))

    assert states() == [State.DELIVERED] * 40


def wait_for_the_dead(number: int, **known: object) -> None:
    """So many rows of an address that rests, due for a minute."""
    Endpoint.objects.create(url=DEAD, failures_in_a_row=5, open_until=clock.now() + MINUTE)
    now = clock.now() - MINUTE
    Delivery.objects.bulk_create(
        Delivery(
            kind="trial",
            queue="status",
            owner_id="1",
            logical_address=DEAD,
            created_at=now,
            available_at=now,
            **known,
        )
        for _ in range(number)
    )


def test_rows_of_a_resting_receiver_do_not_hold_up_the_others(receiver):
    wait_for_the_dead(1_200)
    fresh = put(receiver.url)

    assert services.run_sender("status") == 1
    fresh.refresh_from_db()
    assert fresh.state == State.DELIVERED


def test_rows_that_are_known_to_go_to_a_resting_receiver_cost_a_sender_nothing(receiver, django_assert_max_num_queries):
    wait_for_the_dead(1_200, endpoint=DEAD)

    with django_assert_max_num_queries(4):
        assert services.run_sender("status") == 0


def test_the_sweep_lets_rows_rest_with_their_receiver_as_long_as_their_plan_allows(published):
    wait_for_the_dead(1_200, endpoint=DEAD)
    late = Delivery.objects.latest("pk")
    kinds.register(make_kind("hasty", plan="30#4:s,1:m"))
    Delivery.objects.filter(pk=late.pk).update(kind="hasty")
    now = clock.now()

    assert services.sweep(now) == 0
    late.refresh_from_db()
    assert late.available_at == now + 4 * SECOND
    rest = Endpoint.objects.get().open_until
    assert set(Delivery.objects.exclude(pk=late.pk).values_list("available_at", flat=True)) == {rest}


def test_a_receiver_that_others_are_calling_is_passed_by(receiver, settings):
    settings.DELIVERY_ENDPOINT_CONCURRENCY = 1
    with listening(Answer()) as busy:
        put(busy.url)
        claim_some("status", Round(size=1))
        waiting, other = put(busy.url), put(receiver.url)

        assert services.run_sender("status") == 1
        assert busy.received == []
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, waiting.attempts, other.state) == (State.PENDING, 0, State.DELIVERED)


def test_a_batch_counts_as_one_of_the_senders_at_an_address(receiver):
    put_many(12, receiver.url)
    for _ in range(3):
        claim_some("status", Round(size=3))

    assert breaker.admit(receiver.url, now=clock.now()).is_granted
    claim_some("status", Round(size=2))
    assert breaker.admit(receiver.url, now=clock.now()).is_busy


def test_an_address_that_failed_last_is_called_by_one_sender_with_one_row(receiver):
    Endpoint.objects.create(url=receiver.url, failures_in_a_row=1)
    put_many(5, receiver.url)

    assert [len(taken()), len(taken())] == [1, 0]


def test_a_sender_calls_a_colleague_when_more_is_due_than_it_takes(receiver, published):
    kinds.register(make_kind(send=lambda _delivery: Outcome.delivered()))
    put_many(8, receiver.url)
    published.clear()
    services.run_sender("status")
    assert published == ["status"]

    put(receiver.url)
    published.clear()
    services.run_sender("status")
    assert published == []


def test_a_sender_calls_nobody_when_all_are_at_work(receiver, published, settings):
    settings.DELIVERY_SENDERS = 1
    kinds.register(make_kind(send=lambda _delivery: Outcome.delivered()))
    put_many(60, receiver.url)
    published.clear()

    assert services.run_sender("status") == 60
    assert published == []


def test_a_database_that_fails_in_the_mark_leaves_the_uncalled_rows_to_others(receiver, monkeypatch):
    def broken(*_args: object, **_options: object) -> set[int]:
        raise RuntimeError("no such column")

    monkeypatch.setattr(sending, "mark_all", broken)
    monkeypatch.setattr(sending, "BATCH_MAX_SECONDS", 0)
    put_many(12, receiver.url)

    with pytest.raises(RuntimeError):
        services.run_sender("status")
    assert sorted(states()) == [State.LEASED] + [State.PENDING] * 11


def test_marking_knows_every_column_of_an_attempt_that_a_call_can_change():
    given_by_the_claim = {"id", "delivery", "number", "worker", "lease_token"}
    columns = {field.name for field in DeliveryAttempt._meta.concrete_fields}

    assert set(marking._ATTEMPT_COLUMNS) == columns - given_by_the_claim
