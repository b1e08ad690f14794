"""An immutable word index of one code system, built once per import and kept in the process.

Postings are arrays of row numbers in code order, so that the smallest numbers are the first hits.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORT_PREFIXES = range(1, 5)
FREQUENT = 4000

_WORD = re.compile(r"\w+")
_LAST_CHARACTER = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Hit:
    """A found code: as stored, as shown, and its text."""

    code: str
    display_code: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first hits in code order, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def fold(text: str) -> str:
    """Case folds; å, ä and ö stay letters of their own."""
    return text.lower()


def words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


class ConceptIndex:
    """Prefix search over codes and over the words of titles.

    Prefixes of up to four letters have postings of their own, and the frequent ones a flag per row besides.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """``rows``: code, display code, title; any order."""
        ordered = sorted(rows)
        self._codes: list[str] = [code for code, _, _ in ordered]
        self._display_codes: list[str] = [shown for _, shown, _ in ordered]
        self._titles: list[str] = [title for _, _, title in ordered]
        by_word: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        by_short_prefix: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, title in enumerate(self._titles):
            distinct = set(words(title))
            for word in distinct:
                by_word[word].append(number)
            for prefix in {word[:length] for word in distinct for length in SHORT_PREFIXES}:
                by_short_prefix[prefix].append(number)
        self._short = dict(by_short_prefix)
        self._flags = {
            prefix: _flags(rows, len(ordered)) for prefix, rows in self._short.items() if len(rows) > FREQUENT
        }
        self._words: list[str] = sorted(by_word)
        self._postings: list[array[int]] = [by_word[word] for word in self._words]

    def by_code(self, prefix: str, limit: int) -> SearchResult:
        """Codes that begin with a normalised prefix."""
        first, end = _prefix_range(self._codes, prefix)
        return self._result(range(first, end), limit)

    def by_words(self, text: str, limit: int) -> SearchResult:
        """Titles in which every word of the text begins some word."""
        found = {prefix: self._rows_with(prefix) for prefix in words(text)}
        if not found:
            return SearchResult((), 0)
        rarest, *others = sorted(found, key=lambda prefix: len(found[prefix]))
        numbers = found[rarest]
        for prefix in others:
            numbers = self._both(numbers, prefix, found[prefix])
        return self._result(numbers, limit)

    def _both(self, numbers: Sequence[int], prefix: str, others: Sequence[int]) -> Sequence[int]:
        """Those of the ascending ``numbers`` that the prefix has too."""
        if flags := self._flags.get(prefix):
            return [number for number in numbers if flags[number]]
        known = set(others)
        return [number for number in numbers if number in known]

    def _rows_with(self, prefix: str) -> Sequence[int]:
        """Numbers of the rows with a word that begins so, ascending."""
        if len(prefix) in SHORT_PREFIXES:
            return self._short.get(prefix, ())
        first, end = _prefix_range(self._words, prefix)
        if end - first == 1:
            return self._postings[first]
        return sorted(set().union(*self._postings[first:end]))

    def _result(self, numbers: Sequence[int], limit: int) -> SearchResult:
        hits = tuple(Hit(self._codes[n], self._display_codes[n], self._titles[n]) for n in numbers[:limit])
        return SearchResult(hits, len(numbers))


def _flags(numbers: Iterable[int], size: int) -> bytes:
    flags = bytearray(size)
    for number in numbers:
        flags[number] = 1
    return bytes(flags)


def _prefix_range(ordered: Sequence[str], prefix: str) -> tuple[int, int]:
    return bisect_left(ordered, prefix), bisect_left(ordered, prefix + _LAST_CHARACTER)
