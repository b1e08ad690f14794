"""Server times of pages, in milliseconds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from django.http import HttpResponse
from django.test import Client

from certificates.models import Certificate
from certificates.signing import services as signing
from tools.benchmarks.figure import percentile
from tools.benchmarks.inside import actors
from tools.clinician import todays_answers

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


def measure(saves: str, pages: str, prints: str) -> dict[str, float]:
    user, patient = actors.doctor(), actors.patient()
    draft = actors.complete_draft(user, patient)
    client = logged_in()
    page = f"/certificate/{draft.pk}"
    opened = [_timed(lambda: client.get(page), 200) for _ in range(int(pages))]
    saved = _save(client, draft, int(saves))
    signed = actors.complete_draft(user, patient)
    signing.sign_at_once(user=user, session_key="benchmark", certificate_id=signed.pk, version=signed.version)
    printed = [_timed(lambda: client.get(f"/moduleapi/intyg/fk7804/{signed.pk}/pdf"), 200) for _ in range(int(prints))]
    return {
        "save_p50": percentile(saved, 50),
        "save_p95": percentile(saved, 95),
        "page_p50": percentile(opened[1:], 50),
        "page_p95": percentile(opened[1:], 95),
        "page_bytes": len(client.get(page).content),
        "pdf_first": printed[0],
        "pdf_p50": percentile(printed[1:], 50),
    }


def logged_in(hsa_id: str = actors.DOCTOR, *, unit: str = actors.UNIT) -> Client:
    """A browser with the session of a doctor, which checks the form's token as a real one."""
    client = Client(enforce_csrf_checks=True)
    client.post("/welcome", {"hsa_id": hsa_id, "unit": unit})
    return client


def _save(client: Client, draft: Certificate, count: int) -> list[float]:
    token = CSRF.search(client.get(f"/certificate/{draft.pk}").content)
    if token is None:
        raise LookupError("the draft page has no token")
    headers = {"X-CSRFToken": token[1].decode(), "HX-Request": "true"}
    times = []
    for number, (question, form) in enumerate(islice(cycle(_elements()), count + 5)):
        posted = {name: value.replace("#", str(number)) for name, value in form.items()}
        posted |= {"version": str(draft.version + number), f"e.{question}.shown": "1"}
        url = f"/certificate/{draft.pk}/element/{question}"
        times.append(_timed(lambda url=url, posted=posted: client.post(url, posted, headers=headers), 200))
    draft_now = Certificate.objects.get(pk=draft.pk)
    if draft_now.version != draft.version + count + 5:
        raise ValueError(f"{draft_now.version - draft.version} of {count + 5} saves changed something")
    return times[5:]


def _elements() -> list[tuple[str, dict[str, str]]]:
    """What the script posts for one question; ``#`` makes every save differ from the one before."""
    answers = todays_answers()

    def posted(question: str) -> dict[str, str]:
        return {name: value for name, value in answers.items() if name.startswith(f"e.{question}.")}

    text = "Nedsatt uthållighet och koncentration, bedömt vid besök. " * 68
    other_code = {"e.6.huvuddiagnos.code": "J069", "e.6.huvuddiagnos.text": "Akut övre luftvägsinfektion"}
    shorter = {"e.32.HELT_NEDSATT.to": "v3"}
    return [
        ("35", {"e.35.text": f"# {text}"}),
        ("6", other_code),
        ("17", {"e.17.text": f"# {text}"}),
        ("32", posted("32") | shorter),
        ("29", {"e.29.text": "Undersköterska på särskilt boende. #"}),
        ("6", posted("6")),
        ("19", {"e.19.text": f"# {text}"}),
        ("32", posted("32")),
    ]


def _timed(do: Callable[[], Any], status: int) -> float:
    began = time.perf_counter()
    answer: HttpResponse = do()
    content = answer.getvalue() if answer.streaming else answer.content
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != status or not content:
        raise ValueError(f"HTTP {answer.status_code}: {content[:500]!r}")
    return taken
