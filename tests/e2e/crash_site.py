"""An installation whose processes are killed at chosen instructions, and a journal system that makes them wait."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx

from rivta import envelope
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from rivta.results import Result, response_element
from tests.delivery.receiver import Answer, Received, Receiver, listening
from tools.benchmarks.place import Place
from tools.crew import Crew
from tools.installation import ROOT
from tools.lives import create_draft_envelope

DOCTOR, UNIT, PATIENT = "SE2321000016-P001", "SE2321000016-VE01", "191212121212"
OK = envelope.wrap(response_element(CONTRACT, Result("OK")), "")
PATIENCE_S = 40.0


@dataclass(slots=True)
class JournalSystem:
    """Answers OK; while ``holds`` it waits with that until it is let go, and says that a call has come."""

    holds: bool = False
    has_come: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def answer(self, _request: Received) -> Answer:
        if self.holds:
            self.has_come.set()
            self.may_answer.wait(PATIENCE_S)
        return Answer(OK)

    def reset(self) -> None:
        self.may_answer.set()
        self.holds = False
        self.has_come, self.may_answer = threading.Event(), threading.Event()


@dataclass(frozen=True, slots=True)
class Row:
    """A status update's delivery as its row tells it."""

    state: str
    attempts: int
    lease_token: str | None


@dataclass(slots=True)
class Site:
    """What the tests of the crash table share."""

    place: Place
    crew: Crew
    journal: JournalSystem
    receiver: Receiver

    def ask_for_draft(self, *, timeout: float = PATIENCE_S) -> str:
        """CreateDraftCertificate over HTTP; the draft's id."""
        content = create_draft_envelope(PATIENT, unit=UNIT, person=DOCTOR, reference="crash")
        answer = httpx.post(
            f"{self.place.url}/services/create-draft-certificate/v3.0",
            content=content,
            headers={"Content-Type": "text/xml"},
            timeout=timeout,
        )
        answer.raise_for_status()
        return answer.text.partition("intygs-id")[2].partition("extension>")[2].partition("<")[0]

    def row(self, certificate_id: str) -> Row | None:
        found = self.place.ask(
            "SELECT state, attempts, lease_token FROM delivery_delivery "
            f"WHERE kind = 'status' AND order_key = '{certificate_id}'"
        )
        return Row(*found[0]) if found else None

    def attempts(self, certificate_id: str) -> list[tuple[int, str, bool]]:
        """Number, verdict and whether it has ended, of every attempt."""
        rows = self.place.ask(
            "SELECT a.number, a.verdict, a.finished_at FROM delivery_deliveryattempt a "
            "JOIN delivery_delivery d ON d.id = a.delivery_id "
            f"WHERE d.kind = 'status' AND d.order_key = '{certificate_id}' ORDER BY a.id"
        )
        return [(number, verdict, finished is not None) for number, verdict, finished in rows]

    def calls(self, certificate_id: str, receiver: Receiver | None = None) -> list[bytes]:
        """The bodies that the journal system got about a certificate."""
        return [call.body for call in (receiver or self.receiver).received if certificate_id.encode() in call.body]

    def certificates(self) -> int:
        ((number,),) = self.place.ask("SELECT count(*) FROM certificates_certificate")
        return int(number)

    def has_told_everything(self) -> bool:
        open_ones = "SELECT count(*) FROM delivery_delivery WHERE kind = 'status' AND finished_at IS NULL"
        return self.place.ask(open_ones) == [(0,)]

    def wait_for(self, certificate_id: str, state: str) -> None:
        eventually(lambda: (row := self.row(certificate_id)) and row.state == state)

    @contextlib.contextmanager
    def paused(self, where: str) -> Iterator[str]:
        """The id of the draft of a process that stands still; at the end of the block it is killed."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.paused", where],
            cwd=ROOT, env=self.place.installation.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            lines = (line.strip() for line in process.stdout)
            yield next(line for line in lines if len(line) == 36 and line.count("-") == 4)
        finally:
            process.kill()
            process.wait()

    @contextlib.contextmanager
    def locked_database(self) -> Iterator[None]:
        """Nobody else can write an outcome, a lease or an event while the block runs."""
        with contextlib.closing(self.place.installation.connect()) as connection:
            cursor = connection.cursor()
            if self.place.installation.is_on_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN")
                cursor.execute("LOCK TABLE delivery_delivery IN EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")

    def wait_until_somebody_waits_for_the_lock(self) -> None:
        """PostgreSQL tells; SQLite does not, so some time has to pass."""
        if self.place.installation.is_on_sqlite:
            time.sleep(1.0)
            return
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'delivery_delivery'::regclass"
        eventually(lambda: self.place.ask(waiting)[0][0])


def eventually(is_true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_true():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come true")
        time.sleep(0.05)


@contextlib.contextmanager
def port_that_accepts_nobody() -> Iterator[socket.socket]:
    """A socket that listens while its queue is full: a connection to it is neither made nor refused."""
    with socket.socket() as full, contextlib.ExitStack() as fillers:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            filler = fillers.enter_context(socket.socket())
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect(full.getsockname())
        yield full


@contextlib.contextmanager
def opened(full: socket.socket) -> Iterator[Receiver]:
    """The same port, served at last."""
    with listening(Answer(OK), at=full) as receiver:
        yield receiver
