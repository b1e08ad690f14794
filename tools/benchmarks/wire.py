"""HTTP over one keep-alive connection, with next to no work in the client: the machine is for what is measured."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_S = 60.0
_CHUNK = 65_536


class BrokenAnswer(ConnectionError):
    """The server closed the connection, or its answer has no length."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The first header of this name, "" without one."""
        wanted = name.lower().encode() + b":"
        for line in self.head.split(b"\r\n"):
            if line.lower().startswith(wanted):
                return line[len(wanted) :].strip().decode("latin-1")
        return ""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of many requests."""

    count: int
    wrong: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds


def request(method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a request, to be sent as often as wanted."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Connection:
    """One connection to the server of ``url``; use it in one thread."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 80), TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""

    def close(self) -> None:
        self._socket.close()

    def exchange(self, prepared: bytes) -> Answer:
        """Send a request and read its answer; ``BrokenAnswer`` when the server goes away, however it does."""
        try:
            return self._exchange(prepared)
        except ConnectionError as error:
            raise BrokenAnswer("the server broke the connection") from error

    def _exchange(self, prepared: bytes) -> Answer:
        self._socket.sendall(prepared)
        head = self._read_head()
        status = int(head[9:12])
        answer = Answer(status, head, b"")
        if status in (204, 304):
            return answer
        length = answer.header("content-length")
        if not length:
            raise BrokenAnswer("an answer without length")
        return Answer(status, head, self._read_body(int(length)))

    def _read_head(self) -> bytes:
        while (end := self._received.find(b"\r\n\r\n")) < 0:
            self._received += self._receive()
        head, self._received = self._received[:end], self._received[end + 4 :]
        return head

    def _read_body(self, length: int) -> bytes:
        parts = [self._received]
        missing = length - len(self._received)
        while missing > 0:
            part = self._receive()
            parts.append(part)
            missing -= len(part)
        everything = b"".join(parts)
        self._received = everything[length:]
        return everything[:length]

    def _receive(self) -> bytes:
        part = self._socket.recv(_CHUNK)
        if not part:
            raise BrokenAnswer("the server closed the connection")
        return part


def hammer(url: str, prepared: bytes, *, threads: int, seconds: float, is_right: Callable[[Answer], bool]) -> Load:
    """Send the same request over ``threads`` connections for so long; raises what a connection raises."""
    deadline = time.perf_counter() + seconds
    counted: list[tuple[int, int]] = []
    errors: list[Exception] = []

    def work() -> None:
        count = wrong = 0
        try:
            connection = Connection(url)
            while time.perf_counter() < deadline:
                wrong += not is_right(connection.exchange(prepared))
                count += 1
            connection.close()
        except Exception as error:
            errors.append(error)
        counted.append((count, wrong))

    began = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]
    taken = time.perf_counter() - began
    return Load(sum(count for count, _ in counted), sum(wrong for _, wrong in counted), taken)
