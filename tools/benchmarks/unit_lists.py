"""The lists of a unit with 10 000 and with 1 000 000 certificates in the database.

A scratch database is filled by SQL in bulk: one patient for every ten certificates; certificates over a hundred units,
one in ten a draft, saved evenly over two years. Two units of one doctor each are looked at: one keeps its hundred
certificates while the rest grows, the other grows a hundredfold too. The pages *Ej signerade utkast* (the whole unit,
newest first) and *Signerade intyg* (the doctor's, three months) are fetched by Django's test client; showing ten rows
writes ten PDL records. The ceiling of each is its own time with 10 000.
"""

from __future__ import annotations

from typing import Any

from tools.benchmarks import report
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "unit-lists"
SMALL, LARGE = 10_000, 1_000_000
REPEATS = 60
AIM = Aim(Bound.AT_MOST, 1.5, of_ratio=True)
LISTS = {"drafts": "Ej signerade utkast", "signed": "Signerade intyg"}
SIZES = {"same": "unit of the same size", "larger": "unit a hundred times larger"}


def measure(run: Run) -> list[Row]:
    place = run.new_place("unit-lists")
    place.stop_prepared()
    small = place.inside("unit_lists", "0", str(SMALL), str(REPEATS))
    large = place.inside("unit_lists", str(SMALL), str(LARGE), str(REPEATS))
    return [
        _row(f"{list_label}, {size_label}", large[size][name], small[size][name])
        for size, size_label in SIZES.items()
        for name, list_label in LISTS.items()
    ]


def _row(label: str, large: dict[str, Any], small: dict[str, Any]) -> Row:
    page, page_before = large["page"], small["page"]
    query, query_before = large["query"], small["query"]
    return Row(
        f"{label}, p95",
        page["p95"],
        "ms",
        page_before["p95"],
        f"with {report.number(SMALL)} in all",
        AIM,
        f"With {report.number(LARGE)} in all, {large['rows']} rows on the list against {small['rows']}; page p50 "
        f"{page['p50']:.1f} ms against {page_before['p50']:.1f} ms; the query alone p50 {query['p50']:.1f} ms against "
        f"{query_before['p50']:.1f} ms, p95 {query['p95']:.1f} ms against {query_before['p95']:.1f} ms.",
    )
