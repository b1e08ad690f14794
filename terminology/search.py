"""Diagnosis search: by code prefix or by words (spec/ui.md 4.3, spec/certificate-types/README.md 7).

Search reads an index in the process, so it is the same and as quick on every database. One small query per
search asks whether the code system has been imported anew since the index was built.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from terminology.code_systems import ICD_10_SE, KOMMUN, KSH97_P, normalise_code
from terminology.index import ConceptIndex, Hit, SearchResult
from terminology.models import CodeSystem, Concept
from terminology.name_lists import NAME_LISTS

__all__ = [
    "ICD_10_SE",
    "KOMMUN",
    "KSH97_P",
    "Hit",
    "SearchResult",
    "asking_once",
    "find",
    "search",
    "search_by_code",
    "search_by_words",
    "search_names",
]

MAX_HITS = 18
MIN_CODE_LENGTH = 3

_LOOKS_LIKE_CODE = re.compile(r"[A-ZÅÄÖ][0-9]{2}-?[0-9A-Z]{0,4}")

_indexes: dict[str, tuple[str, ConceptIndex]] = {}
_building = threading.Lock()
_found: ContextVar[dict[tuple[str, str], Concept | None] | None] = ContextVar("terminology_found", default=None)


def search(code_system: str, query: str, *, limit: int = MAX_HITS) -> SearchResult:
    """By code when the text looks like one and gives hits, otherwise by words. Limit 18, total for all."""
    if _LOOKS_LIKE_CODE.fullmatch(normalise_code(query)):
        result = search_by_code(code_system, query, limit=limit)
        if result.total:
            return result
    return search_by_words(code_system, query, limit=limit)


def search_by_code(code_system: str, prefix: str, *, limit: int = MAX_HITS) -> SearchResult:
    """Codes that begin so, from three characters; dots and case do not matter."""
    prefix = normalise_code(prefix)
    index = _index(code_system)
    if index is None or len(prefix) < MIN_CODE_LENGTH:
        return SearchResult((), 0)
    return index.by_code(prefix, limit)


def search_by_words(code_system: str, text: str, *, limit: int = MAX_HITS) -> SearchResult:
    """Titles in which every word of the text begins some word, from one character; case does not matter."""
    index = _index(code_system)
    return SearchResult((), 0) if index is None else index.by_words(text, limit)


def search_names(name_list: str, text: str, *, limit: int | None = None) -> SearchResult:
    """Entries of a fixed list: names that begin so, then names that contain it; all of them for no text."""
    names = NAME_LISTS.get(name_list)
    return SearchResult((), 0) if names is None else names.search(text, limit=limit)


def find(code_system: str, code: str) -> Concept | Hit | None:
    """The concept with exactly this code, with or without dots, in any case; of a fixed list the exact name."""
    if code_system in NAME_LISTS:
        return NAME_LISTS[code_system].find(code)
    asked = (code_system, normalise_code(code))
    found = _found.get()
    if found is None:
        return _find(*asked)
    if asked not in found:
        found[asked] = _find(*asked)
    return found[asked]


@contextmanager
def asking_once() -> Iterator[None]:
    """In the block, or the decorated function, ``find`` asks once for each code: one request looks several times."""
    known = _found.get()
    token = _found.set({} if known is None else known)
    try:
        yield
    finally:
        _found.reset(token)


def _find(code_system: str, code: str) -> Concept | None:
    return Concept.objects.filter(code_system__key=code_system, code=code).first()


def _index(code_system: str) -> ConceptIndex | None:
    """The index of the present import, built when missing or stale; None for an unknown code system."""
    stamp = CodeSystem.objects.filter(key=code_system).values_list("stamp", flat=True).first()
    if stamp is None:
        return None
    known = _indexes.get(code_system)
    if known and known[0] == stamp:
        return known[1]
    with _building:
        known = _indexes.get(code_system)
        if known and known[0] == stamp:
            return known[1]
        rows = Concept.objects.filter(code_system__key=code_system).values_list("code", "display_code", "title")
        index = ConceptIndex(rows.iterator(chunk_size=5000))
        _indexes[code_system] = (stamp, index)
    return index
