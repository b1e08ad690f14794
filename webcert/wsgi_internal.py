"""The WSGI application of the internal port: ``/internalapi/`` without login, and nothing else but the health.

It is a server of its own, started only where ``WEBCERT_INTERNAL_PORT`` is set; the port must not be reachable from
outside (spec/integration.md 4.2, docs/internal-api.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from accounts.internal_port import MARK
from webcert.wsgi import application as whole

PREFIX = "/internalapi/"
HEALTH = ("/healthz", "/readyz")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The same views as on the public port, to whom the mark says that nobody has to be logged in."""
    path = environ.get("PATH_INFO", "")
    if not path.startswith(PREFIX) and path not in HEALTH:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    return whole(environ | {MARK: True}, start_response)
