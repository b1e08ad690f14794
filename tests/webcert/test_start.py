"""What a process has done before its first work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import gc, json, sys
import {module}
{then}
print(json.dumps([gc.get_freeze_count(), len(gc.get_objects()), "certificates.pages" in sys.modules]))
"""


def state_after(module: str, then: str = "") -> tuple[int, int, bool]:
    """Objects set apart, objects that the collector looks at, and whether the pages have been loaded."""
    program = ASK.format(module=module, then=then)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    set_apart, looked_at, is_loaded = json.loads(done.stdout.splitlines()[-1])
    return set_apart, looked_at, is_loaded


def test_a_web_process_has_loaded_its_pages_and_the_collector_leaves_them_alone() -> None:
    set_apart, looked_at, is_loaded = state_after("webcert.wsgi")

    assert is_loaded
    assert set_apart > 100_000
    assert looked_at < set_apart / 100


def test_a_worker_that_is_ready_leaves_alone_what_it_has_loaded() -> None:
    ready = "from celery import signals; signals.worker_ready.send(None)"

    set_apart, looked_at, _ = state_after("webcert.wsgi, webcert.celery", ready)

    assert looked_at < set_apart / 100
