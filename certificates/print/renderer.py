"""Typesetting in worker processes: started when first needed, replaced when they crash or take too long (7.1.9)."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import BoundedSemaphore, Lock

import structlog
from django.conf import settings

from webcert.errors import ModuleProblem

log = structlog.get_logger(__name__)

_WORKER = Path(__file__).with_name("worker.py")
_LENGTH = struct.Struct(">Q")
_MESSAGE = "Utskriften kunde inte skapas. Försök igen."


class _Worker:
    """One process and the socket to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  # our own program, no shell
                [sys.executable, "-I", str(_WORKER), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._socket = ours

    def ask(self, request: bytes, deadline: float) -> tuple[bool, bytes]:
        """Whether the answer is a PDF, and its content. ``OSError`` when the worker is gone or late."""
        self._until(deadline)
        self._socket.sendall(_LENGTH.pack(len(request)) + request)
        header = self._read(1 + _LENGTH.size, deadline)
        (length,) = _LENGTH.unpack(header[1:])
        if length > settings.PRINT_MAX_BYTES:
            raise OSError("the document is too large")
        return header[:1] == b"\0", self._read(length, deadline)

    def stop(self) -> None:
        self._socket.close()
        self.process.kill()
        self.process.wait()

    def _read(self, length: int, deadline: float) -> bytes:
        received = bytearray()
        while len(received) < length:
            self._until(deadline)
            part = self._socket.recv(min(1 << 16, length - len(received)))
            if not part:
                raise ConnectionResetError("the worker has ended")
            received += part
        return bytes(received)

    def _until(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the worker takes too long")
        self._socket.settimeout(left)


class _Pool:
    """At most ``PRINT_WORKERS`` at work; the idle ones are kept warm."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(max(1, settings.PRINT_WORKERS))
        self._lock = Lock()
        self._idle: list[_Worker] = []

    def ask(self, request: bytes) -> tuple[bool, bytes]:
        deadline = time.monotonic() + settings.PRINT_TIMEOUT_S
        if not self._places.acquire(timeout=settings.PRINT_TIMEOUT_S):
            raise TimeoutError("all workers are busy")
        try:
            return self._ask(request, deadline)
        finally:
            self._places.release()

    def _ask(self, request: bytes, deadline: float) -> tuple[bool, bytes]:
        worker = self._take()
        try:
            answer = worker.ask(request, deadline)
        except BaseException:
            worker.stop()
            raise
        with self._lock:
            self._idle.append(worker)
        return answer

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.stop()
        return _Worker()

    def stop(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().stop()


_pool: _Pool | None = None
_pool_lock = Lock()


def render(data: str, *, timestamp: int) -> bytes:
    """The layout filled with a document's JSON, as tagged PDF/UA-1. Same arguments, same bytes.

    Raises ``ModuleProblem`` when it cannot be set, takes longer than ``PRINT_TIMEOUT_S`` or grows too large.
    """
    request = json.dumps({"data": data, "timestamp": timestamp}).encode()
    try:
        is_pdf, content = _current_pool().ask(request)
    except OSError as error:
        log.error("print_failed", reason=str(error))
        raise ModuleProblem(_MESSAGE, reason=type(error).__name__) from error
    if not is_pdf:
        log.error("print_refused")
        raise ModuleProblem(_MESSAGE, reason="TypstError")
    return content


def stop() -> None:
    """End the workers; the next print starts new ones."""
    global _pool
    with _pool_lock:
        if _pool is not None:
            _pool.stop()
        _pool = None


def _current_pool() -> _Pool:
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = _Pool()
        return _pool


def _forget() -> None:
    """A forked child has copies of its parent's sockets, which are not its own to use."""
    global _pool, _pool_lock
    _pool, _pool_lock = None, Lock()


os.register_at_fork(after_in_child=_forget)
