"""The part of HSA that a user may work in: care provider -> care unit -> sub unit (spec/roles-and-access.md 1.3).

Plain values without database objects, so that they can travel in a session.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A care unit (with its sub units) or a sub unit (``care_unit_id`` is then another id)."""

    hsa_id: str
    name: str
    care_unit_id: str
    care_unit_name: str
    care_provider_id: str
    care_provider_name: str
    workplace_code: str = "0000000"
    mail: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    sub_units: tuple[UnitNode, ...] = ()

    @property
    def is_care_unit(self) -> bool:
        return self.hsa_id == self.care_unit_id


@dataclass(frozen=True, slots=True)
class ProviderNode:
    """A care provider with the care units of one user. ``ownership``: OFFENTLIG | PRIVAT | OKAND (1.4)."""

    hsa_id: str
    name: str
    org_number: str = ""
    ownership: str = "OKAND"
    care_units: tuple[UnitNode, ...] = ()


def units(providers: tuple[ProviderNode, ...]) -> Iterator[UnitNode]:
    """Every unit in list order: each care unit before its sub units (8.1)."""
    for provider in providers:
        for care_unit in provider.care_units:
            yield care_unit
            yield from care_unit.sub_units


def find_unit(providers: tuple[ProviderNode, ...], hsa_id: str, *, ignore_case: bool = False) -> UnitNode | None:
    """The first unit with this HSA-id, or None."""
    wanted = hsa_id.strip().upper() if ignore_case else hsa_id
    for unit in units(providers):
        if (unit.hsa_id.upper() if ignore_case else unit.hsa_id) == wanted:
            return unit
    return None
