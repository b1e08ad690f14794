"""Times of diagnosis searches, in milliseconds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from terminology import search
from terminology.models import CodeSystem
from tools.benchmarks.figure import percentile
from tools.benchmarks.inside import actors
from tools.benchmarks.inside.pages import logged_in

TYPED = (
    "akut stressreaktion", "ländryggssmärta", "depressiv episod", "fraktur på underben", "hjärtsvikt",
    "diabetes mellitus typ 2", "malign tumör i bröst", "ospecificerad smärta i leder", "reaktion på svår stress",
    "sjukdom i andningsorganen", "F438A", "M545", "J069", "S82", "C509", "E119",
)  # fmt: skip


def measure(rounds: str) -> dict[str, float]:
    began = time.perf_counter()
    search.search(search.ICD_10_SE, "a")
    index = time.perf_counter() - began
    stops = [text[:length] for text in TYPED for length in range(1, len(text) + 1)]
    random.Random(7).shuffle(stops)
    for stop in stops:
        search.search(search.ICD_10_SE, stop)
    searches = [
        _milliseconds(lambda stop=stop: search.search(search.ICD_10_SE, stop))
        for _ in range(int(rounds))
        for stop in stops
    ]
    answers = _answers(stops)
    return {
        "concepts": CodeSystem.objects.get(key=search.ICD_10_SE).concept_count,
        "index": index * 1000,
        "searches": len(searches),
        "search_p50": percentile(searches, 50),
        "search_p95": percentile(searches, 95),
        "search_max": max(searches),
        "answers": len(answers),
        "answer_p50": percentile(answers, 50),
        "answer_p95": percentile(answers, 95),
    }


def _answers(stops: list[str]) -> list[float]:
    draft = actors.new_draft(actors.doctor(), actors.patient())
    client = logged_in()
    url = f"/certificate/{draft.pk}/diagnosis"
    times = []
    for stop in stops:
        times.append(_milliseconds(lambda stop=stop: _fetch(client, url, stop)))
    return times


def _fetch(client: Any, url: str, text: str) -> None:
    answer = client.get(url, {"question": "6", "row": "huvuddiagnos", "part": "text", "q": text})
    if answer.status_code != 200:
        raise ValueError(f"HTTP {answer.status_code}")


def _milliseconds(do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000
