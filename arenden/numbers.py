"""Questions among the numbers of the menu and the unit choice (spec/lifecycle.md 14.5)."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.numbers import UnitNumbers
from accounts.user import CareUser
from arenden import queries


def questions(user: CareUser, unit_ids: Sequence[str]) -> dict[str, UnitNumbers]:
    """Unhandled questions per unit."""
    return {hsa_id: UnitNumbers(questions=n) for hsa_id, n in queries.unhandled_counts(user, unit_ids).items()}
