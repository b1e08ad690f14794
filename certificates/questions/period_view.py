"""What the edit view of sick-leave periods draws: rows, total, and bars over time (mockups, draft)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from certificates.questions.base import Control
from certificates.questions.work_hours import WorkHours

WIDTH = 440
GAP = 2
NARROWEST = 4
MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, slots=True)
class QuickButton:
    """A submit button that sets the end of its row; works without script."""

    name: str
    value: str
    text: str
    accessible_name: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """``hours_left`` is what the working-hours helper says of a complete row, empty otherwise."""

    code: str
    percent: float
    tick: Control
    start: Control
    end: Control
    quick: tuple[QuickButton, ...]
    days: int | None
    days_text: str
    percent_left: float
    hours_left: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One period in a picture ``WIDTH`` units wide; ``date_text`` stands under its left end."""

    x: int
    width: int
    percent: float
    date_text: str

    @property
    def label(self) -> str:
        return f"{self.percent} %".replace(".", ",")

    @property
    def is_full(self) -> bool:
        return self.percent == 100

    @property
    def label_x(self) -> int:
        return self.x + 8


@dataclass(frozen=True, slots=True)
class Timeline:
    bars: tuple[Bar, ...]
    end_text: str
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class PeriodsView:
    """``degree_name`` stands above the levels. ``total_text`` is "28 dagar", empty while no row is complete.

    ``work_hours``: None for types without helper.
    """

    rows: tuple[PeriodRow, ...]
    degree_name: str
    total_days: int
    total_text: str
    timeline: Timeline | None
    previous_period: str
    work_hours: WorkHours | None


def days_text(days: int) -> str:
    return "1 dag" if days == 1 else f"{days} dagar"


def short_date(date: dt.date) -> str:
    """``5 jan``."""
    return f"{date.day} {MONTHS[date.month - 1]}"


def timeline(periods: Sequence[tuple[float, dt.date, dt.date]]) -> Timeline | None:
    """Bars for (percent, first day, last day), in order of time; None without periods."""
    if not periods:
        return None
    in_time = sorted(periods, key=lambda period: (period[1], period[2]))
    first = in_time[0][1]
    last = max(end for _, _, end in in_time)
    per_day = WIDTH / ((last - first).days + 1)
    bars = []
    for percent, start, end in in_time:
        left = round((start - first).days * per_day)
        right = round(((end - first).days + 1) * per_day)
        x = min(left + (GAP if left else 0), WIDTH - NARROWEST)
        bars.append(Bar(x, max(min(right, WIDTH) - x, NARROWEST), percent, short_date(start)))
    return Timeline(tuple(bars), short_date(last))
