"""An installation for tests and benchmarks (``tools/installation.py``) does not take another server for itself."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tools.installation import Installation, free_port, ground

ANSWERING = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing into the output of the tests."""


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which another server says that it is ready."""
    server = HTTPServer(("127.0.0.1", 0), Ready)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def running(folder: Path, port: int, *command: str) -> Installation:
    return Installation(folder, port, {}, subprocess.Popen([sys.executable, "-c", *command]))


def test_a_start_on_a_port_that_is_taken_fails_although_the_port_answers(tmp_path: Path, taken_port: int) -> None:
    with ground(tmp_path, PORT=str(taken_port)) as place:
        place.port = taken_port
        with pytest.raises(RuntimeError, match="upptagen"):
            place.start(within=60)
        assert place.process is None


def test_the_answer_of_another_server_is_not_that_of_the_installation(tmp_path: Path, taken_port: int) -> None:
    place = running(tmp_path, taken_port, "import time; time.sleep(60)")
    try:
        assert not place.ready()
    finally:
        place.stop()


def test_an_installation_that_answers_itself_is_ready(tmp_path: Path) -> None:
    port = free_port()
    place = running(tmp_path, port, ANSWERING, str(port))
    try:
        deadline = time.monotonic() + 30
        while not place.ready() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert place.ready()
    finally:
        place.stop()


def test_an_installation_that_was_not_started_is_not_ready(tmp_path: Path, taken_port: int) -> None:
    assert not Installation(tmp_path, taken_port, {}).ready()
