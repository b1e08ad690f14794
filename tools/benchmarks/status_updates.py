"""Status updates delivered per second by four senders.

N status updates of as many drafts wait in the outbox while everything is stopped; then the installation starts, and its
worker (four senders) delivers them to a receiver on the loopback that answers OK to anything. The time is that from the
first attempt's row to the last outcome's, both from the database, so claim, attempt row, call and mark are in it. The
ceiling is the same number of posts of one of the same envelopes to the same receiver by a bare keep-alive httpx client
with four threads.
"""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tools.benchmarks.bare_server import bare_server
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Place, Run, moment

NAME = "status-updates"
SENDERS = 4
UPDATES = 1_500


def measure(run: Run) -> list[Row]:
    place = run.new_place("status-updates")
    place.stop_prepared()
    with bare_server(place) as receiver:
        address = f"{receiver}/receive"
        envelope, seconds = deliver(place, address, UPDATES)
        ceiling = _post(address, envelope)
    return [
        Row(
            f"Status updates, {SENDERS} senders",
            UPDATES / seconds,
            "per s",
            UPDATES / ceiling,
            "bare client",
            Aim(Bound.AT_LEAST, 0.6, of_ratio=True),
            f"{UPDATES} updates of {len(envelope)} bytes in {seconds:.1f} s.",
        )
    ]


def deliver(place: Place, address: str, count: int) -> tuple[bytes, float]:
    """Let so many updates wait, start, and wait until all are delivered: one envelope, and the seconds it took."""
    envelope = base64.b64decode(place.inside("status_updates", address, str(count)))
    place.start()
    place.wait_until_delivered()
    place.stop()
    return envelope, _seconds(place, address, count)


def _seconds(place: Place, address: str, expected: int) -> float:
    ((count, first, last),) = place.ask(
        "SELECT count(*), min(started_at), max(finished_at) FROM delivery_deliveryattempt "
        f"WHERE url = '{address}' AND verdict = 'DELIVERED'"
    )
    if count != expected:
        raise Unmeasured(f"{count} of {expected} status updates were delivered")
    return (moment(last) - moment(first)).total_seconds()


def _post(address: str, envelope: bytes) -> float:
    """Seconds of the bare client, the opening of its connections not counted."""
    headers = {"Content-Type": "text/xml; charset=utf-8"}
    with httpx.Client(trust_env=False) as client, ThreadPoolExecutor(SENDERS) as pool:

        def post(_number: int) -> None:
            client.post(address, content=envelope, headers=headers).raise_for_status()

        list(pool.map(post, range(SENDERS * 5)))
        began = time.perf_counter()
        list(pool.map(post, range(UPDATES)))
        return time.perf_counter() - began
