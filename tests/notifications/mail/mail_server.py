"""A mail server on loopback that keeps what it is handed, or refuses the recipient."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


class _Session(socketserver.StreamRequestHandler):
    """One client, command by command (RFC 5321)."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 test")
        for line in self.rfile:
            command = line.decode().upper().split()[0]
            if command == "DATA":
                self._say("354 go on")
                self.server.received.append(self._message())
            if command == "RCPT":
                self.server.asked += 1
            self._say(self.server.recipient_answer if command == "RCPT" else "250 ok")
            if command == "QUIT":
                return

    def _message(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(lines), policy=default)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """``recipient_answer`` is what every recipient is answered with; ``asked`` counts them."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.received: list[EmailMessage] = []
        self.recipient_answer = "250 ok"
        self.asked = 0

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def listening() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
