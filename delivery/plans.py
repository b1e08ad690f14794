"""How long to wait between attempts (spec/status-updates.md 4.6, 9.9)."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass

from django.conf import settings

_TEMPLATE = re.compile(r"([1-9]\d?)#(.+)")
_WAIT = re.compile(r"([1-9]\d?):([smhd])")
_UNITS = {
    "s": dt.timedelta(seconds=1),
    "m": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
}


_JITTER = 0.1


class InvalidPlan(ValueError):
    """A template that does not follow the syntax."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``max_attempts`` counts the first attempt too; None is without end. The last wait repeats."""

    max_attempts: int | None
    waits: tuple[dt.timedelta, ...]

    @classmethod
    def parse(cls, template: str) -> Plan:
        """``30#1:m,5:m,1:h``: 1-99 attempts, then waits of 1-99 seconds, minutes, hours or days."""
        match = _TEMPLATE.fullmatch(template)
        if match is None:
            raise InvalidPlan(f"Not a plan, expected <attempts>#<wait>:<s|m|h|d>,…: {template!r}")
        return cls(int(match[1]), _waits(match[2]))

    @classmethod
    def without_end(cls, waits: str) -> Plan:
        """``1:m,5:m,1:h``: the waits of a traffic that is never given up."""
        return cls(None, _waits(waits))

    def wait_after(self, attempts: int) -> dt.timedelta:
        """Wait after the failed attempt number ``attempts``, compressed by ``DELIVERY_TIME_SCALE``."""
        return scaled(self.waits[min(max(attempts, 1), len(self.waits)) - 1])


def spread(wait: dt.timedelta) -> dt.timedelta:
    """The same wait, or with ``DELIVERY_JITTER`` up to a tenth shorter or longer, so that what failed together does not
    come back together (9.9).
    """
    return wait * random.uniform(1 - _JITTER, 1 + _JITTER) if settings.DELIVERY_JITTER else wait  # noqa: S311 - no secret


def scaled(wait: dt.timedelta) -> dt.timedelta:
    """A wait as this installation lives it: tests make days short (9.9)."""
    return wait * settings.DELIVERY_TIME_SCALE


def _waits(text: str) -> tuple[dt.timedelta, ...]:
    matches = [_WAIT.fullmatch(part) for part in text.split(",")]
    if None in matches:
        raise InvalidPlan(f"Not a list of waits, expected <1-99>:<s|m|h|d>,…: {text!r}")
    return tuple(int(match[1]) * _UNITS[match[2]] for match in matches if match)
