"""Hints: "look at this queue now", published to the broker by a thread of their own.

The saver never waits for the broker and never fails because of it: what cannot be published is dropped and counted,
and the sweep finds the row (spec/status-updates.md 9.4, 9.11, 9.12). A sender that looks at a queue takes all that is
due, so the hints of many rows in a short time are one.
"""

from __future__ import annotations

import atexit
import math
import os
import threading
import time
from dataclasses import dataclass

import structlog
from celery import current_app

log = structlog.get_logger(__name__)

SPACING_S = 0.25
"""Between two hints of a process at the same queue; the first one goes at once."""
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
        self._wanted: dict[str, float] = {}
        """Queues to hint at, with the moment from which that may be done."""
        self._published_at: dict[str, float] = {}
        self._is_publishing = False
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="delivery-hints", daemon=True).start()

    def want(self, queue_name: str, *, spacing: float = SPACING_S) -> None:
        with self._changed:
            moment = self._published_at.get(queue_name, 0.0) + spacing
            if moment < self._wanted.get(queue_name, math.inf):
                self._wanted[queue_name] = moment
                self._changed.notify()

    def drain(self, seconds: float) -> None:
        """Wait until nothing is left to publish, at most so long."""
        deadline = time.monotonic() + seconds
        while (self._wanted or self._is_publishing) and time.monotonic() < deadline:
            time.sleep(0.01)

    def _run(self) -> None:
        while True:
            queue_name = self._next()
            try:
                if time.monotonic() - counts.last_failure < PAUSE_AFTER_FAILURE_S and counts.last_failure:
                    counts.dropped += 1
                else:
                    publish(queue_name)
            finally:
                self._is_publishing = False

    def _next(self) -> str:
        with self._changed:
            while True:
                now = time.monotonic()
                first = min(self._wanted, key=self._wanted.__getitem__, default=None)
                if first is not None and self._wanted[first] <= now:
                    self._is_publishing = True
                    del self._wanted[first]
                    self._published_at[first] = now
                    return first
                self._changed.wait(None if first is None else self._wanted[first] - now)


_publisher: _Publisher | None = None
_lock = threading.Lock()


def nudge(queue_name: str) -> None:
    """Ask for a look at a queue. Returns at once, whatever the broker does."""
    _running().want(queue_name)


def call_sender(queue_name: str) -> None:
    """Ask for one more sender without delay: somebody has seen that there is work for it."""
    _running().want(queue_name, spacing=0.0)


def publish(queue_name: str) -> None:
    """Put one hint on the broker; a failure is counted and logged, never raised."""
    publish_task(f"delivery.tasks.{queue_name}", queue_name=queue_name)


def publish_task(name: str, *, queue_name: str = "default") -> bool:
    """Put a task on the broker, without waiting for it; says whether the broker took it."""
    try:
        current_app.send_task(name, queue=queue_name, retry=False, expires=EXPIRES_S)
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
