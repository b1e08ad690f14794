"""What one sweep costs with 100 000 deliveries pending and 1 000 000 finished.

The rows are made by SQL in bulk; of the pending ones half are due and half have to wait, each of a certificate of its
own. The sweep is called in a process of the installation, its hints go to the broker as usual.
"""

from __future__ import annotations

from tools.benchmarks import report
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "sweep"
PENDING, FINISHED, SWEEPS = 100_000, 1_000_000, 40
AIM_MS = {True: 150, False: 50}
"""By whether the database is SQLite."""


def measure(run: Run) -> list[Row]:
    place = run.new_place("sweep")
    place.stop_prepared()
    pending, finished = int(run.scaled(PENDING, least=1_000)), int(run.scaled(FINISHED, least=10_000))
    found = place.inside("sweep", str(pending), str(finished), str(SWEEPS))
    return [
        Row(
            "One sweep, p95",
            found["p95"],
            "ms",
            aim=Aim(Bound.AT_MOST, AIM_MS[place.installation.is_on_sqlite]),
            remark=f"{report.number(pending)} pending and {report.number(finished)} finished rows; {found['count']} "
            f"sweeps, p50 {found['p50']:.1f} ms, processor time {found['processor']:.1f} ms.",
        )
    ]
