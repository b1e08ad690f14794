"""The bare Django of ``bare/`` served as Webcert is: the same server, the same options, the same database."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools.benchmarks.figure import Unmeasured
from tools.benchmarks.place import WEB_WORKERS, Place
from tools.installation import ROOT, free_port

READY_WITHIN_S = 30.0


@contextlib.contextmanager
def bare_server(place: Place, *, threads: int = 8, port: int = 0) -> Iterator[str]:
    """Its address. The options are those of ``tools/run.py`` at that place."""
    port = port or free_port()
    workers = place.installation.environment.get(WEB_WORKERS, "1")
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", workers, "--blocking-threads", str(threads), "--backlog", "512", "--no-ws",
        "--log-level", "warning", "tools.benchmarks.bare.wsgi:application",
    ]  # fmt: skip
    with (place.installation.folder / "bare.log").open("a+b") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=place.installation.environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, url, log.name)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{url}/ready", timeout=2):
            return
        time.sleep(0.05)
    raise Unmeasured(f"the bare view did not start: {Path(log).read_text()[-800:]}")
