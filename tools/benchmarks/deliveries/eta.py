"""The control experiment: a Celery task with a far ETA on Redis is carried out more than once.

Two workers, late acknowledgement, a visibility timeout that is a small part of the ETA (as meant Redis' default hour
and an ETA of two; here forty seconds and six minutes, for kombu looks for unacknowledged messages about every hundred
seconds). Webcert keeps its waits as times in rows for this reason. Without Redis there is nothing to measure.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from tools.benchmarks.deliveries import eta_app
from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run
from tools.installation import ROOT, own_keys

NAME = "eta"
ETA_S, AFTERWARDS_S, WORKERS = 360, 20, 2


def measure(run: Run) -> list[Row]:
    with own_keys(f"webcert_eta_{uuid.uuid4().hex[:8]}") as keys:
        if not keys:
            return []
        eta_app.configure(keys["REDIS_KEY_PREFIX"])
        with contextlib.ExitStack() as stack:
            for number in range(WORKERS):
                stack.enter_context(_worker(number, keys["REDIS_KEY_PREFIX"], run.folder))
            eta_app.note.apply_async(eta=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ETA_S))
            time.sleep(ETA_S + AFTERWARDS_S)
        executions = eta_app.executions()
    return [
        Row(
            "Executions of one task with a far ETA (Redis)",
            executions,
            "times",
            aim=Aim(Bound.AT_LEAST, 2),
            remark=f"ETA {ETA_S} s, visibility timeout {eta_app.VISIBILITY_S} s, {WORKERS} workers. More than one is "
            "why no wait of Webcert is an ETA.",
        )
    ]


@contextlib.contextmanager
def _worker(number: int, prefix: str, folder: Path) -> Iterator[None]:
    command = [
        str(Path(sys.executable).parent / "celery"), "--quiet", "-A", "tools.benchmarks.deliveries.eta_app", "worker",
        "--pool", "solo", "--hostname", f"eta-{number}@%h", "--loglevel", "ERROR",
    ]  # fmt: skip
    with (folder / f"eta-{number}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=eta_app.environment(prefix), stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait()
