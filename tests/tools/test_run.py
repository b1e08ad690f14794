"""The supervisor of ``make run``."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import run
from tools.installation import free_port

SERVER = """
import http.server, time
time.sleep({pause})
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", {port}), Ready).serve_forever()
"""
WORKER = """
import pathlib, time, urllib.request
try:
    found = urllib.request.urlopen("{url}", timeout=5).status
except OSError:
    found = 0
pathlib.Path("{note}.new").write_text(str(found))
pathlib.Path("{note}.new").rename("{note}")
time.sleep(60)
"""
PATIENCE_S = 60


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """The supervisor takes the signals of its process."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def what_the_worker_found(folder: Path, *, pause: float) -> str:
    """The status of the web server, which is there after ``pause`` seconds, as the worker saw it; 0 for none."""
    port, note = free_port(), folder / "note"
    url = f"http://127.0.0.1:{port}/readyz"
    web = run.Child("web", [sys.executable, "-c", SERVER.format(pause=pause, port=port)], folder / "web.log")
    worker = run.Child("worker", [sys.executable, "-c", WORKER.format(url=url, note=note)], folder / "worker.log")
    supervisor = run.Supervisor([web, worker], broker_dir=None)

    def stop_when_noted() -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not note.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        supervisor.stopping = True

    watcher = threading.Thread(target=stop_when_noted)
    watcher.start()
    supervisor.run(url, "http://test", time.monotonic())
    watcher.join()
    return note.read_text()


def test_the_worker_follows_when_the_web_server_answers(tmp_path: Path) -> None:
    assert what_the_worker_found(tmp_path, pause=2) == "200"


def test_a_web_server_that_does_not_come_up_keeps_the_worker_for_a_while_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LONGEST_HEAD_START", 1.0)
    assert what_the_worker_found(tmp_path, pause=PATIENCE_S) == "0"
