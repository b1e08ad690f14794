"""Numbers on tabs and in the dialog "Byt vårdenhet" (spec/lifecycle.md 14.5)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count

from accounts.user import CareUser
from certificates.queries.drafts import unsigned
from certificates.queries.visibility import visible
from hsa.tree import units

MAX_CARE_UNITS = 15
"""``max.number.of.commissions.for.statistics``: a user with more gets the selected unit's number only."""


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """``per_unit`` is empty when the user has too many care units; ``selected`` None when nothing is counted at all."""

    selected: int | None = None
    on_other_units: int = 0
    per_unit: dict[str, int] = field(default_factory=dict)


def draft_counts(user: CareUser) -> DraftCounts:
    """Unsigned drafts, locked ones included, of each unit that the user works on. Nothing for integrated users."""
    care_units = sum(len(provider.care_units) for provider in user.providers)
    unit = user.unit
    if user.is_integrated or (unit is None and care_units > MAX_CARE_UNITS):
        return DraftCounts()
    if care_units > MAX_CARE_UNITS and unit is not None:
        return DraftCounts(selected=_count(user, [unit.hsa_id]).get(unit.hsa_id, 0))
    per_unit = _count(user, [node.hsa_id for node in units(user.providers)])
    selected = per_unit.get(unit.hsa_id, 0) if unit else None
    return DraftCounts(selected, sum(per_unit.values()) - (selected or 0), per_unit)


def _count(user: CareUser, unit_ids: list[str]) -> dict[str, int]:
    drafts = visible(unsigned().filter(unit_id__in=unit_ids), user)
    counted = drafts.order_by().values_list("unit_id").annotate(Count("pk"))
    return dict.fromkeys(unit_ids, 0) | dict(counted)
