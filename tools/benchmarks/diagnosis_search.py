"""Diagnosis search: server time of one search while somebody types.

What is typed letter by letter: words, beginnings of several words, and codes; every stop of the typing is a search, in
mixed order. The first search, which builds the index of the process, is told apart. The published table is imported
when the file is there, else the project's starter set is searched. The page's own answer (session, access, search,
rendering) is timed by Django's test client.
"""

from __future__ import annotations

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run
from tools.installation import ROOT

NAME = "diagnosis-search"
TABLE = ROOT.parent / "shared" / "terminology" / "icd-10-se.tsv"
ROUNDS = 20


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.stop_prepared()
    if TABLE.is_file():
        place.installation.manage("import_icd10se", str(TABLE))
    found = place.inside("diagnosis_search", str(ROUNDS))
    content = f"ICD-10-SE, {found['concepts']} codes" if TABLE.is_file() else f"starter set, {found['concepts']} codes"
    search, answer = found["search"], found["answer"]
    return [
        Row(
            "Diagnosis search, p95",
            search["p95"],
            "ms",
            aim=Aim(Bound.AT_MOST, 5),
            remark=f"{content}; {search['count']} searches, p50 {search['p50']:.2f} ms, processor time "
            f"{search['processor']:.2f} ms; the first one, which builds the index, took {search['first']:.0f} ms.",
        ),
        Row(
            "Diagnosis search, whole answer, p95",
            answer["p95"],
            "ms",
            remark=f"{answer['count']} answers by Django's test client, p50 {answer['p50']:.1f} ms, processor time "
            f"{answer['processor']:.1f} ms.",
        ),
    ]
