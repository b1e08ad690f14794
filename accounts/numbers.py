"""Numbers that wait on the user's units: badges of the tabs and the unit choice (spec/lifecycle.md 14.5).

What is counted belongs to rooms above; each adds its counter at start-up. Which units are counted is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.user import CareUser
from hsa.roles import Role
from hsa.tree import units

MAX_CARE_UNITS = 15
"""``max.number.of.commissions.for.statistics``: a user with more gets the selected unit's numbers only."""


@dataclass(frozen=True, slots=True)
class UnitNumbers:
    """Unsigned drafts and unhandled questions of one unit, its sub units not included."""

    drafts: int = 0
    questions: int = 0

    def __add__(self, other: UnitNumbers) -> UnitNumbers:
        return UnitNumbers(self.drafts + other.drafts, self.questions + other.questions)


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """The numbers of a user's units. ``is_complete``: all units were counted, not only the selected one's."""

    per_unit: Mapping[str, UnitNumbers] = field(default_factory=dict)
    is_complete: bool = False

    def of(self, unit_id: str) -> UnitNumbers:
        return self.per_unit.get(unit_id, UnitNumbers())


Counter = Callable[[CareUser, Sequence[str]], Mapping[str, UnitNumbers]]

_counters: list[Counter] = []


def add_counter(counter: Counter) -> None:
    """``counter(user, unit_ids)`` gives numbers of those units; what it does not name is nothing."""
    if counter not in _counters:
        _counters.append(counter)


def waiting_work(user: CareUser) -> WaitingWork:
    """What all counters give. Nothing for integrated users and private practitioners without authority."""
    if user.is_integrated or user.role is Role.PRIVATLAKARE_OBEHORIG:
        return WaitingWork()
    is_complete = sum(len(provider.care_units) for provider in user.providers) <= MAX_CARE_UNITS
    unit_ids = [unit.hsa_id for unit in units(user.providers)] if is_complete else user.unit_ids
    if not unit_ids:
        return WaitingWork()
    per_unit = dict.fromkeys(unit_ids, UnitNumbers())
    for counter in _counters:
        for unit_id, numbers in counter(user, unit_ids).items():
            per_unit[unit_id] += numbers
    return WaitingWork(per_unit, is_complete)


def drafts_on_selected_unit(user: CareUser, work: WaitingWork) -> int:
    return work.of(user.selected_unit_id).drafts


def questions_on_selected_unit(user: CareUser, work: WaitingWork) -> int:
    """The selected unit with its sub units."""
    return sum(work.of(unit_id).questions for unit_id in user.unit_ids)


def total_elsewhere(user: CareUser, work: WaitingWork) -> int:
    """Drafts and questions on all units but the selected one; none when only that one was counted."""
    if not work.is_complete:
        return 0
    other = [numbers for unit_id, numbers in work.per_unit.items() if unit_id != user.selected_unit_id]
    return sum(numbers.drafts + numbers.questions for numbers in other)
