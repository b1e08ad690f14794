"""Replacing the content of a code system, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from terminology.code_systems import ICF, NAMES
from terminology.icf_sources import IcfCatalogue, SourceSuggestion, SourceTerm
from terminology.models import LONGEST_VERSION, CodeSystem, Concept, IcfSuggestion, IcfTerm
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

    @property
    def did_something(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class IcfOutcome:
    """What an import of both ICF tables did."""

    terms: ImportOutcome
    suggestions: ImportOutcome


@transaction.atomic
def replace_concepts(
    key: str, concepts: Sequence[SourceConcept], *, version: str, progress: Progress = lambda done: None
) -> ImportOutcome:
    """Make a code system hold exactly these concepts. ``progress`` hears the number of rows written so far."""

    def new_row(concept: SourceConcept) -> Concept:
        return Concept(
            code_system=system,
            code=concept.code,
            display_code=concept.display_code,
            title=concept.title,
            parent_code=concept.parent_code,
        )

    system = _locked(key)
    outcome = _replace(
        {row.code: row for row in system.concepts.all()},
        {concept.code: concept for concept in concepts},
        new_row=new_row,
        fields=("display_code", "title", "parent_code"),
        progress=progress,
    )
    _stamp(system, version, has_changed=outcome.did_something, count=outcome.total)
    return outcome


@transaction.atomic
def replace_icf(catalogue: IcfCatalogue, *, version: str, progress: Progress = lambda done: None) -> IcfOutcome:
    """Make the ICF catalogue hold exactly these terms and suggestions; what certificates have chosen stays theirs."""
    system = _locked(ICF)
    suggested = {(row.diagnosis_code, row.term_id): row for row in IcfSuggestion.objects.all()}
    terms = _replace(
        {row.code: row for row in IcfTerm.objects.all()},
        {term.code: term for term in catalogue.terms},
        new_row=_new_term,
        fields=("title", "description", "includes"),
        progress=progress,
    )
    suggestions = _replace(
        suggested,
        {(suggestion.diagnosis_code, suggestion.term_code): suggestion for suggestion in catalogue.suggestions},
        new_row=_new_suggestion,
        fields=("is_central",),
        progress=progress,
    )
    _stamp(system, version, has_changed=terms.did_something or suggestions.did_something, count=terms.total)
    return IcfOutcome(terms, suggestions)


def _new_term(term: SourceTerm) -> IcfTerm:
    return IcfTerm(code=term.code, title=term.title, description=term.description, includes=term.includes)


def _new_suggestion(suggestion: SourceSuggestion) -> IcfSuggestion:
    return IcfSuggestion(
        diagnosis_code=suggestion.diagnosis_code, term_id=suggestion.term_code, is_central=suggestion.is_central
    )


def _locked(key: str) -> CodeSystem:
    system, _ = CodeSystem.objects.select_for_update().get_or_create(key=key, defaults={"name": NAMES[key]})
    return system


def _replace(
    stored: Mapping[Any, Model],
    wanted: Mapping[Any, Any],
    *,
    new_row: Callable[[Any], Model],
    fields: Sequence[str],
    progress: Progress,
) -> ImportOutcome:
    """Add, change and remove rows until they say what is wanted; ``fields`` have the same names on both sides."""
    added = [new_row(source) for key, source in wanted.items() if key not in stored]
    changed = [row for key, row in stored.items() if key in wanted and _update(row, wanted[key], fields)]
    removed = [row for key, row in stored.items() if key not in wanted]
    done = 0
    for batch in _batches(added):
        _manager(batch).bulk_create(batch)
        progress(done := done + len(batch))
    for batch in _batches(changed):
        _manager(batch).bulk_update(batch, fields, batch_size=200)
        progress(done := done + len(batch))
    for batch in _batches(removed):
        _manager(batch).filter(pk__in=[row.pk for row in batch]).delete()
    return ImportOutcome(added=len(added), changed=len(changed), removed=len(removed), total=len(wanted))


def _update(row: Model, source: Any, fields: Sequence[str]) -> bool:
    """Write the source onto the row; tells whether anything differed."""
    differing = [field for field in fields if getattr(row, field) != getattr(source, field)]
    for field in differing:
        setattr(row, field, getattr(source, field))
    return bool(differing)


def _stamp(system: CodeSystem, version: str, *, has_changed: bool, count: int) -> None:
    if has_changed:
        system.stamp = uuid.uuid4().hex
    system.version, system.imported_at, system.concept_count = version[:LONGEST_VERSION], clock.now(), count
    system.save()


def _manager(rows: Sequence[Model]) -> Any:
    return type(rows[0])._default_manager


def _batches(rows: list[T]) -> list[list[T]]:
    return [rows[start : start + BATCH_SIZE] for start in range(0, len(rows), BATCH_SIZE)]
