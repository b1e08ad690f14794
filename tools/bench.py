"""The figures of docs/benchmarks.md: each with its ceiling measured in the same run, a table, and the document.

Usage: python tools/bench.py [FIGURE …] [--lives N]
Without FIGURE all are measured and docs/benchmarks.md is written; with some, the table is only printed.
On PostgreSQL and Redis when both answer (tools/services.py), else on the embedded default. A figure that fails says so;
the others still run. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import inspect
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.benchmarks import (  # noqa: E402
    create_draft,
    diagnosis_search,
    lives,
    machine,
    machinery,
    memory,
    pages,
    report,
    second_start,
    signing,
    status_updates,
    unit_lists,
)
from tools.benchmarks.figure import Failure, Row, Unmeasured  # noqa: E402
from tools.benchmarks.place import Run, new_run  # noqa: E402

FIGURES: dict[str, ModuleType] = {
    figure.NAME: figure
    for figure in (
        lives, memory, create_draft, second_start, signing, pages, diagnosis_search, status_updates, unit_lists
    )
}  # fmt: skip
"""In the order in which they are measured: memory right after the lives, the filled database last."""
DOCUMENT = ROOT / "docs" / "benchmarks.md"
DEFAULT_LIVES = 300


def main() -> None:
    wanted = _arguments()
    signal.signal(signal.SIGTERM, _stop)
    began, load_at_start = time.monotonic(), machine.load_average()
    lines: list[Row | Failure] = []
    with machinery.chosen() as used:
        print(f"Machinery: {used.label}", flush=True)
        with new_run(lives=wanted.lives) as run:
            for name in wanted.figures or FIGURES:
                lines += measured(run, FIGURES[name])
        minutes = (time.monotonic() - began) / 60
        conditions = machine.conditions(used, load_at_start=load_at_start, minutes=minutes)
    print()
    for name, value in conditions.lines():
        print(f"{name}: {value}")
    print("\n" + report.table(lines) + "\n")
    print("\n".join(report.remarks(lines)))
    if not wanted.figures:
        methods = [(name, inspect.getdoc(figure) or "") for name, figure in FIGURES.items()]
        DOCUMENT.write_text(report.document(lines, conditions, methods), encoding="utf-8")
        print(f"\nWritten: {DOCUMENT.relative_to(ROOT)}")


def measured(run: Run, figure: ModuleType) -> list[Row | Failure]:
    """The lines of one figure; whatever goes wrong in it becomes a line too."""
    print(f"· {figure.NAME} …", end=" ", flush=True)
    began = time.monotonic()
    try:
        found: list[Row | Failure] = list(figure.measure(run))
    except Unmeasured as reason:
        found = [Failure(figure.NAME, str(reason))]
    except Exception as error:
        traceback.print_exc()
        print(run.last_words(), file=sys.stderr)
        found = [Failure(figure.NAME, f"{type(error).__name__}: {error}".splitlines()[0])]
    shown = "; ".join(f"{line.label} {report.cells(line)[1]}" for line in found)
    print(f"{shown} ({time.monotonic() - began:.0f} s)", flush=True)
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Webcert beside its ceilings.")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"some of: {', '.join(FIGURES)}")
    parser.add_argument("--lives", type=int, default=DEFAULT_LIVES, help=f"whole lives (default {DEFAULT_LIVES})")
    wanted = parser.parse_args()
    if unknown := [name for name in wanted.figures if name not in FIGURES]:
        parser.error(f"unknown figure {', '.join(unknown)}; known: {', '.join(FIGURES)}")
    if wanted.lives < 1:
        parser.error("at least one life")
    return wanted


def _stop(_number: int, _frame: FrameType | None) -> None:
    """As Ctrl-C: every installation is stopped and dropped on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; everything is stopped and removed.")
