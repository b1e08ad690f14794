"""What the production of a status update adds to the saving of a draft: p95 with and without it.

The element saves of `make bench`, on a unit that is registered as integrated and, with the same doctor, after it has
been taken out of the register; in blocks that take turns, so that both meet the same load of the machine.
"""

from __future__ import annotations

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "save-cost"
SAVES = 400


def measure(run: Run) -> list[Row]:
    place = run.new_place("save-cost", STATUS_UPDATE_RECORD_SUPPRESSED="false")
    place.stop_prepared()
    found = place.inside("save_cost", str(int(run.scaled(SAVES, least=40))))
    with_it, without = found["with"], found["without"]
    return [
        Row(
            "Added time of a draft save, p95",
            with_it["p95"] - without["p95"],
            "ms",
            aim=Aim(Bound.AT_MOST, 15),
            remark=f"p95 {with_it['p95']:.1f} ms with and {without['p95']:.1f} ms without; p50 {with_it['p50']:.1f} "
            f"ms and {without['p50']:.1f} ms; {with_it['count']} saves each.",
        )
    ]
