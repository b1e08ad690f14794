"""Numbers that wait on the user's units: badges of the tabs and the unit choice (spec/lifecycle.md 14.5).

What is counted belongs to a room above; it gives its counter at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from accounts.user import CareUser


@dataclass(frozen=True, slots=True)
class UnitNumbers:
    """Unsigned drafts and unhandled questions of one unit, its sub units not included."""

    drafts: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """The numbers of a user's units. ``is_complete``: all units were counted, not only the selected one's."""

    per_unit: Mapping[str, UnitNumbers] = field(default_factory=dict)
    is_complete: bool = False

    def of(self, unit_id: str) -> UnitNumbers:
        return self.per_unit.get(unit_id, UnitNumbers())


Counter = Callable[[CareUser], WaitingWork]

_counter: Counter | None = None


def use_counter(counter: Counter) -> None:
    """``counter(user)`` gives the numbers of the user's units, within the limits of 14.5."""
    global _counter
    _counter = counter


def waiting_work(user: CareUser) -> WaitingWork:
    return _counter(user) if _counter else WaitingWork()


def drafts_on_selected_unit(user: CareUser, work: WaitingWork) -> int:
    return work.of(user.selected_unit_id).drafts


def questions_on_selected_unit(user: CareUser, work: WaitingWork) -> int:
    """The selected unit with its sub units."""
    unit = user.unit
    if unit is None:
        return 0
    return sum(work.of(hsa_id).questions for hsa_id in (unit.hsa_id, *(sub.hsa_id for sub in unit.sub_units)))


def total_elsewhere(user: CareUser, work: WaitingWork) -> int:
    """Drafts and questions on all units but the selected one."""
    other = [numbers for unit_id, numbers in work.per_unit.items() if unit_id != user.selected_unit_id]
    return sum(numbers.drafts + numbers.questions for numbers in other)
