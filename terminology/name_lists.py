"""Fixed lists of names that are known without an import: the municipalities (spec/certificate-types, db.yaml KOMMUN).

The name is the code. Only the exact name is an entry; a search is kinder.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from terminology.code_systems import KOMMUN
from terminology.index import Hit, SearchResult, fold

HERE = Path(__file__).parent
MUNICIPALITIES = HERE / "municipalities.txt"

_SWEDISH_ORDER = str.maketrans("åäö", "{|}")
"""Å, ä and ö stand after z, in this order."""


class NameList:
    """Names, one a line in a file, read when they are first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _entries(self) -> dict[str, Hit]:
        return {name: Hit(name, name, name) for name in in_swedish_order(self._path.read_text("utf-8").splitlines())}

    def find(self, name: str) -> Hit | None:
        """The entry with exactly this name."""
        return self._entries.get(name)

    def search(self, text: str, *, limit: int | None = None) -> SearchResult:
        """Names that begin so, then names that contain it, each in alphabetical order; all names for no text."""
        wanted = fold(" ".join(text.split()))
        beginning = [hit for name, hit in self._entries.items() if fold(name).startswith(wanted)]
        inside = [hit for name, hit in self._entries.items() if fold(name).find(wanted) > 0]
        found = (*beginning, *inside)
        return SearchResult(found[:limit], len(found))


def in_swedish_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: fold(name).translate(_SWEDISH_ORDER))


NAME_LISTS = {KOMMUN: NameList(MUNICIPALITIES)}
