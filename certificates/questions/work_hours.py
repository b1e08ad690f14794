"""The working-hours helper of sick-leave periods: what is left of a working week (README 6; spec/ui.md 4.2).

An aid for the one who fills in. It is no part of the answer, so it is never stored or sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from certificates.questions.base import Control
from certificates.questions.messages import ErrorId, text_for

LABEL = "Arbetstidshjälp: ordinarie timmar per vecka"
MOST_HOURS = 168

_WHOLE = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class WorkHours:
    """The field as it is shown. ``hours`` is None until a week's hours stand in it."""

    control: Control
    hours: int | None
    error_text: str
    most: int = MOST_HOURS

    @property
    def is_wrong(self) -> bool:
        return bool(self.control.value) and self.hours is None

    def left(self, percent: float) -> str:
        """Hours per week that are left when ``percent`` of them is sick leave: ``27,75``; empty without hours."""
        return "" if self.hours is None else f"{self.hours * (100 - percent) / 100:g}".replace(".", ",")


def work_hours(control: Control) -> WorkHours:
    """The helper with what was typed into its field."""
    typed = control.value
    hours = int(typed) if _WHOLE.fullmatch(typed) else None
    return WorkHours(
        control=control,
        hours=hours if hours is None or hours <= MOST_HOURS else None,
        error_text=text_for(ErrorId.INTEGER_RANGE, minimum=0, maximum=MOST_HOURS),
    )
