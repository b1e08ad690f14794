"""Replacing the content of a code system, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from terminology.code_systems import NAMES
from terminology.models import CodeSystem, Concept
from terminology.sources import SourceConcept
from webcert import clock

T = TypeVar("T")
BATCH_SIZE = 2000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did."""

    added: int
    changed: int
    removed: int
    total: int


@transaction.atomic
def replace_concepts(
    key: str, concepts: Sequence[SourceConcept], *, version: str, progress: Progress = lambda done: None
) -> ImportOutcome:
    """Make a code system hold exactly these concepts. ``progress`` hears the number of rows written so far."""
    system, _ = CodeSystem.objects.select_for_update().get_or_create(key=key, defaults={"name": NAMES[key]})
    stored = {row.code: row for row in system.concepts.all()}
    wanted = {concept.code: concept for concept in concepts}
    added = [_new_row(system, concept) for code, concept in wanted.items() if code not in stored]
    changed = [row for code, row in stored.items() if code in wanted and _update(row, wanted[code])]
    removed = [row.pk for code, row in stored.items() if code not in wanted]
    done = 0
    for batch in _batches(added):
        Concept.objects.bulk_create(batch)
        progress(done := done + len(batch))
    for batch in _batches(changed):
        Concept.objects.bulk_update(batch, ["display_code", "title", "parent_code"], batch_size=200)
        progress(done := done + len(batch))
    for gone in _batches(removed):
        Concept.objects.filter(pk__in=gone).delete()
    if added or changed or removed:
        system.stamp = uuid.uuid4().hex
    system.version, system.imported_at, system.concept_count = version, clock.now(), len(wanted)
    system.save()
    return ImportOutcome(added=len(added), changed=len(changed), removed=len(removed), total=len(wanted))


def _new_row(system: CodeSystem, concept: SourceConcept) -> Concept:
    return Concept(
        code_system=system,
        code=concept.code,
        display_code=concept.display_code,
        title=concept.title,
        parent_code=concept.parent_code,
    )


def _update(row: Concept, concept: SourceConcept) -> bool:
    """Write the concept onto the row; tells whether anything differed."""
    new = (concept.display_code, concept.title, concept.parent_code)
    if (row.display_code, row.title, row.parent_code) == new:
        return False
    row.display_code, row.title, row.parent_code = new
    return True


def _batches(rows: list[T]) -> list[list[T]]:
    return [rows[start : start + BATCH_SIZE] for start in range(0, len(rows), BATCH_SIZE)]
