"""Measuring a list of figures, one after the other, and printing what came of it."""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, ModuleType

from tools.benchmarks import machine, machinery, report
from tools.benchmarks.figure import Failure, Row, Unmeasured
from tools.benchmarks.machine import Conditions
from tools.benchmarks.place import Run, new_run


@dataclass(frozen=True, slots=True)
class Outcome:
    lines: list[Row | Failure]
    conditions: Conditions

    @property
    def is_sound(self) -> bool:
        """Everything was measured, and what must hold does."""
        return all(isinstance(line, Row) and line.is_sound for line in self.lines)


def carry_out(
    figures: Mapping[str, ModuleType], wanted: Sequence[str], *, lives: int = 0, scale: float = 1.0, embedded: bool
) -> Outcome:
    """Measure the wanted figures, or all, and print table and remarks."""
    signal.signal(signal.SIGTERM, _stop)
    began, load_at_start = time.monotonic(), machine.load_average()
    lines: list[Row | Failure] = []
    with machinery.chosen(embedded=embedded) as used:
        print(f"Machinery: {used.label}", flush=True)
        with new_run(lives=lives, scale=scale) as run:
            for name in wanted or figures:
                lines += measured(run, figures[name])
        minutes = (time.monotonic() - began) / 60
        conditions = machine.conditions(used, load_at_start=load_at_start, minutes=minutes)
    print()
    for name, value in conditions.lines():
        print(f"{name}: {value}")
    print("\n" + report.table(lines) + "\n")
    print("\n".join(report.remarks(lines)))
    return Outcome(lines, conditions)


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


def add_choice(parser: argparse.ArgumentParser, figures: Mapping[str, ModuleType]) -> None:
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"some of: {', '.join(figures)}")
    parser.add_argument(
        "--embedded", action="store_true", help="on SQLite and the broker in files, whatever else answers"
    )


def check_choice(parser: argparse.ArgumentParser, figures: Mapping[str, ModuleType], wanted: Sequence[str]) -> None:
    """Ends the program when a figure is not known."""
    if unknown := [name for name in wanted if name not in figures]:
        parser.error(f"unknown figure {', '.join(unknown)}; known: {', '.join(figures)}")


def _stop(_number: int, _frame: FrameType | None) -> None:
    """As Ctrl-C: every installation is stopped and dropped on the way out."""
    raise KeyboardInterrupt
