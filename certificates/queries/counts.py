"""How many drafts wait on each unit (spec/lifecycle.md 14.5)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from accounts.user import CareUser
from certificates.queries.drafts import unsigned
from certificates.queries.visibility import visible


def draft_counts(user: CareUser, unit_ids: Sequence[str]) -> dict[str, int]:
    """Unsigned drafts, locked ones included, of each of the units itself; a unit without any is not among them."""
    drafts = visible(unsigned().filter(unit_id__in=unit_ids), user)
    return dict(drafts.order_by().values_list("unit_id").annotate(Count("pk")))
