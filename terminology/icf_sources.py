"""Reader of the two ICF tables, in a layout of our own (docs/terminology.md): rows in, values or a clear error out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from terminology.code_systems import normalise_code
from terminology.sources import UnreadableSource, is_icd_code, table_rows

LONGEST_TITLE = 200

_TERM_CODE = re.compile(r"[bd][0-9]{3,5}")
_TERM_COLUMNS = ("Kod", "Titel", "Beskrivning", "Innefattar")
_SUGGESTION_COLUMNS = ("Diagnos", "Centrala", "Kompletterande")


@dataclass(frozen=True, slots=True)
class SourceTerm:
    """An ICF category as it is to be stored. ``includes`` may be empty."""

    code: str
    title: str
    description: str
    includes: str


@dataclass(frozen=True, slots=True)
class SourceSuggestion:
    """A term offered for a diagnosis."""

    diagnosis_code: str
    term_code: str
    is_central: bool


@dataclass(frozen=True, slots=True)
class IcfCatalogue:
    """Both tables; every suggestion names a term that is there."""

    terms: tuple[SourceTerm, ...]
    suggestions: tuple[SourceSuggestion, ...]


def read_icf(terms_path: Path, suggestions_path: Path) -> IcfCatalogue:
    """Both tables, or ``UnreadableSource`` that says which file and which row."""
    with _named(terms_path):
        terms = tuple(_terms(terms_path))
        if not terms:
            raise UnreadableSource("Filen innehåller inga kategorier.")
    with _named(suggestions_path):
        suggestions = tuple(_suggestions(suggestions_path, frozenset(term.code for term in terms)))
    return IcfCatalogue(terms, suggestions)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except UnreadableSource as error:
        raise UnreadableSource(f"{path.name}: {error}") from error


def _terms(path: Path) -> Iterator[SourceTerm]:
    """A title stands once, because it is what a certificate keeps of a term."""
    codes: set[str] = set()
    titles: set[str] = set()
    for number, row in table_rows(path, _TERM_COLUMNS):
        term = SourceTerm(row["Kod"].lower(), _one_line(row["Titel"]), row["Beskrivning"], row["Innefattar"])
        if not _TERM_CODE.fullmatch(term.code) or not term.title or not term.description:
            raise UnreadableSource(f"Rad {number}: koden, titeln eller beskrivningen är inte giltig.")
        if len(term.title) > LONGEST_TITLE:
            raise UnreadableSource(f"Rad {number}: titeln får ha högst {LONGEST_TITLE} tecken.")
        if term.code in codes or term.title in titles:
            raise UnreadableSource(f"Rad {number}: koden eller titeln finns redan på en tidigare rad.")
        codes.add(term.code)
        titles.add(term.title)
        yield term


def _suggestions(path: Path, known: frozenset[str]) -> Iterator[SourceSuggestion]:
    diagnoses: set[str] = set()
    for number, row in table_rows(path, _SUGGESTION_COLUMNS):
        diagnosis = normalise_code(row["Diagnos"])
        if not is_icd_code(diagnosis):
            raise UnreadableSource(f"Rad {number}: diagnoskoden är inte giltig.")
        if diagnosis in diagnoses:
            raise UnreadableSource(f"Rad {number}: diagnosen finns redan på en tidigare rad.")
        diagnoses.add(diagnosis)
        central, supplementary = (row[column].lower().split() for column in _SUGGESTION_COLUMNS[1:])
        codes = central + supplementary
        if len(codes) != len(set(codes)):
            raise UnreadableSource(f"Rad {number}: samma kategori står två gånger.")
        if unknown := sorted(set(codes) - known):
            raise UnreadableSource(f"Rad {number}: kategorin {unknown[0]} finns inte i den första filen.")
        yield from (SourceSuggestion(diagnosis, code, is_central=code in central) for code in codes)


def _one_line(text: str) -> str:
    return " ".join(text.split())
