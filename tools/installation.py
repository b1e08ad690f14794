"""A whole installation in a folder of its own: started as ``make run`` does it, on a free port, and stopped again.

For browser tests, kill tests and benchmarks. Runs on the embedded default, or on PostgreSQL and Redis when
``DATABASE_URL`` and ``REDIS_URL`` are set (then in a database of its own and below a Redis key of its own).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(slots=True)
class Installation:
    """A running installation. ``log`` holds what its processes print."""

    folder: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "run.log"

    def last_words(self) -> str:
        """The end of every log, for the error when something goes wrong."""
        logs = [self.log, *sorted((self.folder / "data" / "logs").glob("*.log"))]
        return "\n".join(f"== {path.name}\n{path.read_text()[-3000:]}" for path in logs if path.exists())

    def start(self, *, within: float = 120) -> None:
        """Start and wait until it is ready; the log's end is in the error when it does not come up."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "tools/run.py"], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.ready():
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError("the installation did not come up:\n" + self.last_words())

    def ready(self) -> bool:
        """``/readyz`` is answered on the port, and it is this installation that listens there, not another server."""
        return self._listens() and self.answers()

    def answers(self) -> bool:
        """``/readyz`` is answered on the port, by whomever."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def processes(self, what: str) -> list[int]:
        """Process ids of ``web`` (granian) or ``worker`` (celery) under the supervisor, children included."""
        word = {"web": "granian", "worker": "celery"}[what]
        found = []
        for process in self._running():
            with contextlib.suppress(psutil.Error):
                if any(word in part for part in process.cmdline()):
                    found.append(process.pid)
        return found

    def empty_broker(self) -> None:
        """All that the broker holds is gone: hints, bindings, what workers have not acknowledged."""
        if prefix := self.environment.get("REDIS_KEY_PREFIX"):
            _delete_keys(self.environment["REDIS_URL"], prefix)
        else:
            shutil.rmtree(self.broker, ignore_errors=True)

    @property
    def broker(self) -> Path:
        """The folder of the broker in files."""
        return self.folder / "data" / "broker"

    @property
    def is_on_file_broker(self) -> bool:
        return not self.environment.get("REDIS_URL")

    @property
    def is_on_sqlite(self) -> bool:
        return not self.environment.get("DATABASE_URL")

    def connect(self) -> Any:
        """A connection of one's own to its database; close it."""
        if self.is_on_sqlite:
            return sqlite3.connect(
                self.folder / "data" / "webcert.sqlite3", timeout=30, isolation_level=None, check_same_thread=False
            )
        import psycopg2

        connection = psycopg2.connect(self.environment["DATABASE_URL"])
        connection.autocommit = True
        return connection

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Read straight from its database."""
        with contextlib.closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return list(cursor.fetchall())

    def _running(self) -> list[psutil.Process]:
        """The supervisor and everything under it; nothing once it has ended."""
        if self.process is None or self.process.poll() is not None:
            return []
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def _listens(self) -> bool:
        for process in self._running():
            with contextlib.suppress(psutil.Error):
                if any(c.status == psutil.CONN_LISTEN and c.laddr.port == self.port for c in process.net_connections()):
                    return True
        return False

    def manage(self, *arguments: str, input_text: str | None = None) -> str:
        """Run a management command against this installation and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, input=input_text, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout


@contextlib.contextmanager
def own_database(name: str) -> Iterator[dict[str, str]]:
    """Address of a PostgreSQL database for one installation, dropped at the end; nothing when on SQLite."""
    database_url = os.environ.get("DATABASE_URL", "")
    if not database_url.startswith("postgres"):
        yield {}
        return
    import psycopg2

    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {"DATABASE_URL": urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.close()


@contextlib.contextmanager
def own_keys(name: str) -> Iterator[dict[str, str]]:
    """Prefix of all keys in Redis for one installation, removed at the end; nothing when the broker is in files."""
    redis_url = os.environ.get("REDIS_URL", "")
    if not redis_url:
        yield {}
        return
    try:
        yield {"REDIS_KEY_PREFIX": name}
    finally:
        _delete_keys(redis_url, name)


def _delete_keys(redis_url: str, prefix: str) -> None:
    import redis

    with redis.Redis.from_url(redis_url) as connection:
        for key in connection.scan_iter(f"{prefix}:*", count=1000):
            connection.delete(key)


@contextlib.contextmanager
def ground(folder: Path, **settings: str) -> Iterator[Installation]:
    """An installation in ``folder`` with extra environment settings, not started; stopped and dropped at the end."""
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WEBCERT_", "DJANGO_", "CELERY_"))}
    name = f"webcert_{uuid.uuid4().hex[:12]}"
    with own_database(name) as database, own_keys(name) as keys:
        place = Installation(
            folder,
            port,
            {
                **kept,
                "PORT": str(port),
                "WEBCERT_DATA_DIR": str(folder / "data"),
                "WEBCERT_READ_DOTENV": "false",
                "PYTHONUNBUFFERED": "1",
                **database,
                **keys,
                **settings,
            },
        )
        try:
            yield place
        finally:
            place.stop()


@contextlib.contextmanager
def installation(folder: Path, **settings: str) -> Iterator[Installation]:
    """Start an installation in ``folder`` with extra environment settings; stop it at the end."""
    with ground(folder, **settings) as place:
        place.start()
        yield place
