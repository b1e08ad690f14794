"""Examples are written for one day; here they are brought to another, so that the same rules hold for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

WRITTEN_FOR = dt.date(2026, 1, 15)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YEAR = re.compile(r"[12]\d{3}")


def moved_to(today: dt.date, value: Any) -> Any:
    """The value with every day in it as far from ``today`` as it was from ``WRITTEN_FOR``.

    A year that stands alone moves by whole years. Texts that only contain a day stay.
    """
    if isinstance(value, Mapping):
        return {key: moved_to(today, part) for key, part in value.items()}
    if isinstance(value, list):
        return [moved_to(today, part) for part in value]
    if not isinstance(value, str):
        return value
    if YEAR.fullmatch(value):
        return str(int(value) + today.year - WRITTEN_FOR.year)
    return _moved_day(today, value) if DAY.fullmatch(value) else value


def _moved_day(today: dt.date, text: str) -> str:
    """A day that is not known whole ("2026-01-00") stays."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return str(day + (today - WRITTEN_FOR))
