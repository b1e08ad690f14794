"""The crash table of spec/status-updates.md 9.8: real processes, killed with SIGKILL at the instruction of each row.

The lease is four seconds long and the sweep comes every second, so that a recovery takes seconds. On PostgreSQL and
Redis when tools/services.py runs it, else on SQLite and the broker in files.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.delivery.receiver import listening
from tests.e2e.crash_site import (
    JournalSystem,
    Row,
    Site,
    eventually,
    opened,
    port_that_accepts_nobody,
)
from tools.benchmarks.place import Place
from tools.crew import crew
from tools.installation import ground

pytestmark = [pytest.mark.xdist_group("crash_table")]
SWEEP_S = 1
UNKNOWN, DELIVERED = "UNKNOWN", "DELIVERED"


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    journal = JournalSystem()
    with (
        ground(
            tmp_path_factory.mktemp("crash"),
            DELIVERY_SWEEP_SECONDS=str(SWEEP_S),
            DELIVERY_LEASE_SECONDS="4",
            DELIVERY_TIME_SCALE="0.01",
            DELIVERY_BREAKER_FAILURES="1000",
            WEBCERT_LOG_LEVEL="WARNING",
        ) as installation,
        listening(journal.answer) as receiver,
        crew(installation) as members,
    ):
        place = Place(installation)
        place.stop_prepared()
        place.inside("route", receiver.url)
        members.start("web")
        yield Site(place, members, journal, receiver)


@pytest.fixture
def site(whole_site: Site) -> Iterator[Site]:
    """At the end of each test everything is delivered and the journal system answers again."""
    whole_site.journal.reset()
    yield whole_site
    whole_site.journal.reset()
    whole_site.crew.start("web", "worker", "beat")
    eventually(whole_site.has_told_everything)


def assert_delivered(site: Site, certificate_id: str, *verdicts: str, calls: int) -> None:
    """Delivered with these attempts, and so many identical calls; nothing more comes."""
    site.wait_for(certificate_id, DELIVERED)
    assert [(number, verdict) for number, verdict, _ in site.attempts(certificate_id)] == list(enumerate(verdicts, 1))
    assert all(has_ended for *_, has_ended in site.attempts(certificate_id))
    got = site.calls(certificate_id)
    assert len(got) == calls
    assert len(set(got)) == min(calls, 1)


def test_killed_before_the_commit_of_the_change_leaves_nothing(site: Site) -> None:
    before = site.certificates()

    with site.paused("before-commit") as certificate_id:
        pass

    assert site.certificates() == before
    assert site.row(certificate_id) is None
    assert site.calls(certificate_id) == []


def test_killed_after_the_commit_and_before_the_hint_is_found_by_the_sweep(site: Site) -> None:
    site.crew.start("worker", "beat")
    site.crew.kill("beat")
    with site.paused("after-commit") as certificate_id:
        left = site.row(certificate_id)

    site.crew.start("beat")

    assert left == Row("PENDING", 0, None)
    assert_delivered(site, certificate_id, DELIVERED, calls=1)


def test_a_hint_that_is_lost_with_its_broker_is_found_by_the_sweep(site: Site) -> None:
    site.crew.start("worker", "beat")
    site.crew.kill("worker", "beat")
    certificate_id = site.ask_for_draft()
    left = site.row(certificate_id)

    site.place.installation.empty_broker()
    site.crew.start("worker", "beat")

    assert left == Row("PENDING", 0, None)
    assert_delivered(site, certificate_id, DELIVERED, calls=1)


def test_killed_after_the_claim_and_before_the_send_is_sent_once(site: Site) -> None:
    site.crew.start("worker", "beat")
    with port_that_accepts_nobody() as full:
        site.place.inside("route", f"http://127.0.0.1:{full.getsockname()[1]}/receive")
        certificate_id = site.ask_for_draft()
        site.wait_for(certificate_id, "LEASED")
        site.crew.kill("worker")
        left = site.row(certificate_id), site.attempts(certificate_id)

        with opened(full) as receiver:
            site.crew.start("worker")
            site.wait_for(certificate_id, DELIVERED)
            calls = site.calls(certificate_id, receiver)
        site.place.inside("route", site.receiver.url)

    assert left[0] is not None
    assert (left[0].state, left[1]) == ("LEASED", [(1, "", False)])
    assert [verdict for _, verdict, _ in site.attempts(certificate_id)] == [UNKNOWN, DELIVERED]
    assert len(calls) == 1


def test_killed_during_the_call_is_sent_again_with_the_same_bytes(site: Site) -> None:
    site.crew.start("worker", "beat")
    site.journal.holds = True
    certificate_id = site.ask_for_draft()
    assert site.journal.has_come.wait(30)
    site.crew.kill("worker")
    left = site.row(certificate_id), site.attempts(certificate_id)
    site.journal.reset()

    site.crew.start("worker")

    assert left[0] is not None
    assert (left[0].state, left[1]) == ("LEASED", [(1, "", False)])
    assert_delivered(site, certificate_id, UNKNOWN, DELIVERED, calls=2)


def test_killed_after_the_answer_and_before_the_mark_is_sent_twice_with_the_same_bytes(site: Site) -> None:
    site.crew.start("worker", "beat")
    site.journal.holds = True
    certificate_id = site.ask_for_draft()
    assert site.journal.has_come.wait(30)
    with site.locked_database():
        site.journal.reset()
        site.wait_until_somebody_waits_for_the_lock()
        site.crew.kill("worker")
        left = site.row(certificate_id), site.attempts(certificate_id)

    site.crew.start("worker")

    assert left[0] is not None
    assert (left[0].state, left[1]) == ("LEASED", [(1, "", False)])
    assert_delivered(site, certificate_id, UNKNOWN, DELIVERED, calls=2)
    assert site.place.ask(f"SELECT count(*) FROM notifications_statusupdate WHERE certificate_id = '{certificate_id}'")[
        0
    ] == (1,)


def test_killed_after_the_mark_has_nothing_left_to_do(site: Site) -> None:
    site.crew.start("worker", "beat")
    certificate_id = site.ask_for_draft()
    site.wait_for(certificate_id, DELIVERED)
    site.crew.kill("worker")

    site.crew.start("worker")
    time.sleep(2 * SWEEP_S)

    assert_delivered(site, certificate_id, DELIVERED, calls=1)


def test_a_web_process_killed_during_the_production_is_rolled_back_by_the_database(site: Site) -> None:
    before = site.certificates()

    def ask() -> None:
        with contextlib.suppress(httpx.HTTPError):
            site.ask_for_draft(timeout=30)

    with site.locked_database():
        caller = threading.Thread(target=ask)
        caller.start()
        site.wait_until_somebody_waits_for_the_lock()
        site.crew.kill("web")
    caller.join()
    site.crew.start("web", "worker", "beat")

    assert site.certificates() == before
    certificate_id = site.ask_for_draft()
    assert_delivered(site, certificate_id, DELIVERED, calls=1)
    assert site.certificates() == before + 1


def test_a_sweeper_killed_at_work_is_followed_by_the_next_tick(site: Site) -> None:
    site.crew.start("worker", "beat")
    site.journal.holds = True
    certificate_id = site.ask_for_draft()
    assert site.journal.has_come.wait(30)
    site.crew.kill("worker")
    eventually(lambda: _lease_is_over(site, certificate_id))
    with site.locked_database():
        site.crew.start("worker")
        site.wait_until_somebody_waits_for_the_lock()
        time.sleep(2 * SWEEP_S)
        site.crew.kill("worker", "beat")
        left = site.row(certificate_id)
    site.journal.reset()

    site.crew.start("worker", "beat")

    assert left is not None
    assert left.state == "LEASED"
    assert_delivered(site, certificate_id, UNKNOWN, DELIVERED, calls=2)


def _lease_is_over(site: Site, certificate_id: str) -> bool:
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')" if site.place.installation.is_on_sqlite else "now()"
    query = f"SELECT 1 FROM delivery_delivery WHERE order_key = '{certificate_id}' AND kind = 'status'"
    return bool(site.place.ask(f"{query} AND lease_until < {now}"))
