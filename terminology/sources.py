"""Readers of the published files: rows in, concepts or a clear error out. Nothing is written here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from terminology.code_systems import normalise_code

_ICD_CODE = re.compile(r"[A-Z][0-9]{2}[0-9A-Z]{0,4}")
_KSH_CODE = re.compile(r"[A-Z][0-9]{2}[0-9A-Z-]{0,4}")
_KSH_CODE_WIDTH = 7
_ICD_COLUMNS = ("Kod", "Giltig från", "Överordnad kod", "Titel")


class UnreadableSource(Exception):
    """The file is not what it should be; the text says why and where, in Swedish."""


@dataclass(frozen=True, slots=True)
class SourceConcept:
    """A code as it is to be stored."""

    code: str
    display_code: str
    title: str
    parent_code: str = ""


def read_icd10se(path: Path) -> list[SourceConcept]:
    """Tab-separated, quoted, UTF-8, with a heading row.

    A row without valid-from is no valid code, a dash makes a block and a leading digit a chapter: these are skipped.
    """
    return _unique(_icd_concepts(table_rows(path, _ICD_COLUMNS)))


def read_ksh97p(path: Path) -> list[SourceConcept]:
    """Fixed columns, ISO-8859-1: the code in seven characters, then the title."""
    data = path.read_bytes()
    if _is_utf8_with_letters(data):
        raise UnreadableSource("Filen är UTF-8 men ska vara ISO-8859-1. Är det rätt fil?")
    return _unique(_ksh_concepts(data.decode("iso-8859-1").splitlines()))


def table_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a tab-separated UTF-8 table with a heading row: line number, and the text of each named column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t")
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableSource(f"Rubrikraden saknar kolumnen {missing[0]}. Är det rätt fil?")
            for row in reader:
                yield reader.line_num, {column: (row[column] or "").strip() for column in columns}
    except UnicodeDecodeError as error:
        raise UnreadableSource("Filen är inte UTF-8. Är det rätt fil?") from error
    except csv.Error as error:
        raise UnreadableSource(f"Filen går inte att läsa som tabell: {error}.") from error


def is_icd_code(code: str) -> bool:
    """Whether a normalised code has the form of ICD-10-SE."""
    return _ICD_CODE.fullmatch(code) is not None


def _icd_concepts(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[SourceConcept]:
    for number, row in rows:
        shown, title = row["Kod"], _title(row["Titel"])
        if not row["Giltig från"] or "-" in shown or shown[:1].isdigit():
            continue
        code = normalise_code(shown)
        if not is_icd_code(code) or not title:
            raise UnreadableSource(f"Rad {number}: koden eller titeln är inte giltig.")
        yield SourceConcept(code, shown.upper(), title, normalise_code(row["Överordnad kod"]))


def _title(text: str) -> str:
    """One line of text without the daggers and stars that mark pairs of codes."""
    return " ".join(text.split()).lstrip("†* ")


def _ksh_concepts(text_lines: Iterable[str]) -> Iterator[SourceConcept]:
    for number, line in enumerate(text_lines, start=1):
        if not line.strip():
            continue
        code, title = line[:_KSH_CODE_WIDTH].strip().upper(), line[_KSH_CODE_WIDTH:].strip()
        if not _KSH_CODE.fullmatch(code) or not title:
            raise UnreadableSource(f"Rad {number}: väntade en kod i sju tecken och sedan en titel.")
        yield SourceConcept(normalise_code(code), code, title)


def _unique(concepts: Iterator[SourceConcept]) -> list[SourceConcept]:
    """All concepts; of a code that comes twice the first. An empty file is an error."""
    by_code: dict[str, SourceConcept] = {}
    for concept in concepts:
        by_code.setdefault(concept.code, concept)
    if not by_code:
        raise UnreadableSource("Filen innehåller inga giltiga koder.")
    return list(by_code.values())


def _is_utf8_with_letters(data: bytes) -> bool:
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False
