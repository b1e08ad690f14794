"""A measured figure: its value, the ceiling beside it, and what is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Unmeasured(Exception):
    """The figure could not be measured, or what was measured is not what was meant; the text says why."""


class Bound(StrEnum):
    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure should reach: its ratio to the ceiling when ``of_ratio``, else its value.

    ``is_a_must``: a run that misses it fails, for it is no matter of speed.
    """

    bound: Bound
    limit: float
    of_ratio: bool = False
    is_a_must: bool = False

    def is_met(self, row: Row) -> bool:
        found = row.ratio if self.of_ratio else row.value
        if found is None:
            return False
        return found >= self.limit if self.bound is Bound.AT_LEAST else found <= self.limit


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``unit`` is that of value and ceiling; ``remark`` says what a reader must know of both."""

    label: str
    value: float
    unit: str
    ceiling: float | None = None
    ceiling_label: str = ""
    aim: Aim | None = None
    remark: str = ""

    @property
    def is_sound(self) -> bool:
        return self.aim is None or not self.aim.is_a_must or self.aim.is_met(self)

    @property
    def ratio(self) -> float | None:
        return self.value / self.ceiling if self.ceiling else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A figure without a value, and why."""

    label: str
    reason: str


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least ``percent`` of all do not exceed (nearest rank). ValueError when empty."""
    if not values:
        raise ValueError("no values")
    if not 0 < percent <= 100:
        raise ValueError("a percentile lies above 0 and at most at 100")
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[int(rank) - 1]
