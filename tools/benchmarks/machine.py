"""On what a run was made: machine, load, versions, machinery."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version

import psutil

from tools.benchmarks.machinery import Machinery
from webcert import clock


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the numbers depend on besides the program. Loads are the one-minute averages at start and end."""

    date: dt.date
    machinery: str
    processors: int
    processor: str
    memory_gb: float
    python: str
    django: str
    granian: str
    database: str
    load_at_start: float
    load_at_end: float
    minutes: float

    def lines(self) -> list[tuple[str, str]]:
        return [
            ("Date", self.date.isoformat()),
            ("Machinery", self.machinery),
            ("Machine", f"{self.processors} processors ({self.processor}), {self.memory_gb:.0f} GB memory"),
            ("Versions", f"Python {self.python}, Django {self.django}, granian {self.granian}, {self.database}"),
            ("Load average", f"{self.load_at_start:.1f} at the start, {self.load_at_end:.1f} at the end"),
            ("Run", f"{self.minutes:.1f} minutes"),
        ]


def conditions(machinery: Machinery, *, load_at_start: float, minutes: float) -> Conditions:
    return Conditions(
        date=clock.today(),
        machinery=machinery.label,
        processors=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        processor=_processor(),
        memory_gb=psutil.virtual_memory().total / 2**30,
        python=platform.python_version(),
        django=version("django"),
        granian=version("granian"),
        database=machinery.database_version or f"SQLite {sqlite3.sqlite_version}",
        load_at_start=load_at_start,
        load_at_end=load_average(),
        minutes=minutes,
    )


def load_average() -> float:
    return os.getloadavg()[0]


def _processor() -> str:
    """The name of the processor; its architecture where the system does not tell."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123
            names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
            return next(names, platform.machine())
    except OSError:
        return platform.machine()
