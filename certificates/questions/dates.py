"""Dates as users write them, and the typed codes of sick leave (spec/ui.md 4.1, 4.2, 10.7; README 5, 6)."""

from __future__ import annotations

import datetime as dt
import re

from certificates.questions.messages import NO_SUCH_DAY, ErrorId, text_for

FIRST_REASONABLE = dt.date(1900, 1, 2)
LAST_REASONABLE = dt.date(2099, 12, 12)
DAYS_PER_UNIT = {"d": 1, "v": 7, "m": 31}

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPACT = re.compile(r"[0-9]{8}")
_FROM_TODAY = re.compile(r"([+-])\s*([0-9]{1,4})")
_DURATION = re.compile(r"(?:([dv])([0-9]{1,3})|([0-9]{1,3})([dv])|(m)([0-9]{1,2})|([0-9]{1,2})(m))", re.IGNORECASE)


def parse_iso(text: str) -> dt.date | None:
    """The day written ``yyyy-mm-dd``, or None."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def normalise(text: str, today: dt.date) -> str:
    """``yyyymmdd``, ``idag`` and ``+7`` become ``yyyy-mm-dd``; anything else stays as typed, without outer blanks."""
    typed = text.strip()
    if typed.lower() == "idag":
        return today.isoformat()
    if _COMPACT.fullmatch(typed):
        dashed = f"{typed[:4]}-{typed[4:6]}-{typed[6:]}"
        return dashed if parse_iso(dashed) else typed
    if step := _FROM_TODAY.fullmatch(typed):
        days = int(step[2]) if step[1] == "+" else -int(step[2])
        return (today + dt.timedelta(days=days)).isoformat()
    return typed


def days_of_code(text: str) -> int | None:
    """Length in days of ``d7``, ``2v``, ``M1`` and the like; a month is 31 days, zero is not a code."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    letter, number = (part for part in sorted(filter(None, match.groups()), key=str.isdigit))
    return int(number) * DAYS_PER_UNIT[letter.lower()] or None


def end_from_code(text: str, start: str) -> str | None:
    """Last day of a period that begins at ``start`` and has the typed length, or None when either is no such thing."""
    days, first = days_of_code(text), parse_iso(start)
    if days is None or first is None:
        return None
    try:
        return (first + dt.timedelta(days=days - 1)).isoformat()
    except OverflowError:
        return None


def written_end(text: str, today: dt.date) -> str:
    """The last day of a period as it is kept: a typed length stays until the first day is known."""
    return text.strip() if days_of_code(text) else normalise(text, today)


def resolved_end(end: str, start: str) -> str:
    """The last day when ``end`` is a length and ``start`` a day, otherwise ``end`` as it is."""
    return end_from_code(end, start) or end


def fault(text: str, *, earliest: dt.date | None = None, latest: dt.date | None = None) -> tuple[ErrorId, str] | None:
    """Why a date that was given is not accepted, or None. The reasonable interval always holds."""
    date = parse_iso(text)
    if date is None:
        return ErrorId.INVALID_FORMAT, NO_SUCH_DAY if _ISO.fullmatch(text) else text_for(ErrorId.INVALID_FORMAT)
    first = max(filter(None, (earliest, FIRST_REASONABLE)))
    last = min(filter(None, (latest, LAST_REASONABLE)))
    if date < first:
        return ErrorId.DATE_TOO_EARLY, text_for(ErrorId.DATE_TOO_EARLY, limit=first.isoformat())
    if date > last:
        return ErrorId.DATE_TOO_LATE, text_for(ErrorId.DATE_TOO_LATE, limit=last.isoformat())
    return None
