"""Hints: "look at this row now", published to the broker by a thread of their own.

The saver never waits for the broker and never fails because of it: what cannot be published is dropped and counted,
and the sweep finds the row (spec/status-updates.md 9.4, 9.11, 9.12).
"""

from __future__ import annotations

import atexit
import os
import queue
import threading
import time
from dataclasses import dataclass

import structlog
from celery import current_app

log = structlog.get_logger(__name__)

MAX_OUTSTANDING = 2_000
EXPIRES_S = 60
PAUSE_AFTER_FAILURE_S = 1.0
EXIT_WAIT_S = 0.5


@dataclass(slots=True)
class Counts:
    """Hints of this process since it started."""

    published: int = 0
    dropped: int = 0
    last_failure: float = 0.0


counts = Counts()


class _Publisher:
    """One daemon thread per process, started at the first hint. It only publishes; it never delivers."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.waiting: queue.Queue[tuple[int, str]] = queue.Queue(maxsize=MAX_OUTSTANDING)
        threading.Thread(target=self._run, name="delivery-hints", daemon=True).start()

    def _run(self) -> None:
        while True:
            delivery_id, queue_name = self.waiting.get()
            try:
                if time.monotonic() - counts.last_failure < PAUSE_AFTER_FAILURE_S and counts.last_failure:
                    counts.dropped += 1
                else:
                    publish(delivery_id, queue_name)
            finally:
                self.waiting.task_done()

    def drain(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self.waiting.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.01)


_publisher: _Publisher | None = None
_lock = threading.Lock()


def nudge(delivery_id: int, queue_name: str) -> None:
    """Ask for a look at one row. Returns at once, whatever the broker does."""
    try:
        _running().waiting.put_nowait((delivery_id, queue_name))
    except queue.Full:
        counts.dropped += 1


def publish(delivery_id: int, queue_name: str) -> None:
    """Put one hint on the broker; a failure is counted and logged, never raised."""
    publish_task(f"delivery.tasks.{queue_name}", delivery_id, queue_name=queue_name)


def publish_task(name: str, *args: int, queue_name: str = "default") -> bool:
    """Put a task on the broker, without waiting for it; says whether the broker took it."""
    try:
        current_app.send_task(name, args=args, queue=queue_name, retry=False, expires=EXPIRES_S)
    except Exception as error:
        counts.dropped += 1
        counts.last_failure = time.monotonic()
        log.warning("delivery_hint_dropped", task=name, error=type(error).__name__)
        return False
    counts.published += 1
    return True


def _running() -> _Publisher:
    global _publisher
    if _publisher is None or _publisher.pid != os.getpid():
        with _lock:
            if _publisher is None or _publisher.pid != os.getpid():
                _publisher = _Publisher()
    return _publisher


@atexit.register
def _drain_at_exit() -> None:
    if _publisher is not None and _publisher.pid == os.getpid():
        _publisher.drain(EXIT_WAIT_S)
