"""What a simulator holds, as a JSON list that may be long (spec/demo-world.md, Fixed addresses)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse

Row = TypeVar("Row", bound=Model)
Entry = Mapping[str, object]
SIMULATOR_HEADER = "X-Webcert-Simulator"
ROWS_AT_A_TIME = 20
"""A row may hold an envelope of 2 MB."""


def json_list(simulator: str, entries: Iterable[Entry]) -> StreamingHttpResponse:
    """A JSON array, written entry by entry; the header says that a simulator answers."""
    return StreamingHttpResponse(
        _chunks(entries),
        content_type="application/json",
        headers={SIMULATOR_HEADER: simulator},
    )


def json_list_of_rows(simulator: str, rows: QuerySet[Row], entry_of: Callable[[Row], Entry]) -> StreamingHttpResponse:
    """A JSON array, written while the rows are read: few of them are in memory at any time."""
    return json_list(simulator, (entry_of(row) for row in rows.iterator(chunk_size=ROWS_AT_A_TIME)))


def _chunks(entries: Iterable[Entry]) -> Iterator[str]:
    separator = "["
    for entry in entries:
        yield separator + json.dumps(entry, ensure_ascii=False)
        separator = ",\n"
    yield "[]" if separator == "[" else "]"
