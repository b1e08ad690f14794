"""What can be asked of a directory, and which one is asked: the built-in tables or a real catalogue (docs/adr/0015).

A row (``Unit``) is a value here: it may stand in no table, has no key then, is shared, and nobody may change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django.conf import settings

from hsa import catalogue, tables
from hsa.models import Unit
from hsa.records import CommissionRecord, Staff


class Answers(Protocol):
    """Look-ups by HSA-id of any spelling; what comes back is keyed by the normalised one."""

    def staff(self, hsa_id: str) -> Staff | None:
        """None for a person whom the directory does not know."""

    def staff_of(self, hsa_ids: Iterable[str]) -> list[Staff]:
        """Many persons, sorted by HSA-id; those whom the directory does not know are left out."""

    def completed(self, records: Sequence[CommissionRecord]) -> list[CommissionRecord]:
        """The same commissions with their units and providers; a unit that is not found is None (1.3)."""

    def units(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        """The units among ``hsa_ids`` that the directory knows."""

    def providers(self, hsa_ids: Iterable[str]) -> Mapping[str, Unit]:
        """The care providers among ``hsa_ids`` that the directory knows."""

    def members(self, care_units: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
        """The connected units of each care unit, active or not."""

    def care_units_above(self, rows: Iterable[Unit]) -> Mapping[str, Sequence[Unit]]:
        """The care units that have connected each unit."""


def current() -> Answers:
    """The directory as it is now; raises ``DirectoryUnavailable``."""
    return catalogue.Catalogue() if settings.HSA_URL else tables.current()
