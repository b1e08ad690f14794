"""Times of element saves with and without a status update."""

from __future__ import annotations

from notifications.integrated_units import UnitNames, register_unit
from notifications.models import IntegratedUnit, StatusUpdate
from tools.benchmarks.figure import percentile
from tools.benchmarks.inside import actors
from tools.benchmarks.inside.pages import element_changes, logged_in, save_each
from tools.benchmarks.timing import WARM_UP

BLOCKS = 8
LEAST_CYCLES = 2
"""Whole cycles of the changes, and more than one: otherwise a block would begin with what is there already."""


def measure(saves: str) -> dict[str, dict[str, float]]:
    """By whether the unit is integrated: count, p50 and p95 of the saves in milliseconds."""
    draft, client = actors.complete_draft(actors.doctor(), actors.patient()), logged_in()
    names = UnitNames(draft.unit_id, draft.unit_name, draft.care_provider_id, draft.care_provider_name)
    changes = element_changes()
    cycles = max(LEAST_CYCLES, int(saves) * 2 // BLOCKS // len(changes))
    times: dict[str, list[float]] = {"with": [], "without": []}
    for block in range(BLOCKS):
        which = ("with", "without")[block % 2]
        if which == "with":
            register_unit(names, IntegratedUnit.RegisteredBy.FIXTURE)
        else:
            IntegratedUnit.objects.filter(pk=draft.unit_id).delete()
        before = StatusUpdate.objects.count()
        draft.refresh_from_db()
        times[which] += save_each(client, draft, changes, cycles * len(changes) - WARM_UP).durations
        if (StatusUpdate.objects.count() > before) is not (which == "with"):
            raise ValueError(f"the saves {which} status updates made {StatusUpdate.objects.count() - before}")
    return {
        which: {"count": len(found), "p50": percentile(found, 50), "p95": percentile(found, 95)}
        for which, found in times.items()
    }
