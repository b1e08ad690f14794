"""A run against an installation of its own: the attack, and how the installation bears it."""

from __future__ import annotations

import contextlib
import itertools
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil
from lxml import etree

from rivta import envelope
from rivta.envelope import ReadFault
from rivta.results import read_result
from tools.benchmarks.place import Place
from tools.fuzz import ledger
from tools.fuzz.attack import Attack
from tools.fuzz.judge import Fault
from tools.fuzz.ledger import Stored
from tools.fuzz.wire import Cut, HttpSender, Request, Sender
from tools.lives import create_draft_envelope

SENDERS = 4
CHECK_EVERY = 1000
SAMPLES = 50
GROWTH = 1.25
"""How much more memory the last tenth of a run may take than the first."""
_ANSWERED = ("soap_handler_failed", "soap_own_response_invalid", "api_failed")
"""Events whose traceback belongs to an answer with a reference, which is judged by itself."""
_CHAINED = ("another exception occurred:", "direct cause of the following exception:")
_VALID = Request(
    "POST",
    "/services/create-draft-certificate/v3.0",
    (("Content-Type", "text/xml; charset=utf-8"),),
    create_draft_envelope("191212121212", unit="SE2321000016-VE01", person="SE2321000016-P001", reference="valid"),
)


@dataclass(slots=True)
class Campaign:
    """``count`` requests of an attack at a place that runs."""

    place: Place
    count: int
    seed: int = 0
    wanted: tuple[str, ...] = ()
    within: float = 10.0
    memory: list[float] = field(default_factory=list)
    attack: Attack = field(init=False)
    _local: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        self.attack = Attack(self._sender, self.seed, self.wanted, self.within)

    def carry_out(self) -> None:
        """Everything, up to the look at what is stored."""
        before = Stored.now(self.place.ask)
        self.attack.log_in()
        for request in self.attack.undamaged():
            self.attack.send(request)
        self._send_all((number, self.attack.request(number)) for number in range(self.count))
        self._finish(before)

    def replay(self, requests: Iterable[Request]) -> None:
        """Send saved requests instead of those of the seed."""
        before = Stored.now(self.place.ask)
        self.attack.log_in()
        self._send_all(enumerate(requests))
        self._finish(before)

    def growth(self) -> float:
        """Memory of the web process in the last tenth of the run, by that in the first; 0.0 when it is too short."""
        tenth = len(self.memory) // 10
        return sum(self.memory[-tenth:]) / sum(self.memory[:tenth]) if tenth else 0.0

    def _send_all(self, numbered: Iterable[tuple[int, Request]]) -> None:
        step = max(1, min(CHECK_EVERY, self.count // SAMPLES))
        sent = 0
        with ThreadPoolExecutor(SENDERS) as pool:
            for several in _in_parts(numbered, step):
                for _ in pool.map(lambda one: self.attack.send(one[1], one[0]), several):
                    pass
                sent += len(several)
                self.memory.append(self._largest())
                if sent % CHECK_EVERY < step:
                    self._check(sent)

    def _check(self, sent: int) -> None:
        """It is ready, and a valid call is answered OK; then new sessions, for damaged links end them."""
        found = sum(self.attack.findings.counts.values())
        print(f"· {sent}: {found} findings, {self.memory[-1]:.0f} MB", flush=True)
        if not self.place.installation.answers():
            self.attack.add(Fault("not ready", f"after {sent} requests"))
        with contextlib.suppress(Cut):
            answer = self._sender().send(_VALID)
            self.attack.ledger.note(_VALID, answer)
            shown = envelope.open_answer(etree.fromstring(answer.body))
            if answer.status == 200 and not isinstance(shown, ReadFault) and read_result(shown).is_done:
                self.attack.log_in()
                return
        self.attack.add(Fault("a valid call fails", f"after {sent} requests"))

    def _finish(self, before: Stored) -> None:
        for fault in ledger.faults(before, Stored.now(self.place.ask), self.attack.ledger):
            self.attack.add(fault)
        for fault in self._unexpected():
            self.attack.add(fault)
        if self.growth() > GROWTH:
            self.attack.add(Fault("memory grows", f"{self.growth():.2f} times"))

    def _unexpected(self) -> Iterator[Fault]:
        """Tracebacks in the logs that belong to no answer."""
        folder = self.place.installation.folder / "data" / "logs"
        for path in (self.place.installation.log, *sorted(folder.glob("*.log"))):
            if path.exists():
                yield from tracebacks(path.name, path.read_text(encoding="utf-8", errors="replace"))

    def _largest(self) -> float:
        sizes = []
        for number in self.place.installation.processes("web"):
            with contextlib.suppress(psutil.Error):
                sizes.append(psutil.Process(number).memory_info().rss / 2**20)
        return max(sizes, default=0.0)

    def _sender(self) -> Sender:
        if not hasattr(self._local, "sender"):
            self._local.sender = HttpSender(self.place.url, timeout=self.within * 3)
        return self._local.sender


def tracebacks(name: str, text: str) -> Iterator[Fault]:
    """One fault for each traceback of a log in text form: the event before it and the last line of it."""
    for before, after in itertools.pairwise(re.split(r"Traceback \(most recent call last\):\n", text)):
        event = before.rstrip().rpartition("\n")[2]
        if event.endswith(_CHAINED) or any(word in event for word in _ANSWERED):
            continue
        last = next((line for line in after.splitlines() if re.match(r"[A-Za-z_][\w.]*(?::|$)", line)), "")
        where = re.findall(r'File ".*?([^/"]+/[^/"]+)", line (\d+)', after[: after.find(last)] if last else after)
        place = ":".join(where[-1]) if where else ""
        yield Fault("traceback in the log", f"{name} {last[:120]} ({place}) after {event[:200]}")


def _in_parts(numbered: Iterable[tuple[int, Request]], size: int) -> Iterator[list[tuple[int, Request]]]:
    waiting = iter(numbered)
    while part := list(itertools.islice(waiting, size)):
        yield part
