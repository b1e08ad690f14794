"""Optional configuration that opens or closes a type: for units, and for older versions (spec/lifecycle.md 9).

Both lists come from the settings, are empty by default, and then close nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from certificates.access.actions import Action
from certificates.types import registry
from certificates.types.base import CertificateType
from hsa.tree import UnitNode
from webcert import clock


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One allow or block row for a type; an empty end is no end (spec/roles-and-access.md 3.6)."""

    type_id: str
    allows: bool
    starts: dt.datetime
    ends: dt.datetime | None
    care_providers: frozenset[str]
    care_units: frozenset[str]
    units: frozenset[str]

    @classmethod
    def from_setting(cls, row: dict[str, Any]) -> UnitRow:
        return cls(
            type_id=row["certificateType"],
            allows=row["type"] == "allow",
            starts=_moment(row["fromDateTime"]),
            ends=_moment(row["toDateTime"]) if row.get("toDateTime") else None,
            care_providers=frozenset(row.get("careProviders", ())),
            care_units=frozenset(row.get("careUnits", ())),
            units=frozenset(row.get("issuedOnUnit", ())),
        )

    def is_active(self, at: dt.datetime) -> bool:
        return self.starts <= at and (self.ends is None or at < self.ends)

    def names(self, unit: UnitNode) -> bool:
        return (
            unit.hsa_id in self.units
            or unit.care_unit_id in self.care_units
            or unit.care_provider_id in self.care_providers
        )


def is_closed_for_unit(type_id: str, unit: UnitNode) -> bool:
    """A matching block row closes; active allow rows close the type for every unit outside them."""
    rows = [UnitRow.from_setting(row) for row in settings.CERTIFICATE_TYPE_UNITS if row["certificateType"] == type_id]
    return _is_closed([row for row in rows if row.is_active(clock.now())], unit)


def _is_closed(active: Iterable[UnitRow], unit: UnitNode) -> bool:
    rows = list(active)
    if any(not row.allows and row.names(unit) for row in rows):
        return True
    allowing = [row for row in rows if row.allows]
    return bool(allowing) and not any(row.names(unit) for row in allowing)


def is_limited(certificate_type: CertificateType, action: Action) -> bool:
    """A version that is not the newest active one loses a listed action when its time has passed."""
    for row in settings.CERTIFICATE_VERSION_LIMITS:
        if (row["certificateType"], row["version"]) != certificate_type.key:
            continue
        until = row["actions"].get(action.value)
        if until and _moment(until) <= clock.now() and not _is_newest(certificate_type):
            return True
    return False


def _is_newest(certificate_type: CertificateType) -> bool:
    return certificate_type in registry.active_types(clock.today())


def _moment(text: str) -> dt.datetime:
    """Swedish local time without zone, as everywhere in configuration."""
    return clock.from_local(dt.datetime.fromisoformat(text))
