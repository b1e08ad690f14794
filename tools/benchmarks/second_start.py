"""Time of a second start: `tools/run.py` on an existing data folder until `/readyz` answers; median of three."""

from __future__ import annotations

from statistics import median

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "second-start"
STARTS = 3


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.stop_prepared()
    times = []
    for _ in range(STARTS):
        times.append(place.start())
        place.stop()
    shown = ", ".join(f"{seconds:.1f} s" for seconds in times)
    return [Row("Second start", median(times), "s", aim=Aim(Bound.AT_MOST, 5), remark=f"{shown}.")]
