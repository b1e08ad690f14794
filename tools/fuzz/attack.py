"""Sending the requests of a run and looking at each answer; the same over HTTP and inside a process."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from tools.fuzz import judge, mutate
from tools.fuzz.findings import Finding, Findings
from tools.fuzz.judge import Fault
from tools.fuzz.ledger import Ledger
from tools.fuzz.plain_calls import API, SESSIONS, PlainCalls
from tools.fuzz.soap_calls import SoapCalls
from tools.fuzz.wire import Cut, Request, Sender
from tools.fuzz.world import log_in

SOAP_SHARE = 0.65
"""Of all requests; the others are REST calls and links."""
OWN, OWN_WEIGHT = ("/services/", API, "/visa/", "/v2/visa/"), 5
"""Webcert's own faces, and how much more often they are called than simulators."""


class NothingToSend(Exception):
    """The installation answers none of the wanted paths."""


@dataclass(slots=True)
class Attack:
    """All requests of one seed. ``wanted``: beginnings of paths, none for all. ``within``: seconds for an answer."""

    sender: Callable[[], Sender]
    seed: int = 0
    wanted: tuple[str, ...] = ()
    within: float = 10.0
    ledger: Ledger = field(default_factory=Ledger)
    findings: Findings = field(default_factory=Findings)
    statuses: Counter[int] = field(default_factory=Counter)
    _sessions: dict[str, str] = field(default_factory=dict)
    _soap: SoapCalls = field(init=False)
    _plain: PlainCalls = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._soap = SoapCalls(self.sender())
        self._plain = PlainCalls()
        if not self._among(self._soap.paths()) and not self._among(self._plain.paths()):
            raise NothingToSend(", ".join(self.wanted))

    def log_in(self) -> None:
        """New sessions for the calls that need one."""
        self._sessions = {name: log_in(self.sender(), origin) for name, origin in SESSIONS.items()}

    def request(self, number: int) -> Request:
        """Request ``number`` of this seed."""
        random = Random(f"{self.seed}/{number}")
        soap, plain = self._among(self._soap.paths()), self._among(self._plain.paths())
        is_soap = bool(soap) and (not plain or random.random() < SOAP_SHARE)
        calls, paths = (self._soap, soap) if is_soap else (self._plain, plain)
        (path,) = random.choices(paths, [OWN_WEIGHT if path.startswith(OWN) else 1 for path in paths])
        return mutate.mutate(calls.draw(random, path), random)

    def undamaged(self) -> Iterable[Request]:
        """One valid request to each path."""
        for calls in (self._soap, self._plain):
            for path in self._among(calls.paths()):
                yield calls.draw(Random(f"{self.seed}/{path}"), path)

    def send(self, request: Request, number: int = -1) -> None:
        """Send one, judge its answer, note what it acknowledges. A session is named until here, so that it is new."""
        try:
            answer = self.sender().send(self._with_session(request))
        except Cut as cut:
            self._add(Finding(Fault("cut", str(cut)), number, request))
            return
        found = judge.faults(request, answer, within=self.within)
        self.ledger.note(request, answer)
        with self._lock:
            self.statuses[answer.status] += 1
        for fault in found:
            self._add(Finding(fault, number, request, answer))

    def add(self, fault: Fault) -> None:
        """A fault that no single request made."""
        self._add(Finding(fault))

    def _with_session(self, request: Request) -> Request:
        cookie = self._sessions.get(request.header("Cookie"))
        return request.with_header("Cookie", cookie) if cookie else request

    def _add(self, finding: Finding) -> None:
        with self._lock:
            self.findings.add(finding)

    def _among(self, paths: list[str]) -> list[str]:
        return [path for path in paths if not self.wanted or path.startswith(self.wanted)]
