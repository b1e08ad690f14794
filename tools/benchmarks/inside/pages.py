"""Server times of pages, in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from accounts.user import CareUser
from certificates.lifecycle.create import create_draft
from certificates.models import Certificate
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.text_area import TextArea
from certificates.signing import services as signing
from certificates.types import registry
from patients.register import PatientRecord
from tools.benchmarks.inside import actors
from tools.benchmarks.timing import WARM_UP, Times
from tools.clinician import todays_answers
from webcert import clock

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
LONG_TEXT = "Nedsatt uthållighet och koncentration, bedömt vid besök. " * 68


def measure(saves: str, pages: str, prints: str) -> dict[str, Any]:
    user, patient = actors.doctor(), actors.patient()
    draft, signed = actors.complete_draft(user, patient), actors.complete_draft(user, patient)
    signing.sign_at_once(user=user, session_key="benchmark", certificate_id=signed.pk, version=signed.version)
    client = logged_in()
    page, pdf = f"/certificate/{draft.pk}", f"/moduleapi/intyg/fk7804/{signed.pk}/pdf"
    opened, printed = Times(), Times()
    for _ in range(int(pages)):
        opened.of(lambda: fetched(client, page))
    for _ in range(int(prints)):
        printed.of(lambda: fetched(client, pdf))
    return {
        "page": opened.summary(),
        "page_bytes": len(fetched(client, page)),
        "pdf": printed.summary(),
        "save": save_each(client, draft, element_changes(), int(saves)).summary(),
        **_largest(client, user, patient, int(saves)),
    }


def _largest(client: Client, user: CareUser, patient: PatientRecord, saves: int) -> dict[str, Any]:
    """Saves in a draft of the type with the most questions, once every question that a yes reveals is there."""
    ctype = max(registry.active_types(clock.today()), key=lambda t: len(t.places))
    draft = create_draft(
        user=user, certificate_type=ctype, patient=patient, way_in=Certificate.WayIn.CREATE_DRAFT_CERTIFICATE
    )
    questions = list(ctype.questions())
    asked = [q.id for q in questions if isinstance(q, RadioBoolean)]
    told = {q.id: LONG_TEXT[: (q.max_length or len(LONG_TEXT)) - 4] for q in questions if isinstance(q, TextArea)}
    yes = [(question, {f"e.{question}.value": "true"}) for question in asked]
    texts = [(question, {f"e.{question}.text": f"# {text}"}) for question, text in told.items()]
    for posted in (yes, texts):
        save_each(client, draft, posted, len(posted) - WARM_UP)
        draft.refresh_from_db()
    changes = [
        step
        for question, text in zip(asked, texts, strict=False)
        for step in ((question, {f"e.{question}.value": "false"}), text, (question, {f"e.{question}.value": "true"}))
    ]
    return {
        "largest": f"{ctype.type_id} {ctype.version}",
        "questions": len(questions),
        "largest_save": save_each(client, draft, changes, saves).summary(),
    }


def logged_in(hsa_id: str = actors.DOCTOR, *, unit: str = actors.UNIT) -> Client:
    """A browser with the session of a doctor, which checks the form's token as a real one."""
    client = Client(enforce_csrf_checks=True)
    client.post("/welcome", {"hsa_id": hsa_id, "unit": unit})
    return client


def fetched(client: Client, address: str, query: dict[str, str] | None = None) -> bytes:
    """The content of a page; ValueError when it is none."""
    return content_of(client.get(address, query))


def token_of(client: Client, address: str) -> dict[str, str]:
    """The header that lets a script post what belongs to this page."""
    found = CSRF.search(fetched(client, address))
    if found is None:
        raise LookupError(f"no token in {address}")
    return {"X-CSRFToken": found[1].decode()}


def content_of(answer: HttpResponse | StreamingHttpResponse) -> bytes:
    content = answer.getvalue()
    if answer.status_code != 200:
        raise ValueError(f"HTTP {answer.status_code}: {content[:500]!r}")
    return content


def save_each(client: Client, draft: Certificate, elements: Sequence[tuple[str, dict[str, str]]], count: int) -> Times:
    """Saves that each change something; ``#`` in a value becomes the number of the save."""
    headers = token_of(client, f"/certificate/{draft.pk}") | {"HX-Request": "true"}
    times = Times()
    for number, (question, form) in enumerate(islice(cycle(elements), count + WARM_UP)):
        posted = {name: value.replace("#", str(number)) for name, value in form.items()}
        posted |= {"version": str(draft.version + number), f"e.{question}.shown": "1"}
        url = f"/certificate/{draft.pk}/element/{question}"
        content_of(times.of(partial(client.post, url, posted, headers=headers)))
    saved = Certificate.objects.get(pk=draft.pk).version - draft.version
    if saved != count + WARM_UP:
        raise ValueError(f"{saved} of {count + WARM_UP} saves changed something")
    return times


def element_changes() -> list[tuple[str, dict[str, str]]]:
    """What the script posts for one question at a time."""
    answers = todays_answers()

    def posted(question: str) -> dict[str, str]:
        return {name: value for name, value in answers.items() if name.startswith(f"e.{question}.")}

    return [
        ("35", {"e.35.text": f"# {LONG_TEXT}"}),
        ("6", {"e.6.huvuddiagnos.code": "J069", "e.6.huvuddiagnos.text": "Akut övre luftvägsinfektion"}),
        ("17", {"e.17.text": f"# {LONG_TEXT}"}),
        ("32", posted("32") | {"e.32.HELT_NEDSATT.to": "v3"}),
        ("29", {"e.29.text": "Undersköterska på särskilt boende. #"}),
        ("6", posted("6")),
        ("19", {"e.19.text": f"# {LONG_TEXT}"}),
        ("32", posted("32")),
    ]
