"""Status updates delivered per second to a receiver that takes 50 ms for each answer, by 1, 4 and 16 senders.

As the figure of `make bench`: the updates wait while everything is stopped, then one worker with so many senders
starts; the time is that from the first attempt's row to the last outcome's. The receiver may be called by all senders
at once. The ceiling is what the receiver's own time allows.
"""

from __future__ import annotations

from tools.benchmarks import status_updates
from tools.benchmarks.bare_server import bare_server
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "throughput"
ANSWER_MS = 50
UPDATES = {1: 200, 4: 800, 16: 2_000}
AIM = {4: Aim(Bound.AT_LEAST, 60)}


def measure(run: Run) -> list[Row]:
    place = run.new_place("throughput")
    place.stop_prepared()
    rows = []
    with bare_server(place, threads=20) as receiver:
        for senders, updates in UPDATES.items():
            place.installation.environment |= {
                "WORKER_SENDERS": str(senders),
                "DELIVERY_ENDPOINT_CONCURRENCY": str(senders),
            }
            address, count = f"{receiver}/receive?ms={ANSWER_MS}&senders={senders}", int(run.scaled(updates, least=40))
            _, seconds = status_updates.deliver(place, address, count)
            rows.append(
                Row(
                    f"Status updates, {senders} senders, receiver takes {ANSWER_MS} ms",
                    count / seconds,
                    "per s",
                    senders * 1000 / ANSWER_MS,
                    "the receiver's time",
                    AIM.get(senders),
                    f"{count} updates in {seconds:.1f} s.",
                )
            )
    return rows
