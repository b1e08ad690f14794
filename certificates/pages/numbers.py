"""The counter behind the badges of the menu and the unit choice (spec/lifecycle.md 14.5)."""

from __future__ import annotations

from accounts.numbers import UnitNumbers, WaitingWork
from accounts.user import CareUser
from certificates import queries
from hsa.roles import Role


def waiting_work(user: CareUser) -> WaitingWork:
    """Unsigned drafts per unit. Nothing for a private practitioner without authority."""
    if user.role is Role.PRIVATLAKARE_OBEHORIG:
        return WaitingWork()
    counts = queries.draft_counts(user)
    if counts.per_unit:
        return WaitingWork({hsa_id: UnitNumbers(drafts=n) for hsa_id, n in counts.per_unit.items()}, is_complete=True)
    if counts.selected is None:
        return WaitingWork()
    return WaitingWork({user.selected_unit_id: UnitNumbers(drafts=counts.selected)})
