"""Posting bytes over kept connections: as much HTTP/1.1 as a service call needs, and little work beside it."""

from __future__ import annotations

import io
import os
import select
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, InvalidURL
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

IDLE_S = 15.0
MAX_IDLE = 20
_CHUNK = 65_536
_KEPT_IN_PATH = "/%:=&?~+!$,;'@()*[]"


class TransportKind(StrEnum):
    CONNECT = "CONNECT"
    TIMEOUT = "TIMEOUT"
    BROKEN = "BROKEN"
    ADDRESS = "ADDRESS"


class TransportFailure(Exception):
    """No answer: not connected, no answer in time, connection broken, or an address that can not be called."""

    def __init__(self, kind: TransportKind, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """``charset`` is that of the Content-Type, "" without one."""

    status: int
    content: bytes
    charset: str


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a connection leads."""

    is_tls: bool
    host: str
    port: int | None


def post(
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    *,
    timeout_s: float | None = None,
    may_reach: Callable[[str], bool] | None = None,
) -> HttpAnswer:
    """Post and read the whole answer within ``timeout_s`` (``SOAP_TOTAL_TIMEOUT_S``); redirects are not followed.

    ``may_reach`` judges the network address that the connection leads to, before anything is sent.
    """
    origin, path = _split(url)
    total_s = settings.SOAP_TOTAL_TIMEOUT_S if timeout_s is None else timeout_s
    deadline = time.monotonic() + total_s
    pool = _pool(os.getpid())
    connection = pool.take(origin) or _connect(origin, min(settings.SOAP_CONNECT_TIMEOUT_S, total_s))
    is_whole = False
    try:
        if may_reach is not None and not may_reach(connection.sock.getpeername()[0]):
            raise TransportFailure(TransportKind.ADDRESS, "the address may not be called")
        connection.sock.settimeout(max(0.001, deadline - time.monotonic()))
        connection.response_class = partial(_Response, deadline)  # type: ignore[assignment]
        connection.request("POST", path, body=content, headers=dict(headers))
        response = connection.getresponse()
        answer = HttpAnswer(response.status, _read(response, deadline), response.headers.get_content_charset() or "")
        is_whole = not response.will_close
        response.close()
        return answer
    except TimeoutError as error:
        raise TransportFailure(TransportKind.TIMEOUT, "no answer in time") from error
    except InvalidURL as error:
        raise TransportFailure(TransportKind.ADDRESS, "the address can not be called") from error
    except (OSError, HTTPException) as error:
        raise TransportFailure(TransportKind.BROKEN, str(error) or type(error).__name__) from error
    finally:
        if is_whole:
            pool.give_back(origin, connection)
        else:
            connection.close()


class _Punctual(io.RawIOBase):
    """What a socket brings until ``deadline``, however small the pieces and however often they come."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """Status line, headers and content, all before ``deadline``."""

    def __init__(self, deadline: float, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_Punctual(sock, deadline))


@dataclass(slots=True)
class _Pool:
    """Connections of one process that rest between two calls; the one that rested last is taken first."""

    _idle: dict[_Origin, list[tuple[float, HTTPConnection]]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, origin: _Origin) -> HTTPConnection | None:
        """One that the other side has not closed meanwhile."""
        while True:
            with self._lock:
                resting = self._idle[origin]
                if not resting:
                    return None
                since, connection = resting.pop()
            if time.monotonic() - since < IDLE_S and not _is_readable(connection):
                return connection
            connection.close()

    def give_back(self, origin: _Origin, connection: HTTPConnection) -> None:
        with self._lock:
            resting = self._idle[origin]
            if len(resting) < MAX_IDLE:
                resting.append((time.monotonic(), connection))
                return
        connection.close()


def _split(url: str) -> tuple[_Origin, str]:
    try:
        parts = urlsplit(url)
        origin = _Origin(parts.scheme == "https", parts.hostname or "", parts.port)
    except ValueError as error:
        raise TransportFailure(TransportKind.ADDRESS, "the address can not be called") from error
    if parts.scheme not in ("http", "https") or not origin.host:
        raise TransportFailure(TransportKind.ADDRESS, "the address can not be called")
    return origin, quote(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", safe=_KEPT_IN_PATH)


def _connect(origin: _Origin, timeout: float) -> HTTPConnection:
    connection = (
        HTTPSConnection(origin.host, origin.port, timeout=timeout, context=_tls())
        if origin.is_tls
        else HTTPConnection(origin.host, origin.port, timeout=timeout)
    )
    try:
        connection.connect()
    except TimeoutError as error:
        raise TransportFailure(TransportKind.CONNECT, "no answer in time") from error
    except OSError as error:
        raise TransportFailure(TransportKind.CONNECT, str(error)) from error
    except (UnicodeError, HTTPException) as error:
        raise TransportFailure(TransportKind.ADDRESS, "the address can not be called") from error
    return connection


def _read(response: HTTPResponse, deadline: float) -> bytes:
    content = bytearray()
    wanted = response.length
    while wanted is None or len(content) < wanted:
        part = response.read1(_CHUNK if wanted is None else min(_CHUNK, wanted - len(content)))
        if not part:
            break
        content += part
        if len(content) > settings.SOAP_MAX_BYTES:
            raise TransportFailure(TransportKind.BROKEN, f"the answer has more than {settings.SOAP_MAX_BYTES} bytes")
        if time.monotonic() > deadline:
            raise TransportFailure(TransportKind.TIMEOUT, "the answer was not complete in time")
    if wanted is not None and len(content) < wanted:
        raise TransportFailure(TransportKind.BROKEN, "the answer ended too early")
    return bytes(content)


def _is_readable(connection: HTTPConnection) -> bool:
    """A connection that rests has nothing to say, unless the other side has closed it."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


@cache
def _pool(_process: int) -> _Pool:
    """The connections of one process; a forked worker gets its own."""
    return _Pool()


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=settings.SOAP_TLS_CA_FILE or None)
    if settings.SOAP_TLS_CERTIFICATE_FILE:
        context.load_cert_chain(settings.SOAP_TLS_CERTIFICATE_FILE, settings.SOAP_TLS_KEY_FILE or None)
    return context
