"""Pages of a journal system on another site: forms that open Webcert, and a script that ends its session."""

from __future__ import annotations

import html
import json
import threading
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OPEN = "Öppna intyget"
_FRAME = '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Journal</title><h1>Journal</h1>{}</html>'
_END = """<script>
fetch({address}, {{method: "POST", headers: {{"Content-Type": "application/json"}}, body: JSON.stringify({body})}})
  .then((answer) => document.querySelector("h1").textContent = `Svar ${{answer.status}}`);
</script>"""


class JournalPages:
    """A web server at ``localhost``: for a browser another site than an installation at ``127.0.0.1``."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {"/": ""}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def launch_page(
        self, address: str, fields: Mapping[str, str], *, window: str = "_self", in_frame: bool = False
    ) -> str:
        """Address of a page whose button posts ``fields`` to ``address``, in a window or a frame of that name."""
        inputs = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in fields.items()
        )
        return self._put(
            f'<form method="post" action="{html.escape(address)}" target="{window}">{inputs}'
            f'<button type="submit">{OPEN}</button></form>'
            + (f'<iframe name="{window}" title="Webcert" width="1200" height="800"></iframe>' if in_frame else "")
        )

    def ending_page(self, address: str, *, launch_id: str, user_hsa_id: str) -> str:
        """Address of a page whose script ends a session by its launchId and shows the status of the answer."""
        body = {"launchId": launch_id, "userHsaId": user_hsa_id}
        return self._put(_END.format(address=json.dumps(address), body=json.dumps(body)))

    def _put(self, content: str) -> str:
        path = f"/{uuid.uuid4()}"
        self._pages[path] = content
        return self.url + path

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self._pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = pages.get(self.path)
                self.send_response(200 if content is not None else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(_FRAME.format(content or "").encode())

            def log_message(self, *_: object) -> None:
                """A test's output stays the test's."""

        return Handler
