"""A port that passes everything on to a server, until it is shut: then connections break and new ones are refused."""

from __future__ import annotations

import contextlib
import socket
import threading

_CHUNK = 65_536


class Gate:
    """Open from the start. Threads of its own do the passing."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener: socket.socket | None = None
        self._passing: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port = 0
        self.open()

    def open(self) -> None:
        """Listen, at the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """Stop listening and break every connection."""
        if self._listener is not None:
            _end(self._listener)
            self._listener = None
        with self._lock:
            for connection in self._passing:
                _end(connection)
            self._passing.clear()

    close = shut

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                target = socket.create_connection(self._target)
                with self._lock:
                    self._passing |= {connection, target}
                for source, sink in ((connection, target), (target, connection)):
                    threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(_CHUNK):
                sink.sendall(part)
        for end in (source, sink):
            _end(end)
        with self._lock:
            self._passing -= {source, sink}


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
