"""A real HTTP receiver on loopback that answers as told and remembers what it got."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes = b""
    status: int = 200
    delay: float = 0
    reset: bool = False


@dataclass(slots=True)
class Receiver:
    """``answers`` are used up one by one; then ``standard`` answers. A callable decides from the request."""

    url: str
    standard: Answer | Callable[[Received], Answer]
    answers: list[Answer] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    busiest: int = 0
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def _take(self, request: Received) -> Answer:
        with self._lock:
            self.received.append(request)
            self._running += 1
            self.busiest = max(self.busiest, self._running)
            answer = self.answers.pop(0) if self.answers else self.standard
        return answer(request) if callable(answer) else answer

    def _done(self) -> None:
        with self._lock:
            self._running -= 1


@contextmanager
def listening(
    standard: Answer | Callable[[Received], Answer], *, at: socket.socket | None = None
) -> Iterator[Receiver]:
    """A receiver on a free port, or at a socket that listens already, for the time of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            answer = receiver._take(request)
            try:
                self._give(answer)
            finally:
                receiver._done()

        def _give(self, answer: Answer) -> None:
            time.sleep(answer.delay)
            if answer.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_args: object) -> None:
            """Keep the test output quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """A reset connection is what the test asked for."""

    server = Server(("127.0.0.1", 0), Handler, bind_and_activate=at is None)
    if at is not None:
        server.socket.close()
        server.socket = at
    receiver = Receiver(url=f"http://127.0.0.1:{server.socket.getsockname()[1]}/receive", standard=standard)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
