"""Rows of named texts, which many kinds of answers are made of; from JSON, what does not fit becomes empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Row = Mapping[str, str]


def texts(value: object, parts: Iterable[str]) -> dict[str, str]:
    """The text of each part."""
    given = value if isinstance(value, Mapping) else {}
    return {part: given[part] if isinstance(given.get(part), str) else "" for part in parts}


def listed(value: object) -> list[object]:
    """The members of a list."""
    return list(value) if isinstance(value, (list, tuple)) else []


def listed_rows(value: object, count: int) -> list[object]:
    """So many members of a list; those that it lacks are empty rows."""
    return [*listed(value), *({} for _ in range(count))][:count]


def is_filled(row: Row) -> bool:
    """Something but blanks stands in it."""
    return any(text.strip() for text in row.values())
