"""Attempts over a real HTTP connection: outcomes, the plan in rows, the crash table of spec/status-updates.md 9.8."""

import datetime as dt
import hashlib

import pytest
from django.db import OperationalError

from delivery import kinds, services
from delivery.kinds import Ordering
from delivery.models import UNKNOWN_OUTCOME, Delivery, DeliveryAttempt
from delivery.outcomes import Outcome, Verdict
from delivery.services import claiming, sending
from tests.delivery.conftest import make_kind, post
from tests.delivery.receiver import Answer, Receiver
from webcert import clock
from webcert.errors import InvalidState

pytestmark = pytest.mark.django_db
State = Delivery.State
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def put(receiver: Receiver, *, kind: str = "trial", order_key: str = "", payload: bytes = b"<a/>") -> Delivery:
    return services.enqueue(kind, owner_id="1", payload=payload, order_key=order_key, metadata={"url": receiver.url})


def expire(delivery: Delivery) -> None:
    """Ninety seconds pass for a lease whose worker was killed."""
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=clock.wall_now() - MINUTE)
    services.expire_leases()
    delivery.refresh_from_db()


def test_a_delivered_row_keeps_its_attempt(receiver):
    delivery = put(receiver)

    services.attempt(delivery.pk)

    delivery.refresh_from_db()
    row = delivery.attempt_rows.get()
    assert (delivery.state, delivery.attempts, delivery.lease_token) == (State.DELIVERED, 1, None)
    assert (row.verdict, row.url, row.http_status) == ("DELIVERED", receiver.url, 200)
    assert row.finished_at is not None
    assert [r.body for r in receiver.received] == [b"<a/>"]


def test_failed_attempts_follow_the_plan_and_end_in_the_retry_queue(receiver):
    receiver.answers = [Answer(status=500), Answer(status=500)]
    delivery = put(receiver)
    start = clock.now()

    times = []
    for minutes in (0, 1, 6):
        assert (
            services.attempt(delivery.pk, now=start + minutes * MINUTE - dt.timedelta(seconds=1)) is None or not times
        )
        services.attempt(delivery.pk, now=start + minutes * MINUTE)
        delivery.refresh_from_db()
        times.append((delivery.state, delivery.queue, delivery.attempts))

    assert times == [
        (State.RETRY, "status_retry", 1),
        (State.RETRY, "status_retry", 2),
        (State.DELIVERED, "status_retry", 3),
    ]
    assert len(receiver.received) == 3


def test_with_jitter_the_deliveries_that_failed_together_come_back_one_by_one(receiver, settings):
    settings.DELIVERY_JITTER = True
    settings.DELIVERY_BREAKER_FAILURES = 100
    receiver.standard = Answer(status=503)
    rows = [put(receiver) for _ in range(5)]
    now = clock.now()

    services.deliver_due(now=now)

    waits = {Delivery.objects.get(pk=row.pk).available_at - now for row in rows}
    assert len(waits) == 5
    assert all(dt.timedelta(seconds=54) <= wait <= dt.timedelta(seconds=66) for wait in waits)


def test_thirty_attempts_follow_the_table_and_then_it_is_given_up(receiver, settings):
    settings.DELIVERY_BREAKER_FAILURES = 100
    receiver.standard = Answer(status=503)
    delivery = put(receiver)
    start = now = clock.now()
    elapsed = []
    for _ in range(30):
        services.deliver_due(now=now)
        elapsed.append(now - start)
        delivery.refresh_from_db()
        now = delivery.available_at

    assert elapsed[:6] == [0 * MINUTE, MINUTE, 6 * MINUTE, 66 * MINUTE, 7 * HOUR + 6 * MINUTE, 19 * HOUR + 6 * MINUTE]
    assert elapsed[-1] == 24 * DAY + 19 * HOUR + 6 * MINUTE
    assert (delivery.state, delivery.attempts) == (State.FAILED, 30)


def test_a_refusal_is_final_after_one_attempt(receiver):
    receiver.standard = Answer(status=400)
    delivery = put(receiver)

    services.deliver_due()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_text) == (State.FAILED, 1, "refused")


def test_an_exception_in_the_sender_is_tried_again(receiver):
    def broken(_delivery: Delivery) -> Outcome:
        raise RuntimeError("no such thing")

    kinds.register(make_kind(send=broken))
    delivery = put(receiver)

    assert services.attempt(delivery.pk).verdict is Verdict.RETRY
    delivery.refresh_from_db()
    assert delivery.last_error_id == "WEBCERT_EXCEPTION"
    assert "no such thing" in delivery.last_text


def test_killed_after_claim_before_send_is_sent_once(receiver):
    delivery = put(receiver)
    services.claim(delivery.pk)

    expire(delivery)
    assert delivery.state == State.RETRY
    services.deliver_due()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(receiver.received)) == (State.DELIVERED, 2, 1)


def test_killed_between_answer_and_mark_gives_two_identical_calls_and_two_attempts(receiver):
    delivery = put(receiver, payload="<å>samma</å>".encode())
    lease = services.claim(delivery.pk)
    post(lease.delivery)

    expire(delivery)
    services.deliver_due()

    first, second = receiver.received
    assert first.body == second.body
    assert list(delivery.attempt_rows.values_list("verdict", "text")) == [
        (UNKNOWN_OUTCOME, "worker lost"),
        ("DELIVERED", ""),
    ]
    assert Delivery.objects.get().state == State.DELIVERED


def test_a_mark_that_comes_after_the_lease_was_lost_completes_only_its_attempt(receiver):
    delivery = put(receiver)
    late = services.claim(delivery.pk)
    expire(delivery)
    current = services.claim(delivery.pk)

    assert services.mark(late, Outcome.failed("too late")) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.lease_token) == (State.LEASED, current.token)
    assert DeliveryAttempt.objects.get(pk=late.attempt.pk).text == "too late"


def test_a_lease_that_still_runs_is_left_alone(receiver):
    delivery = put(receiver)
    services.claim(delivery.pk)

    assert services.expire_leases() == 0
    delivery.refresh_from_db()
    assert delivery.state == State.LEASED


def test_five_lost_workers_in_a_row_end_a_poison_message(receiver):
    delivery = put(receiver)
    for _ in range(5):
        assert services.claim(delivery.pk) is not None
        expire(delivery)

    assert (delivery.state, delivery.last_text) == (State.FAILED, "worker lost")


def test_an_answer_between_lost_workers_starts_the_count_anew(receiver):
    delivery = put(receiver)
    for _ in range(4):
        services.claim(delivery.pk)
        expire(delivery)
    services.mark(services.claim(delivery.pk), Outcome.retry("later"))
    services.claim(delivery.pk, now=clock.now() + 2 * DAY)
    expire(delivery)

    assert (delivery.state, delivery.lost_leases) == (State.RETRY, 1)


def test_a_kind_that_never_gives_up_survives_lost_workers_and_may_not_be_cancelled(receiver):
    kinds.register(make_kind(never_gives_up=True))
    delivery = put(receiver)
    for _ in range(8):
        services.claim(delivery.pk)
        expire(delivery)

    assert delivery.state == State.RETRY
    with pytest.raises(InvalidState):
        services.cancel(delivery.pk)


def test_the_hook_hears_of_every_end_in_the_transaction_that_made_it(receiver):
    ended = []
    kinds.register(make_kind(on_finished=lambda delivery: ended.append((delivery.pk, delivery.state))))
    receiver.answers = [Answer(status=200), Answer(status=400), Answer(status=500)]
    rows = [put(receiver) for _ in range(4)]

    services.deliver_due(limit=3)
    services.cancel(rows[3].pk)

    assert ended == [
        (rows[0].pk, State.DELIVERED),
        (rows[1].pk, State.FAILED),
        (rows[3].pk, State.CANCELLED),
    ]


def test_a_hook_that_fails_leaves_the_delivery_undecided(receiver):
    def broken(_delivery: Delivery) -> None:
        raise RuntimeError("disk full")

    kinds.register(make_kind(on_finished=broken))
    delivery = put(receiver)

    with pytest.raises(RuntimeError):
        services.attempt(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.LEASED


def test_a_sender_goes_on_with_the_next_due_rows_of_its_queue(receiver):
    for _ in range(5):
        put(receiver, order_key="c1")

    assert services.run_sender("status") == 5
    assert Delivery.objects.filter(state=State.DELIVERED).count() == 5


def test_a_doubled_hint_does_nothing(receiver):
    put(receiver)
    services.run_sender("status")

    assert services.run_sender("status") == 0
    assert len(receiver.received) == 1


def test_strict_deliveries_leave_in_the_order_they_were_made(receiver):
    kinds.register(make_kind("exact", Ordering.STRICT))
    receiver.answers = [Answer(status=503)]
    for number in range(3):
        put(receiver, kind="exact", order_key="c1", payload=str(number).encode())

    now = clock.now()
    services.deliver_due(now=now)
    services.deliver_due(now=now + MINUTE)

    assert [r.body for r in receiver.received] == [b"0", b"0", b"1", b"2"]


def test_the_payload_is_stored_compressed_with_the_digest_of_its_bytes(receiver):
    payload = b"<intyg>" + b"x" * 20_000 + b"</intyg>"
    delivery = put(receiver, payload=payload)

    assert Delivery.objects.get(pk=delivery.pk).payload == payload
    assert delivery.payload_sha256 == hashlib.sha256(payload).hexdigest()


def test_a_busy_database_ends_a_sender_quietly_and_leaves_the_row_for_the_sweep(receiver, monkeypatch):
    def busy(*_args, **_options):
        raise OperationalError("database is locked")

    delivery = put(receiver)
    monkeypatch.setattr(claiming, "_claim_of_first", busy)

    assert services.run_sender("status") == 0
    delivery.refresh_from_db()
    assert delivery.state == State.PENDING


def test_a_sender_whose_time_is_over_asks_for_a_successor(receiver, monkeypatch, published):
    monkeypatch.setattr(sending, "SENDER_MAX_SECONDS", 0)
    for _ in range(6):
        put(receiver)
    published.clear()

    assert 0 < services.run_sender("status") < 6
    assert published[-1] == "status"
