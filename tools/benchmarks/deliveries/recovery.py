"""How soon a delivery is tried again whose worker was killed during the call.

The receiver does not answer for a long time; the worker is killed as soon as the call has been claimed, and started
again at once. From the claim to the second attempt's row. As meant with the usual lease of 90 seconds, in a shortened
run with one of eight seconds at least; the sweep comes every four seconds.
"""

from __future__ import annotations

import datetime as dt
import time

from tools.benchmarks.bare_server import bare_server
from tools.benchmarks.deliveries.latency import ask_for_draft
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Place, Run, moment
from tools.crew import crew

NAME = "recovery"
LEASE_S, SLACK_S, SILENCE_MS = 90, 5, 20_000


def measure(run: Run) -> list[Row]:
    lease = int(run.scaled(LEASE_S, least=8))
    place = run.new_place("recovery", DELIVERY_LEASE_SECONDS=str(lease))
    place.stop_prepared()
    with bare_server(place) as receiver, crew(place.installation) as members:
        place.inside("route", f"{receiver}/receive?ms={SILENCE_MS}")
        members.start("web", "worker", "beat")
        certificate_id = ask_for_draft(place)
        _wait(place, certificate_id, attempts=1, seconds=30)
        time.sleep(1)
        members.kill("worker")
        members.start("worker")
        first, second = _wait(place, certificate_id, attempts=2, seconds=lease + 30)
    seconds = (second - first) / dt.timedelta(seconds=1)
    return [
        Row(
            "Recovery after a kill during the call",
            seconds,
            "s",
            aim=Aim(Bound.AT_MOST, lease + SLACK_S),
            remark=f"With a lease of {lease} s.",
        )
    ]


def _wait(place: Place, certificate_id: str, *, attempts: int, seconds: float) -> list[dt.datetime]:
    """When each attempt began, once there are so many."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        rows = place.ask(
            "SELECT a.started_at FROM delivery_deliveryattempt a JOIN delivery_delivery d ON d.id = a.delivery_id "
            f"WHERE d.kind = 'status' AND d.order_key = '{certificate_id}' ORDER BY a.id"
        )
        if len(rows) >= attempts:
            return [moment(started) for (started,) in rows]
        time.sleep(0.1)
    raise Unmeasured(f"there were no {attempts} attempts within {seconds} s")
