"""The lists of a unit with 10 000 and with 1 000 000 certificates in the database.

A scratch database is filled by SQL in bulk: one patient for every ten certificates; certificates over a hundred units
and four doctors at each, one in ten a draft, saved evenly over two years. So the doctor's own unit holds a hundredth of
all. The pages *Ej signerade utkast* (the whole unit, newest first, all days) and *Signerade intyg* (three months) are
fetched by Django's test client; the queries below them are timed alone too, for a page has costs of its own that hide a
slow query. The ceiling of each is its own time with 10 000.
"""

from __future__ import annotations

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "unit-lists"
SMALL, LARGE = 10_000, 1_000_000
REPEATS = 40
AIM = Aim(Bound.AT_MOST, 1.5, of_ratio=True)
LABELS = {
    "drafts_page": "Ej signerade utkast, page",
    "drafts_query": "Ej signerade utkast, query",
    "signed_page": "Signerade intyg, page",
    "signed_query": "Signerade intyg, query",
}


def measure(run: Run) -> list[Row]:
    place = run.new_place("unit-lists")
    place.stop_prepared()
    small = place.inside("unit_lists", "0", str(SMALL), str(REPEATS))
    large = place.inside("unit_lists", str(SMALL), str(LARGE), str(REPEATS))
    return [
        Row(
            f"{label}, p95 with {LARGE:,} certificates".replace(",", " ", 1).replace(",", " "),
            large[key],
            "ms",
            small[key],
            f"with {SMALL:,}".replace(",", " "),
            AIM,
            f"{large['on_list'][key]} rows on the list against {small['on_list'][key]}"
            + (f"; filling took {large['filling']:.0f} s." if key == "drafts_page" else "."),
        )
        for key, label in LABELS.items()
    ]
