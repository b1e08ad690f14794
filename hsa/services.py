"""What may be changed in the built-in directory. Units and persons are edited in admin or loaded as demo data."""

from __future__ import annotations

import datetime as dt

from hsa.models import DirectoryFault, Unit

SWITCH_ROW = 1


def set_unavailable(is_unavailable: bool) -> None:
    """Let the directory answer, or not, for everybody."""
    DirectoryFault.objects.update_or_create(pk=SWITCH_ROW, defaults={"is_unavailable": is_unavailable})


def close_unit(unit: Unit, *, at: dt.datetime) -> Unit:
    """Give a unit an end date: from then on nobody can work there (8.2)."""
    unit.end = at
    unit.save(update_fields=["end"])
    return unit
