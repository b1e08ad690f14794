"""The broker gone for a while: what is lost, and how soon everything is told once it is back.

Web server and workers reach the broker through a gate of this program, which is shut: with Redis a port between them
and the server, with files the folder, in whose place a file lies. Drafts are asked for all the time, and the site has
to take every one. When the gate opens again the time runs until the last event has been received. As meant five
minutes; less in a shortened run.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from tools.benchmarks.deliveries import inbox
from tools.benchmarks.deliveries.gate import Gate
from tools.benchmarks.deliveries.latency import ask_for_draft
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Place, Run
from tools.crew import Crew, crew

NAME = "broker"
GONE_S, PAUSE_S, SWEEP_S, STARTS_WITHIN_S = 300, 1.0, 4, 10
TEAM = ("web", "worker", "beat")


def measure(run: Run) -> list[Row]:
    seconds = run.scaled(GONE_S, least=15)
    place = run.new_place("broker")
    place.stop_prepared()
    with crew(place.installation) as members, _broker_of(place, members) as broker:
        members.start(*TEAM, **broker.settings)
        certificates = [ask_for_draft(place)]
        place.wait_until_delivered()
        broker.take_away()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            certificates.append(ask_for_draft(place))
            time.sleep(PAUSE_S)
        waiting = place.undelivered()
        began = time.monotonic()
        broker.bring_back()
        place.wait_until_delivered(stuck_after=120)
        taken = time.monotonic() - began
        found = inbox.compare(place, certificates)
    return [
        Row(
            "Events lost by a broker that is gone",
            found.lost,
            "events",
            aim=Aim(Bound.AT_MOST, 0, is_a_must=True),
            remark=f"{found.stored} events, {waiting} of them waited after {seconds:.0f} s; {found.duplicates} "
            "duplicates.",
        ),
        Row(
            "All told after the broker is back",
            taken,
            "s",
            aim=Aim(Bound.AT_MOST, SWEEP_S + STARTS_WITHIN_S),
            remark=f"The aim is one sweep interval ({SWEEP_S} s) and {STARTS_WITHIN_S} s for a worker to connect or to "
            "start again.",
        ),
    ]


class _Files:
    """The broker in files. A worker whose folder has gone ends; the supervisor would start it again."""

    settings: dict[str, str] = {}

    def __init__(self, place: Place, members: Crew) -> None:
        self._installation, self._members = place.installation, members

    def take_away(self) -> None:
        self._installation.empty_broker()
        self._installation.broker.write_text("")

    def bring_back(self) -> None:
        self._installation.broker.unlink()
        self._members.start(*TEAM)


@dataclass(frozen=True, slots=True)
class _Redis:
    """Redis behind a gate."""

    gate: Gate
    settings: dict[str, str]

    def take_away(self) -> None:
        self.gate.shut()

    def bring_back(self) -> None:
        self.gate.open()


@contextlib.contextmanager
def _broker_of(place: Place, members: Crew) -> Iterator[_Files | _Redis]:
    if place.installation.is_on_file_broker:
        yield _Files(place, members)
        return
    parts = urlsplit(place.installation.environment["REDIS_URL"])
    with contextlib.closing(Gate(parts.hostname or "127.0.0.1", parts.port or 6379)) as gate:
        address = parts._replace(netloc=f"127.0.0.1:{gate.port}")
        yield _Redis(gate, {"CELERY_BROKER_URL": urlunsplit(address)})
