"""An extra check of a certificate type: the user confirms before going on (spec/ui.md 6.3; death-certificates.md 4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patients.person_id import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraCheck:
    """``alert`` and ``confirmation`` may name the patient as ``{patient}``; ``confirmation`` is the box to tick.

    ``above_months`` and ``below_years`` limit it to patients older or younger than so much. ``at_each_opening``: a
    journal system's user is asked whenever the draft is opened, otherwise only while nobody has saved it.
    """

    title: str
    alert: str
    text: str
    confirmation: str
    is_danger: bool = False
    above_months: int | None = None
    below_years: int | None = None
    at_each_opening: bool = False

    def concerns(self, person_id: str, *, today: dt.date) -> bool:
        """Is the patient of the age that the check is about? One whose age is unknown is."""
        person = PersonId(person_id)
        birth, age = person.birth_date, person.age(today)
        if birth is None or age is None:
            return True
        if self.above_months is not None and today <= _months_after(birth, self.above_months):
            return False
        return self.below_years is None or age < self.below_years


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
