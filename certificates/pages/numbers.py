"""Drafts among the numbers of the menu and the unit choice (spec/lifecycle.md 14.5)."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.numbers import UnitNumbers
from accounts.user import CareUser
from certificates import queries


def drafts(user: CareUser, unit_ids: Sequence[str]) -> dict[str, UnitNumbers]:
    """Unsigned drafts per unit."""
    return {hsa_id: UnitNumbers(drafts=n) for hsa_id, n in queries.draft_counts(user, unit_ids).items()}
