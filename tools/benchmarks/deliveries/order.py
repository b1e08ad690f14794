"""Order violations with a healthy receiver and no kills, for the orderings soft and strict.

Events wait in the outbox, five for each certificate, while everything is stopped; then a worker of four senders
delivers them to the built-in journal system, whose order of receipt is looked at. Nothing may come twice either.
"""

from __future__ import annotations

from tools.benchmarks.deliveries import inbox
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "order"
EVENTS, PER_CERTIFICATE = 1_000, 5
NONE = Aim(Bound.AT_MOST, 0, is_a_must=True)


def measure(run: Run) -> list[Row]:
    return [row for ordering in ("soft", "strict") for row in _of(run, ordering)]


def _of(run: Run, ordering: str) -> list[Row]:
    place = run.new_place(f"order-{ordering}", STATUS_UPDATE_ORDERING=ordering, STATUS_UPDATE_ANDRAT_WINDOW="0")
    place.stop_prepared()
    events = int(run.scaled(EVENTS, least=50))
    certificates = place.inside("events", str(events), str(PER_CERTIFICATE), "0")
    place.start()
    place.wait_until_delivered()
    found = inbox.compare(place, certificates)
    place.stop()
    return [
        Row(f"Order violations, {ordering}", found.violations, "events", aim=NONE, remark=f"{found.stored} events."),
        Row(f"Lost without kills, {ordering}", found.lost, "events", aim=NONE),
        Row(f"Duplicates without kills, {ordering}", found.duplicates, "calls", aim=NONE),
    ]
