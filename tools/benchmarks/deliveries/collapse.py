"""How many calls a hundred saves of one draft become, by the length of the window.

The saves are spread evenly over twice the window; without a window each is sent. As meant a window of 30 seconds and a
minute of saves; a shortened run has a window of five seconds at least.
"""

from __future__ import annotations

from tools.benchmarks.deliveries.inbox import compare
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Run

NAME = "collapse"
SAVES, WINDOW_S = 100, 30


def measure(run: Run) -> list[Row]:
    window = int(run.scaled(WINDOW_S, least=5))
    return [_of(run, window), _of(run, 0)]


def _of(run: Run, window: int) -> Row:
    place = run.new_place(f"collapse-{window}", STATUS_UPDATE_ANDRAT_WINDOW=str(window), DELIVERY_SWEEP_SECONDS="1")
    place.stop_prepared()
    place.start()
    (certificate_id,) = place.inside("events", str(SAVES + 1), str(SAVES + 1), str(2 * window))
    place.wait_until_delivered()
    found = compare(place, [certificate_id])
    place.stop()
    if found.lost:
        raise Unmeasured(f"{found.lost} events were lost")
    calls = found.stored - 1  # without SKAPAT
    aim = Aim(Bound.AT_MOST, 3) if window else Aim(Bound.AT_LEAST, SAVES)
    return Row(f"Calls for {SAVES} saves, window {window} s", calls, "calls", aim=aim)
