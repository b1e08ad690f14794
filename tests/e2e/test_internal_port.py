"""``WEBCERT_INTERNAL_PORT``: a port of its own for the operator's programs (spec/integration.md 4.2)."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.installation import free_port, installation

REGISTER = "/internalapi/integratedUnits/all"


def status(url: str) -> int:
    """Of a GET; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_the_register_is_open_on_the_internal_port_and_closed_on_the_public_one(tmp_path: Path) -> None:
    port = free_port()
    with installation(tmp_path, WEBCERT_INTERNAL_PORT=str(port)) as place:
        internal = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while status(f"{internal}/readyz") != 200 and time.monotonic() < deadline:
            time.sleep(0.2)

        assert status(internal + REGISTER) == 200
        assert status(internal + "/welcome") == 404
        assert status(place.url + REGISTER) == 403
