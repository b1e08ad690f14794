"""Times of diagnosis searches, in milliseconds."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

from terminology import search
from terminology.models import CodeSystem
from tools.benchmarks.inside import actors
from tools.benchmarks.inside.pages import fetched, logged_in
from tools.benchmarks.timing import Times

TYPED = (
    "akut stressreaktion", "ländryggssmärta", "depressiv episod", "fraktur på underben", "hjärtsvikt",
    "diabetes mellitus typ 2", "malign tumör i bröst", "ospecificerad smärta i leder", "reaktion på svår stress",
    "sjukdom i andningsorganen", "F438A", "M545", "J069", "S82", "C509", "E119",
)  # fmt: skip


def measure(rounds: str) -> dict[str, Any]:
    stops = [text[:length] for text in TYPED for length in range(1, len(text) + 1)]
    random.Random(7).shuffle(stops)
    searched, answered = Times(), Times()
    for _ in range(int(rounds)):
        for stop in stops:
            searched.of(partial(search.search, search.ICD_10_SE, stop))
    draft = actors.new_draft(actors.doctor(), actors.patient())
    client, url = logged_in(), f"/certificate/{draft.pk}/diagnosis"
    for stop in stops:
        query = {"question": "6", "row": "huvuddiagnos", "part": "text", "q": stop}
        answered.of(partial(fetched, client, url, query))
    return {
        "concepts": CodeSystem.objects.get(key=search.ICD_10_SE).concept_count,
        "search": searched.summary(),
        "answer": answered.summary(),
    }
