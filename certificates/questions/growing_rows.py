"""Lists of rows that the user makes longer: the buttons that are posted without script (spec/ui.md 10.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from certificates.questions.base import Fields

Row = dict[str, str]


def posted_rows(
    rows: Sequence[Row], fields: Fields, *, row_ids: tuple[str, ...], is_filled: Callable[[Row], bool]
) -> list[Row]:
    """The rows in use. ``add`` makes one more, ``remove`` holds the row to go; the rows below then move up."""
    kept = list(rows)
    empty = dict.fromkeys(kept[0], "")
    if fields.get("remove") in row_ids:
        del kept[row_ids.index(fields.get("remove"))]
    while kept and not is_filled(kept[-1]):
        kept.pop()
    if fields.get("add") and len(kept) < len(row_ids):
        kept = [*(kept or [empty]), dict(empty)]
    return kept
