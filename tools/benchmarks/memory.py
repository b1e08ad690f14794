"""Memory (resident set) of the web server's and the worker's largest process after the lives."""

from __future__ import annotations

import psutil

from tools.benchmarks import lives
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Place, Run

NAME = "memory"
LABELS = {"web": "Memory of the web process", "worker": "Memory of the worker"}
FEW = 40


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.start()
    ((lived,),) = place.ask("SELECT count(*) FROM certificates_certificate WHERE sent_at IS NOT NULL")
    if lived < FEW:
        lives.live(place, count=FEW)
        place.wait_until_delivered()
    return [Row(label, _largest(place, what), "MB", aim=Aim(Bound.AT_MOST, 200)) for what, label in LABELS.items()]


def _largest(place: Place, what: str) -> float:
    numbers = place.installation.processes(what)
    if not numbers:
        raise Unmeasured(f"no {what} process was found")
    return max(psutil.Process(number).memory_info().rss for number in numbers) / 2**20
