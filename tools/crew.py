"""The processes of an installation without their supervisor: started, killed and started again one by one.

For crash tests and for the figures that need kills. The commands are those of ``tools/run.py``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.installation import ROOT, Installation
from tools.run import beat_command, die_with_parent, make_broker_folders, web_command, worker_command

STOPS_WITHIN_S = 20.0
READY_WITHIN_S = 60.0


@dataclass(slots=True)
class Crew:
    """Processes by name: ``web``, ``beat`` and any number of workers, ``worker``, ``worker-2`` …"""

    installation: Installation
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str, **settings: str) -> None:
        """Start those that do not run, with extra environment settings; a web server is waited for."""
        if self.installation.is_on_file_broker:
            make_broker_folders(self.installation.broker)
        for name in names:
            if not self.is_running(name):
                self._start(name, settings)
        if "web" in names:
            self._wait_for_web()

    def is_running(self, name: str) -> bool:
        process = self._processes.get(name)
        return process is not None and process.poll() is None

    def kill(self, *names: str) -> None:
        """SIGKILL, all of them at once, their children included."""
        for name in names:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._processes[name].pid, signal.SIGKILL)
        for name in names:
            self._processes.pop(name).wait()

    def stop(self) -> None:
        """Ask every process to end, and make those that do not."""
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOPS_WITHIN_S
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def _start(self, name: str, settings: dict[str, str]) -> None:
        logs = self.installation.folder / "data" / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                self._command(name),
                cwd=ROOT,
                env={**self.installation.environment, **settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
                start_new_session=True,
            )

    def _command(self, name: str) -> list[str]:
        role = name.partition("-")[0]
        if role == "web":
            return web_command(self.installation.port)
        return beat_command() if role == "beat" else worker_command(name)

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while not self.installation.answers():
            if time.monotonic() > deadline or not self.is_running("web"):
                raise RuntimeError("the web server did not come up:\n" + self.installation.last_words())
            time.sleep(0.1)


@contextlib.contextmanager
def crew(installation: Installation) -> Iterator[Crew]:
    """Nobody runs at the beginning, and nobody at the end."""
    members = Crew(installation)
    try:
        yield members
    finally:
        members.stop()
