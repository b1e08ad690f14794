"""Saving one element of a draft, opening the draft's page, printing: server time of the largest type, FK 7804.

Django's test client calls the whole stack (middleware, session, access, service, template) inside one process, with the
database and without a network. The element saves change, in turn, two texts of 4 000 characters, the diagnosis, the
periods and the occupation, each as the page's script posts it. The PDF is one page of a signed certificate.
"""

from __future__ import annotations

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "element-save"
SAVES, PAGES, PRINTS = 300, 60, 30


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.stop_prepared()
    found = place.inside("pages", str(SAVES), str(PAGES), str(PRINTS))
    return [
        Row(
            "Element save, p95",
            found["save_p95"],
            "ms",
            aim=Aim(Bound.AT_MOST, 50),
            remark=f"{SAVES} saves by Django's test client, p50 {found['save_p50']:.1f} ms.",
        ),
        Row(
            "Draft page, p95",
            found["page_p95"],
            "ms",
            aim=Aim(Bound.AT_MOST, 300),
            remark=f"{PAGES} openings, p50 {found['page_p50']:.1f} ms, {found['page_bytes'] / 1000:.0f} kB.",
        ),
        Row(
            "PDF, median",
            found["pdf_p50"],
            "ms",
            aim=Aim(Bound.AT_MOST, 100),
            remark=f"{PRINTS} prints, the first one (it starts the Typst process) took {found['pdf_first']:.0f} ms.",
        ),
    ]
