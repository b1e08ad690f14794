"""Durations of one thing done many times."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tools.benchmarks.figure import percentile

Result = TypeVar("Result")
WARM_UP = 3


class Times:
    """Durations in milliseconds, those of the first few left out: caches are filled and modules loaded by then.

    Beside the time on the clock, the processor time of this process, which another program's load does not change.
    """

    def __init__(self, *, warm_up: int = WARM_UP) -> None:
        self._warm_up = warm_up
        self._clock: list[float] = []
        self._processor: list[float] = []

    def of(self, do: Callable[[], Result]) -> Result:
        """Do it, take the time, and give what it returns."""
        began, used = time.perf_counter(), time.process_time()
        result = do()
        self._processor.append((time.process_time() - used) * 1000)
        self._clock.append((time.perf_counter() - began) * 1000)
        return result

    @property
    def durations(self) -> list[float]:
        """All but the first few, in milliseconds."""
        return self._clock[self._warm_up :]

    @property
    def first(self) -> float:
        return self._clock[0]

    @property
    def count(self) -> int:
        return len(self._clock) - self._warm_up

    def clock(self, percent: float) -> float:
        return percentile(self.durations, percent)

    def processor(self, percent: float) -> float:
        return percentile(self._processor[self._warm_up :], percent)

    def summary(self) -> dict[str, float]:
        """What a table needs: p50, p95 and slowest by the clock, p50 of the processor time."""
        return {
            "count": self.count,
            "first": self.first,
            "p50": self.clock(50),
            "p95": self.clock(95),
            "max": self.clock(100),
            "processor": self.processor(50),
        }
