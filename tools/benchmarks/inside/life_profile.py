"""Where the processor time of whole lives goes: by step, and within each step by what it was spent on."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from delivery import services as outbox
from tools.benchmarks.inside import actors, route
from tools.benchmarks.inside.pages import logged_in, token_of
from tools.clinician import todays_answers
from tools.lives import PATIENTS, TYPES, create_draft_envelope

WARM_UP = 4
EVERY_S = 0.001
QUEUES = ("status", "certificate")
TOGETHER = 10
"""So many lives are delivered at once, as senders find them under load."""
AREAS: dict[str, tuple[str, ...]] = {
    "templates": ("/django/template/", "/templatetags/"),
    "database": ("/django/db/", "/psycopg2/"),
    "XML and signature": ("/rivta/", "/transport/", "/xmldsig.py", "/verification.py", "/test_ca.py", "/lxml/"),
    "session": ("/django/contrib/sessions/", "/django/core/signing.py"),
    "log": ("/structlog/", "/logging/"),
}
OTHER = "other"
Result = TypeVar("Result")


@dataclass(slots=True)
class _Profile:
    """Samples of this process's processor time, and its sum, for each step."""

    samples: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    queries: dict[str, int] = field(default_factory=dict)
    step: str = ""

    @contextmanager
    def sampling(self) -> Iterator[None]:
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def of(self, step: str, do: Callable[[], Result]) -> Result:
        self.step, began = step, time.process_time()
        result = do()
        self.seconds[step] += time.process_time() - began
        self.step = ""
        return result

    def counting(self, step: str, do: Callable[[], Result]) -> Result:
        with CaptureQueriesContext(connection) as asked:
            result = do()
        self.queries[step] = len(asked)
        return result

    def _sample(self, _number: int, frame: FrameType | None) -> None:
        if self.step:
            self.samples[self.step, _area(frame)] += 1

    def rows(self, lives: int) -> list[dict[str, Any]]:
        """Milliseconds a life, in the order of the steps."""
        found = []
        for step, seconds in self.seconds.items():
            taken = {area: count for (of, area), count in self.samples.items() if of == step}
            share = seconds * 1000 / lives / max(1, sum(taken.values()))
            areas = {area: taken.get(area, 0) * share for area in (*AREAS, OTHER)}
            found.append({"step": step, "queries": self.queries.get(step), "ms": seconds * 1000 / lives, **areas})
        return found


def measure(receiver: str, lives: str) -> list[dict[str, Any]]:
    """One row a step. ``receiver`` answers OK to every status update."""
    route.measure(receiver)
    life = _Life(logged_in())
    profile = _Profile()
    for number in range(WARM_UP):
        life.live(number, lambda _step, do: do())
    _deliver()
    life.live(WARM_UP, profile.counting)
    _deliver()
    with profile.sampling():
        for number in range(int(lives)):
            life.live(number, profile.of)
            if number % TOGETHER == TOGETHER - 1:
                profile.of("deliver", _deliver)
    return profile.rows(int(lives))


def _deliver() -> None:
    """Status updates over HTTP; registration and sending at the embedded Intygstjänst, which takes them in here."""
    for queue in QUEUES:
        outbox.run_sender(queue)


@dataclass(slots=True)
class _Life:
    """A journal system and a clinician. Nothing is sent over HTTP, so that only Webcert's own work is in it."""

    client: Client
    answers: dict[str, str] = field(default_factory=todays_answers)
    headers: dict[str, str] = field(default_factory=dict)

    def live(self, number: int, step: Callable[[str, Callable[[], HttpResponse]], HttpResponse]) -> None:
        patient = PATIENTS[number % len(PATIENTS)]
        envelope = create_draft_envelope(patient, unit=actors.UNIT, person=actors.DOCTOR, reference=f"life-{number}")
        path = "/services/create-draft-certificate/v3.0"
        made = step("create", lambda: self.client.post(path, data=envelope, content_type="text/xml"))
        page = f"/certificate/{etree.fromstring(made.content).findtext(f'.//{{{TYPES}}}extension')}"
        self.headers = self.headers or token_of(self.client, page)
        _expect(step("open", lambda: self.client.get(page)), 200)
        for name, form in (
            ("save", self.answers | {"version": "0"}),
            ("sign", self.answers | {"version": "1", "method": "FAKE"}),
            ("send", {}),
        ):
            _expect(step(name, lambda name=name, form=form: self._post(f"{page}/{name}", form)), 303)

    def _post(self, path: str, form: dict[str, str]) -> HttpResponse:
        return self.client.post(path, form, headers=self.headers)


def _expect(answer: HttpResponse, status: int) -> None:
    if answer.status_code != status:
        raise ValueError(f"HTTP {answer.status_code}: {answer.content[:300]!r}")


def _area(frame: FrameType | None) -> str:
    """The area of the innermost call that belongs to one."""
    while frame is not None:
        path = frame.f_code.co_filename
        for area, parts in AREAS.items():
            if any(part in path for part in parts):
                return area
        frame = frame.f_back
    return OTHER
