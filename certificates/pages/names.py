"""What a field offers whose text must be in a list of names (spec/ui.md 4.5, 10.7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from certificates.pages.marking import marked
from terminology import search


@dataclass(frozen=True, slots=True)
class NameOption:
    name: str
    marked_name: SafeString


@dataclass(frozen=True, slots=True)
class NameOptions:
    options: tuple[NameOption, ...]
    hits_text: str


def name_options(name_list: str, query: str) -> NameOptions:
    """All names that begin with the text, then those that contain it; the whole list for no text."""
    found = search.search_names(name_list, query)
    options = tuple(NameOption(hit.title, marked(hit.title, query)) for hit in found.hits)
    return NameOptions(options, {0: "Inga träffar", 1: "1 träff"}.get(found.total, f"{found.total} träffar"))
