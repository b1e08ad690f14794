"""Events under repeated kills: what is lost, what comes twice.

Two workers of four senders deliver events that are made at an even pace, three for each certificate, to the built-in
journal system. A worker chosen by chance is killed with SIGKILL every two to five seconds and started again at once.
Then everything stored is compared with what the journal system holds. As meant: 2 000 events in ten minutes and the
usual lease of 90 seconds; a shortened run has a lease of eight seconds at least. A worker that dies may leave each of
its senders' batches half told: the rows of a batch whose outcomes were not written yet are sent again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tools.benchmarks.deliveries import inbox
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run
from tools.crew import Crew, crew

NAME = "kills"
EVENTS, SECONDS, PER_CERTIFICATE, SENDERS, LEASE_S = 2_000, 600, 3, 4, 90
WORKERS = ("worker", "worker-2")


def measure(run: Run) -> list[Row]:
    seconds, events = run.scaled(SECONDS, least=20), int(run.scaled(EVENTS, least=60))
    lease = int(run.scaled(LEASE_S, least=8))
    place = run.new_place(
        "kills", STATUS_UPDATE_ANDRAT_WINDOW="0", DELIVERY_LEASE_SECONDS=str(lease), SOAP_TOTAL_TIMEOUT_S="5"
    )
    place.stop_prepared()
    with crew(place.installation) as members:
        members.start("web", "beat", *WORKERS)
        with ThreadPoolExecutor(1) as pool:
            produced = pool.submit(place.inside, "events", str(events), str(PER_CERTIFICATE), str(seconds))
            kills = _kill_until(produced.done, members)
        certificates = produced.result()
        place.wait_until_delivered(stuck_after=lease + 60)
        found = inbox.compare(place, certificates)
    said = f"{found.stored} events in {seconds:.0f} s, {kills} kills of a worker with {SENDERS} senders."
    return [
        Row("Lost events under kills", found.lost, "events", aim=_none(), remark=said),
        Row(
            "Duplicates in the same run",
            found.duplicates,
            "calls",
            aim=Aim(Bound.AT_MOST, kills * SENDERS),
            remark="The aim is kills × senders per killed process.",
        ),
    ]


def _none() -> Aim:
    return Aim(Bound.AT_MOST, 0, is_a_must=True)


def _kill_until(is_over: Callable[[], bool], members: Crew) -> int:
    """Kill one worker after the other, as chance has it; how many were killed.

    In the main thread: a child is stopped when the thread that started it ends.
    """
    chance, kills = random.Random(1), 0
    while not is_over():
        time.sleep(chance.uniform(2, 5))
        name = chance.choice(WORKERS)
        members.kill(name)
        members.start(name)
        kills += 1
    return kills
