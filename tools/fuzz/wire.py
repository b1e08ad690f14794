"""Requests and answers, and sending them over HTTP as they are, however odd."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit


class Cut(Exception):
    """There was no whole answer: the connection ended or the time was over."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes over the wire; ``mutations`` name what was done to it."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    mutations: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of this name, "" without one."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def with_header(self, name: str, value: str) -> Request:
        """The same with this header instead of any of the same name."""
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))


@dataclass(frozen=True, slots=True)
class Answer:
    """Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = 0.0

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Sender(Protocol):
    """Brings a request to an installation; raises ``Cut``."""

    def send(self, request: Request) -> Answer: ...


class HttpSender:
    """One keep-alive connection; use it in one thread."""

    def __init__(self, url: str, *, timeout: float) -> None:
        self._address = urlsplit(url)
        self._timeout = timeout
        self._connection: http.client.HTTPConnection | None = None
        self._broke_off = False

    def send(self, request: Request) -> Answer:
        """Over the open connection; one that the server had closed meanwhile is opened anew, once.

        An answer that came before all was sent may be lost with the connection (RFC 9112 9.6): it is asked for again.
        """
        is_used = self._connection is not None
        self._broke_off = False
        try:
            return self._exchange(request)
        except TimeoutError as error:
            self.close()
            raise Cut("no answer in time") from error
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if not (is_used or self._broke_off):
                raise Cut(f"{type(error).__name__}: {error}") from error
        try:
            return self._exchange(request)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Cut(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(self, request: Request) -> Answer:
        if self._connection is None:
            host, port = self._address.hostname or "127.0.0.1", self._address.port
            self._connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
        began = time.perf_counter()
        self._write(self._connection, request)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.will_close:
            self.close()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, body, time.perf_counter() - began)

    def _write(self, connection: http.client.HTTPConnection, request: Request) -> None:
        connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        if not request.header("Host"):
            connection.putheader("Host", self._address.netloc)
        is_chunked = request.header("Transfer-Encoding") == "chunked"
        if not is_chunked:
            connection.putheader("Content-Length", str(len(request.body)))
        for name, value in request.headers:
            connection.putheader(name, value.encode("latin-1", "replace"))
        # It may answer before all is sent; what it said can then still be read.
        try:
            connection.endheaders([request.body] if is_chunked else request.body, encode_chunked=is_chunked)
        except (BrokenPipeError, ConnectionResetError):
            self._broke_off = True
