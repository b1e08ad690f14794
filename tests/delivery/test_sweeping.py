"""The sweep, hints, resend and route waiters."""

import datetime as dt
import time
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from delivery import hints, kinds, queries, services
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.services import sweeping
from tests.delivery.conftest import make_kind
from webcert import clock
from webcert.errors import InvalidState

pytestmark = pytest.mark.django_db
State = Delivery.State
DAY = dt.timedelta(days=1)
real_nudge = hints.nudge


def put(**more: object) -> Delivery:
    return services.enqueue("trial", owner_id=more.pop("owner_id", "1"), **more)


def end(delivery: Delivery, outcome: Outcome) -> Delivery:
    services.mark(services.claim(delivery.pk), outcome)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.django_db(transaction=True)
def test_the_hint_is_given_after_the_commit(published):
    with transaction.atomic():
        put()
        assert published == []

    assert published == ["status"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_neither_row_nor_hint(published):
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError("the change failed")

    assert published == []
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_unreachable_broker_neither_breaks_nor_delays_a_save(monkeypatch):
    def hang(_queue):
        time.sleep(3)

    monkeypatch.setattr(hints, "nudge", real_nudge)
    monkeypatch.setattr(hints, "publish", hang)
    monkeypatch.setattr(hints, "_publisher", None)

    started = time.monotonic()
    for _ in range(20):
        put()
    elapsed = time.monotonic() - started

    hints._publisher._wanted.clear()
    assert Delivery.objects.count() == 20
    assert elapsed < 0.5


def test_a_hint_that_cannot_be_published_is_swallowed_and_counted(monkeypatch):
    def refuse(*_args, **_options):
        raise ConnectionError("no broker")

    monkeypatch.setattr("celery.Celery.send_task", refuse)
    before = hints.counts.dropped

    hints.publish("status")

    assert hints.counts.dropped == before + 1


def test_the_sweep_gives_one_hint_for_every_queue_with_due_rows(published):
    for _ in range(3):
        put()
    late = put()
    Delivery.objects.filter(pk=late.pk).update(queue="status_retry")
    put(coalesce_until=clock.now() + DAY)
    published.clear()

    assert services.sweep() == 2
    assert published == ["status", "status_retry"]


def test_hints_of_many_rows_in_a_short_time_are_one(monkeypatch):
    given = []
    monkeypatch.setattr(hints, "publish", given.append)
    monkeypatch.setattr(hints.counts, "last_failure", 0.0)
    publisher = hints._Publisher()

    for _ in range(100):
        publisher.want("status")
        publisher.want("pdl")
    publisher.drain(2)

    assert given[:2] == ["status", "pdl"]
    assert given.count("status") <= 2


def test_a_sender_that_sees_more_work_need_not_wait_for_the_next_hint(monkeypatch):
    given = []
    monkeypatch.setattr(hints, "publish", given.append)
    monkeypatch.setattr(hints.counts, "last_failure", 0.0)
    publisher = hints._Publisher()

    publisher.want("status")
    publisher.drain(2)
    publisher.want("status", spacing=60)
    publisher.want("status", spacing=0.0)
    publisher.drain(2)

    assert given == ["status", "status"]


def test_a_hint_that_comes_after_another_one_is_published_too(monkeypatch):
    given = []
    monkeypatch.setattr(hints, "publish", given.append)
    monkeypatch.setattr(hints.counts, "last_failure", 0.0)
    publisher = hints._Publisher()

    for _ in range(2):
        publisher.want("status")
        publisher.drain(2)

    assert given == ["status", "status"]


def test_a_lost_lease_is_found_by_the_sweep(published):
    delivery = put()
    services.claim(delivery.pk)
    Delivery.objects.update(lease_until=clock.wall_now() - DAY)
    published.clear()

    services.sweep()

    assert published == ["status_retry"]


def test_rooms_may_prepare_work_before_a_sweep_and_a_failing_one_stops_nobody(monkeypatch):
    monkeypatch.setattr(sweeping, "_before_sweep", [])
    late = put(coalesce_until=clock.now() + DAY)

    def fail(_now):
        raise RuntimeError("broken room")

    services.before_sweep(fail)
    services.before_sweep(lambda now: Delivery.objects.filter(pk=late.pk).update(available_at=now))

    assert services.sweep() == 1


def test_a_settled_delivery_is_sent_again_with_a_fresh_budget(published):
    delivery = end(put(), Outcome.failed("no"))
    batch = uuid.uuid4()
    published.clear()

    assert services.resend([delivery.pk], batch=batch) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.queue, delivery.resend_batch) == (
        State.PENDING,
        0,
        "status",
        batch,
    )


def test_a_resend_leaves_what_is_on_its_way_alone():
    waiting, retrying, leased = put(), put(), put()
    services.mark(services.claim(retrying.pk), Outcome.retry("later"))
    services.claim(leased.pk)

    assert services.resend([waiting.pk, retrying.pk, leased.pk]) == 0


def test_a_resend_may_wait_for_its_activation_time():
    delivery = end(put(), Outcome.delivered())
    services.resend([delivery.pk], activation_time=clock.now() + DAY)

    assert services.claim(delivery.pk) is None
    assert services.claim(delivery.pk, now=clock.now() + 2 * DAY) is not None


def test_a_waiting_delivery_is_cancelled_and_a_settled_one_is_not():
    delivery = put()
    services.cancel(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.CANCELLED
    with pytest.raises(InvalidState):
        services.cancel(delivery.pk)


def test_a_leased_delivery_cannot_be_failed_by_hand():
    delivery = put()
    services.claim(delivery.pk)

    with pytest.raises(InvalidState):
        services.fail_now(delivery.pk)


def test_a_new_route_makes_those_due_that_wait_for_it_and_nobody_else():
    now = clock.now()
    covered, other, busy = (put(logical_address=name) for name in ("UNIT-1", "UNIT-2", "UNIT-1"))
    for row in (covered, other):
        services.mark(services.claim(row.pk), Outcome.retry("VP004", waiting_for_route=True), now=now)
    services.mark(services.claim(busy.pk), Outcome.retry("timeout"), now=now)

    assert services.make_route_waiters_due(lambda address: address == "UNIT-1") == 1
    assert services.claim(covered.pk) is not None
    assert services.claim(other.pk) is None
    assert services.claim(busy.pk) is None


def test_superseding_touches_only_rows_that_rest():
    resting, pending = put(coalesce_until=clock.now() + DAY), put()

    assert services.supersede([resting.pk, pending.pk]) == 1
    resting.refresh_from_db()
    pending.refresh_from_db()
    assert (resting.state, pending.state) == (State.SUPERSEDED, State.PENDING)


def test_the_commands_deliver_and_report(capsys):
    kinds.register(make_kind(send=lambda _delivery: Outcome.failed("no")))
    put()
    call_command("delivery_status")
    call_command("deliver_due")
    call_command("delivery_status")

    output = capsys.readouterr().out
    assert "waiting in status: 1" in output
    assert "FAILED 1" in output
    assert "1 leveranser har misslyckats" in output


def test_health_is_silent_when_all_is_well_and_speaks_when_something_waits(monkeypatch):
    monkeypatch.setattr(hints.counts, "dropped", 0)
    assert queries.health().warnings == ()
    delivery = put()
    Delivery.objects.filter(pk=delivery.pk).update(available_at=clock.now() - DAY)

    assert queries.health().warnings == ("Den äldsta leveransen har väntat över 5 minuter.",)


def plan_of(rows):
    query, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "SET enable_seqscan = off; EXPLAIN "
        cursor.execute(explain + query, params)
        return str(cursor.fetchall())


def test_the_sweep_reads_through_its_partial_index():
    plan = plan_of(services.claiming.due(clock.now(), queue="status").values("pk"))

    assert "delivery_due" in plan
    assert "delivery_order" in plan


def test_lost_leases_are_found_through_their_index():
    assert "delivery_leased" in plan_of(sweeping._lost_leases())
