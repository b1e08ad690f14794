"""The figures of docs/benchmarks.md: each with its ceiling measured in the same run, a table, and the document.

Usage: python tools/bench.py [FIGURE …] [--lives N] [--embedded]
Without FIGURE all are measured and docs/benchmarks.md is written; with some, the table is only printed.
On PostgreSQL and Redis when both answer (tools/services.py), else on the embedded default. A figure that fails says so;
the others still run. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.benchmarks import (  # noqa: E402
    create_draft,
    diagnosis_search,
    lives,
    memory,
    pages,
    report,
    second_start,
    signing,
    status_updates,
    unit_lists,
)
from tools.benchmarks.runner import add_choice, carry_out, check_choice  # noqa: E402

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
    outcome = carry_out(FIGURES, wanted.figures, lives=wanted.lives, embedded=wanted.embedded)
    if not wanted.figures:
        methods = [(name, inspect.getdoc(figure) or "") for name, figure in FIGURES.items()]
        DOCUMENT.write_text(report.document(outcome.lines, outcome.conditions, methods), encoding="utf-8")
        print(f"\nWritten: {DOCUMENT.relative_to(ROOT)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Webcert beside its ceilings.")
    add_choice(parser, FIGURES)
    parser.add_argument("--lives", type=int, default=DEFAULT_LIVES, help=f"whole lives (default {DEFAULT_LIVES})")
    wanted = parser.parse_args()
    check_choice(parser, FIGURES, wanted.figures)
    if wanted.lives < 1:
        parser.error("at least one life")
    return wanted


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; everything is stopped and removed.")
