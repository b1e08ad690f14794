"""Saving one element of a draft, opening the draft's page, printing: server time.

Django's test client calls the whole stack (middleware, session, access, service, template) inside one process, with the
database and without a network. The element saves change, in turn, three texts of 4 000 characters, the diagnosis, the
periods and the occupation of an FK 7804, each as the page's script posts it. In a draft of the type with the most
questions, in which every question is shown that a yes reveals, they answer no, write a long text and answer yes again.
Page and PDF are those of an FK 7804.
"""

from __future__ import annotations

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "element-save"
SAVES, PAGES, PRINTS = 240, 60, 30


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.stop_prepared()
    found = place.inside("pages", str(SAVES), str(PAGES), str(PRINTS))
    page, pdf = found["page"], found["pdf"]
    return [
        _save("fk7804", found["save"]),
        _save(f"{found['largest']}, {found['questions']} questions", found["largest_save"]),
        Row(
            "Draft page, p95",
            page["p95"],
            "ms",
            aim=Aim(Bound.AT_MOST, 300),
            remark=f"{page['count']} openings of {found['page_bytes'] / 1000:.0f} kB, p50 {page['p50']:.1f} ms, "
            f"processor time {page['processor']:.1f} ms.",
        ),
        Row(
            "PDF, median",
            pdf["p50"],
            "ms",
            aim=Aim(Bound.AT_MOST, 100),
            remark=f"{pdf['count']} prints; the first one, which starts the printing process, took "
            f"{pdf['first']:.0f} ms.",
        ),
    ]


def _save(of: str, times: dict[str, float]) -> Row:
    return Row(
        f"Element save ({of}), p95",
        times["p95"],
        "ms",
        aim=Aim(Bound.AT_MOST, 50),
        remark=f"{times['count']} saves by Django's test client, p50 {times['p50']:.1f} ms, processor time "
        f"{times['processor']:.1f} ms.",
    )
