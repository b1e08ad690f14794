"""An outage of one receiver with 10 000 waiting events: fresh events of another one meanwhile, and the emptying.

The events, five for each certificate, are made while nothing listens at their receiver's address; the worker tries
them, the address rests. All the time drafts are asked for at another unit, one every 0.5 seconds; the p95 from each
draft's event to its receipt by the built-in journal system is told for the outage and for the emptying. As meant the
outage takes an hour with the usual waits; here the waits are compressed (DELIVERY_TIME_SCALE=0.02, so a minute is 1.2
seconds), and it takes three minutes, less in a shortened run.
"""

from __future__ import annotations

import time

from tools.benchmarks.bare_server import bare_server
from tools.benchmarks.deliveries import inbox
from tools.benchmarks.deliveries.latency import ask_for_draft
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured, percentile
from tools.benchmarks.place import Place, Run
from tools.installation import free_port

NAME = "outage"
EVENTS, PER_CERTIFICATE, OUTAGE_S, PAUSE_S = 10_000, 5, 180, 0.5
STUCK_AFTER_S = 300
FRESH_UNIT, FRESH_DOCTOR = "SE2321000016-VE02", "SE2321000016-P003"


def measure(run: Run) -> list[Row]:
    place = run.new_place(
        "outage", STATUS_UPDATE_ANDRAT_WINDOW="0", DELIVERY_TIME_SCALE="0.02", DELIVERY_SWEEP_SECONDS="1"
    )
    place.stop_prepared()
    port, events = free_port(), int(run.scaled(EVENTS, least=300))
    place.inside("route", f"http://127.0.0.1:{port}/receive")
    place.inside("events", str(events), str(PER_CERTIFICATE), "0")
    place.start()
    during = _fresh(place, seconds=run.scaled(OUTAGE_S, least=20))
    left = _waiting(place)
    if left < events:
        raise Unmeasured(f"{events - left} events left the outbox although nobody listened")
    with bare_server(place, port=port):
        began = time.monotonic()
        after = _fresh(place, until_empty=True)
        emptied = time.monotonic() - began
        place.wait_until_delivered()
    ((failed,),) = place.ask("SELECT count(*) FROM delivery_delivery WHERE state = 'FAILED'")
    place.stop()
    return [
        Row("Events lost by an outage", failed, "events", aim=Aim(Bound.AT_MOST, 0, is_a_must=True)),
        _latency("Fresh events elsewhere during the outage, p95", place, during),
        _latency("Fresh events elsewhere during the emptying, p95", place, after),
        Row(f"Emptying {events} events after an outage", emptied, "s", remark=f"{events / emptied:.0f} per s."),
    ]


def _fresh(place: Place, *, seconds: float = 0, until_empty: bool = False) -> list[str]:
    """Drafts at the other unit, for so long, or until nothing waits for the receiver that was away."""
    made, began, moved = [], time.monotonic(), time.monotonic()
    left = _waiting(place)
    while (until_empty and left) or time.monotonic() < began + seconds:
        made.append(ask_for_draft(place, unit=FRESH_UNIT, doctor=FRESH_DOCTOR))
        time.sleep(PAUSE_S)
        now = _waiting(place)
        left, moved = (now, time.monotonic()) if now < left else (left, moved)
        if until_empty and time.monotonic() - moved > STUCK_AFTER_S:
            raise Unmeasured(f"{now} events were still waiting when nothing had moved for {STUCK_AFTER_S} s")
    return made


def _waiting(place: Place) -> int:
    ((number,),) = place.ask(
        "SELECT count(*) FROM delivery_delivery WHERE kind = 'status' AND finished_at IS NULL "
        f"AND logical_address <> '{FRESH_UNIT}'"
    )
    return int(number)


def _latency(label: str, place: Place, certificates: list[str]) -> Row:
    times = inbox.latencies(place, certificates)
    if not times:
        raise Unmeasured("no fresh event was received")
    missing = len(certificates) - len(times)
    if missing:
        raise Unmeasured(f"{missing} fresh events were not received")
    return Row(
        label,
        percentile(times, 95) / 1000,
        "s",
        aim=Aim(Bound.AT_MOST, 2),
        remark=f"{len(times)} events, p50 {percentile(times, 50) / 1000:.2f} s, slowest {max(times) / 1000:.2f} s.",
    )
