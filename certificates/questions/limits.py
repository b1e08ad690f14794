"""Bounds of dates and years, as types declare them (spec/certificate-types README 2: ``min``, ``max``)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Protocol

from certificates.questions import dates
from certificates.questions.messages import BEFORE_BIRTH, ErrorId


class Known(Protocol):
    """What a bound is worked out from: ``questions.base.Situation``."""

    @property
    def today(self) -> dt.date: ...

    @property
    def birth(self) -> dt.date | None: ...


class DateLimit(Protocol):
    """The first or last day allowed; None when it cannot be known.

    ``refusal``: what is said of a day beyond it; empty when the day itself says enough.
    """

    refusal: ClassVar[str]

    def day(self, known: Known) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class _Today:
    refusal: ClassVar[str] = ""

    offset: int

    def day(self, known: Known) -> dt.date:
        return known.today + dt.timedelta(days=self.offset)


@dataclass(frozen=True, slots=True)
class _YearsAhead:
    refusal: ClassVar[str] = ""

    years: int

    def day(self, known: Known) -> dt.date:
        year, month = known.today.year + self.years, known.today.month
        return dt.date(year, month, min(known.today.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class _Birth:
    refusal: ClassVar[str] = BEFORE_BIRTH

    def day(self, known: Known) -> dt.date | None:
        return known.birth


TODAY: DateLimit = _Today(0)
BIRTH: DateLimit = _Birth()


def today_plus(days: int) -> DateLimit:
    """``today - 90 days`` is ``today_plus(-90)``."""
    return _Today(days)


def years_ahead(years: int) -> DateLimit:
    """``today + 1 year`` is ``years_ahead(1)``; from a leap day it is 28 February."""
    return _YearsAhead(years)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day of a date; the reasonable interval always holds besides (README 5)."""

    earliest: DateLimit | None = None
    latest: DateLimit | None = None

    def fault(self, text: str, known: Known) -> tuple[ErrorId, str] | None:
        """Why a date that was given is not accepted, or None."""
        first, last = _day(self.earliest, known), _day(self.latest, known)
        found = dates.fault(text, earliest=first, latest=last)
        if found is None or self.earliest is None or not self.earliest.refusal or first is None:
            return found
        date = dates.parse_iso(text)
        is_before = date is not None and dates.FIRST_REASONABLE <= date < first
        return (ErrorId.DATE_TOO_EARLY, self.earliest.refusal) if is_before else found

    def first(self, known: Known) -> dt.date:
        return max(_day(self.earliest, known) or dates.FIRST_REASONABLE, dates.FIRST_REASONABLE)

    def last(self, known: Known) -> dt.date:
        return min(_day(self.latest, known) or dates.LAST_REASONABLE, dates.LAST_REASONABLE)


def _day(limit: DateLimit | None, known: Known) -> dt.date | None:
    return limit.day(known) if limit else None
