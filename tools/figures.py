"""The figures of spec/status-updates.md 9.14: nothing lost under kills and outages, and how long deliveries take.

Usage: python tools/figures.py [FIGURE …] [--scale S] [--embedded]
``--scale 0.1`` shortens counts and times to a tenth, for a first look. On PostgreSQL and Redis when both answer
(tools/services.py), else, or with ``--embedded``, on SQLite and the broker in files. Nothing is left behind. Ends with
status 1 when something was lost, came out of order, or could not be measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.benchmarks.deliveries import (  # noqa: E402
    broker,
    collapse,
    kills,
    latency,
    order,
    outage,
    recovery,
    save_cost,
    schedule,
    size,
    sweep,
    throughput,
)
from tools.benchmarks.runner import add_choice, carry_out, check_choice  # noqa: E402

FIGURES: dict[str, ModuleType] = {
    figure.NAME: figure
    for figure in (
        latency, save_cost, kills, order, throughput, recovery, outage, sweep, collapse, broker, schedule, size
    )
}  # fmt: skip


def main() -> None:
    wanted = _arguments()
    outcome = carry_out(FIGURES, wanted.figures, scale=wanted.scale, embedded=wanted.embedded)
    if not outcome.is_sound:
        sys.exit("\nSomething was lost, out of order, or not measured.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the deliveries of Webcert.")
    add_choice(parser, FIGURES)
    parser.add_argument("--scale", type=float, default=1.0, help="counts and times, as a share of what is meant")
    wanted = parser.parse_args()
    check_choice(parser, FIGURES, wanted.figures)
    if not 0 < wanted.scale <= 1:
        parser.error("a scale above 0 and at most 1")
    return wanted


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; everything is stopped and removed.")
