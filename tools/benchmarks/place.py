"""The installation that a run measures: in a folder and a database of its own, gone at the end."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tools.benchmarks.figure import Unmeasured
from tools.installation import ROOT, Installation, ground

STUCK_AFTER_S = 60.0
WEB_WORKERS = "WEB_WORKERS"
SETTINGS = {"SIGNING_ONE_CLICK": "true", "PDL_BATCH_TIMEOUT": "1", WEB_WORKERS: str(os.cpu_count() or 1)}
"""One-click signature for speed; the last, half-full PDL batch does not wait for its minute; a web process for each
processor, as in service."""


@dataclass(slots=True)
class Place:
    """One installation with what a figure does to it."""

    installation: Installation
    is_prepared: bool = field(default=False)

    @property
    def url(self) -> str:
        return self.installation.url

    @property
    def is_running(self) -> bool:
        return self.installation.process is not None

    def start(self) -> float:
        """Start it unless it runs; seconds until it was ready. One whose web server has just died comes back."""
        began = time.perf_counter()
        if not self.is_running:
            self.installation.start()
            self.is_prepared = True
        while not self.installation.ready():
            if time.perf_counter() - began > STUCK_AFTER_S:
                raise Unmeasured("the web server did not come back")
            time.sleep(0.2)
        return time.perf_counter() - began

    def stop(self) -> None:
        self.installation.stop()

    def stop_prepared(self) -> None:
        """Migrated, with the demo world, and not running: for what is measured inside a process."""
        self.stop()
        if not self.is_prepared:
            self.inside("prepare")
            self.is_prepared = True

    def inside(self, module: str, *arguments: str) -> Any:
        """Run ``tools.benchmarks.inside.<module>`` in a process with this installation's settings; what it returns.

        What it logs goes to a file, as with the web server.
        """
        with (self.installation.folder / "inside.log").open("a+b") as log:
            done = subprocess.run(
                [sys.executable, "-m", "tools.benchmarks.inside", module, *arguments],
                cwd=ROOT, env=self.installation.environment, stdout=subprocess.PIPE, stderr=log, check=False,
            )  # fmt: skip
            if done.returncode:
                log.seek(max(0, log.tell() - 3000))
                words = log.read().decode(errors="replace").strip()
                print(f"\n{words}", file=sys.stderr)
                raise Unmeasured(f"{module} failed: {words.splitlines()[-1]}")
        return json.loads(done.stdout.splitlines()[-1])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read straight from its database."""
        return self.installation.ask(query)

    def undelivered(self) -> int:
        """Outgoing messages and PDL records that have not come to their end."""
        ((waiting,),) = self.ask("SELECT count(*) FROM delivery_delivery WHERE finished_at IS NULL")
        ((records,),) = self.ask("SELECT count(*) FROM pdllog_pdlrecord WHERE state IN ('WAITING', 'BATCHED')")
        return int(waiting) + int(records)

    def wait_until_delivered(self, *, stuck_after: float = STUCK_AFTER_S) -> None:
        """Until the outbox is empty; ``Unmeasured`` when nothing has moved for so many seconds."""
        least, since = self.undelivered(), time.monotonic()
        while least:
            time.sleep(0.2)
            now = self.undelivered()
            if now < least:
                least, since = now, time.monotonic()
            if time.monotonic() - since > stuck_after:
                raise Unmeasured(f"{now} messages were still not delivered when nothing had moved for {stuck_after} s")

    def processor_seconds(self) -> dict[str, float]:
        """Processor time used so far by web, worker and, where it is on this machine, the database's own processes."""
        used = {what: self._seconds(self.installation.processes(what)) for what in ("web", "worker")}
        backends = self._database_processes()
        return used | ({"database": self._seconds(backends)} if backends else {})

    def _seconds(self, processes: list[int]) -> float:
        total = 0.0
        for number in processes:
            with contextlib.suppress(psutil.Error):
                times = psutil.Process(number).cpu_times()
                total += times.user + times.system
        return total

    def _database_processes(self) -> list[int]:
        name = self.installation.environment.get("DATABASE_URL", "").rpartition("/")[2]
        if not name:
            return []
        return [
            p.pid for p in psutil.process_iter(["cmdline"]) if any(name in part for part in p.info["cmdline"] or ())
        ]


def moment(value: dt.datetime | str) -> dt.datetime:
    """A time as ``Place.ask`` brings it: SQLite gives texts, in UTC."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


@contextlib.contextmanager
def new_place(folder: Path, **settings: str) -> Iterator[Place]:
    """A place that is not prepared yet."""
    folder.mkdir(parents=True)
    with ground(folder, **{**SETTINGS, **settings}) as installation:
        yield Place(installation)


@dataclass(slots=True)
class Run:
    """What the figures of one run share: an installation, the lives that were lived in it, and how long they may take.

    ``scale`` shortens counts and times of the figures that can be shortened; 1 is as long as was meant.
    """

    lives: int
    folder: Path
    _stack: contextlib.ExitStack
    scale: float = 1.0
    _shared: Place | None = field(default=None)

    def place(self) -> Place:
        """The shared installation, made on first use."""
        if self._shared is None:
            self._shared = self.new_place("shared")
        return self._shared

    def last_words(self) -> str:
        """The end of the shared installation's logs, for the one who wants to know why a figure failed."""
        return self._shared.installation.last_words() if self._shared is not None else ""

    def new_place(self, name: str, **settings: str) -> Place:
        """An installation beside it, for what must not be mixed. The shared one stops, so that it takes no time."""
        if self._shared is not None:
            self._shared.stop()
        return self._stack.enter_context(new_place(self.folder / name, **settings))

    def scaled(self, value: float, *, least: float) -> float:
        """A count or a time of this run."""
        return max(least, value * self.scale)


@contextlib.contextmanager
def new_run(*, lives: int, scale: float = 1.0) -> Iterator[Run]:
    with tempfile.TemporaryDirectory(prefix="webcert-bench-") as folder, contextlib.ExitStack() as stack:
        yield Run(lives, Path(folder), stack, scale)
