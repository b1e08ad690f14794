"""What a simulator holds, as a JSON list that may be long (spec/demo-world.md, Fixed addresses)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from django.http import StreamingHttpResponse

SIMULATOR_HEADER = "X-Webcert-Simulator"


def json_list(simulator: str, entries: Iterable[Mapping[str, object]]) -> StreamingHttpResponse:
    """A JSON array, written while the rows are read; the header says that a simulator answers."""
    return StreamingHttpResponse(
        _chunks(entries),
        content_type="application/json",
        headers={SIMULATOR_HEADER: simulator},
    )


def _chunks(entries: Iterable[Mapping[str, object]]) -> Iterator[str]:
    separator = "["
    for entry in entries:
        yield separator + json.dumps(entry, ensure_ascii=False)
        separator = ",\n"
    yield "[]" if separator == "[" else "]"
