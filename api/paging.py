"""Pages by cursor: a text that says where the next page begins, and nothing about anybody."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.problems import Fault, NotAsDescribed

PAGE_SIZE = 50
LARGEST_ID = 2**63 - 1
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """At most ``PAGE_SIZE`` rows. ``has_more``: there is a row behind the last one."""

    rows: Sequence[Row]
    has_more: bool


def cut(rows: Sequence[Row]) -> Page[Row]:
    """A page of rows of which one more was asked for than it holds."""
    return Page(rows[:PAGE_SIZE], len(rows) > PAGE_SIZE)


def cursor_after(number: int) -> str:
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> int:
    """The number behind which the page begins; 0 without a cursor. Raises ``NotAsDescribed`` for one of others."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    name, _, number = text.partition(":")
    if name != "after" or not number.isascii() or not number.isdigit() or int(number) > LARGEST_ID:
        raise NotAsDescribed([Fault("cursor", "Markören kommer inte från det här API:et.")])
    return int(number)
