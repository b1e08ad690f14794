"""Start the whole installation on one machine: prepare, supervise web and worker, stop cleanly.

Three processes are kept alive: the web server, one Celery worker with 4 senders, and beat; a fourth is the internal
port, where ``WEBCERT_INTERNAL_PORT`` asks for it. Beat stands beside the
worker, not inside it, because a killed embedded beat is started again by nobody. One that ends is started again after
1 s, 2 s, 4 s … at most 30 s (spec/status-updates.md 9.11). Ctrl-C or SIGTERM stops everything.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SLOWEST_RESTART = 30.0
STEADY_AFTER = 10.0
STOP_WITHIN = 15.0
ALLOCATOR = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""For glibc: give large pieces back at once. Left to itself it holds on to what huge requests once needed."""
LONGEST_HEAD_START = 30.0
"""Seconds that worker and beat wait for the web server's first answer: the simulators are behind it, and a receiver
that cannot be reached is left alone for a minute."""


def web_command(port: int) -> list[str]:
    """One web process, or as many as ``WEB_WORKERS`` says."""
    return [
        *server_command("0.0.0.0", port), "--workers", os.environ.get("WEB_WORKERS", "1"),
        "--blocking-threads", "4", "--backlog", "512", "webcert.wsgi:application",
    ]  # fmt: skip


def internal_command(host: str, port: int) -> list[str]:
    """The internal port: a small server of its own."""
    return [
        *server_command(host, port), "--workers", "1", "--blocking-threads", "1", "webcert.wsgi_internal:application",
    ]  # fmt: skip


def server_command(host: str, port: int) -> list[str]:
    """A process that takes more memory than ``WEB_MAX_RSS_MB`` is replaced: the new one answers before it ends."""
    return [
        str(BIN / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers-max-rss", os.environ.get("WEB_MAX_RSS_MB", "512"), "--respawn-interval", "10",
        "--workers-kill-timeout", "40", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip


def worker_command(name: str = "celery") -> list[str]:
    """One worker, with as many senders as ``WORKER_SENDERS`` says."""
    return [
        str(BIN / "celery"), "--quiet", "-A", "webcert.celery", "worker", "--hostname", f"{name}@%h",
        "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING",
    ]  # fmt: skip


def beat_command() -> list[str]:
    return [str(BIN / "celery"), "--quiet", "-A", "webcert.celery", "beat", "--pidfile=", "--loglevel", "WARNING"]


def say(text: str = "") -> None:
    print(text, flush=True)


def die_with_parent() -> None:
    """On Linux a child is told to stop when this process vanishes, so that a kill -9 leaves no orphans."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@dataclass(slots=True)
class Child:
    """One supervised process with its restart clock."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait: float = 1.0
    start_again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=ALLOCATOR | os.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
                start_new_session=True,
            )

    def look_after(self) -> None:
        """Start again when it has ended and its wait is over."""
        if self.process is None:
            if time.monotonic() >= self.start_again_at:
                if self.started_at:
                    say(f"· Startar {self.name} igen")
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        if time.monotonic() - self.started_at > STEADY_AFTER:
            self.wait = 1.0
        say(f"! {self.name} avslutades (kod {status}, se {self.log}); startas igen om {self.wait:.0f} s")
        self.process = None
        self.start_again_at = time.monotonic() + self.wait
        self.wait = min(self.wait * 2, SLOWEST_RESTART)

    def wait_no_longer(self) -> None:
        """Start with the next look, unless it has been started."""
        if not self.started_at:
            self.start_again_at = 0.0

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def only_one(data_dir: Path) -> object:
    """Hold a lock on the data folder; a second start on the same folder is refused."""
    lock = (data_dir / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(
            f"✕ Installationen i {data_dir} körs redan. Stoppa den, eller sätt WEBCERT_DATA_DIR till en annan mapp."
        )
    return lock


def port_is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def static_fingerprint() -> str:
    """Changes when a file under ``static/`` or a locked package does."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            stat = path.stat()
            digest.update(f"{path.relative_to(ROOT)}:{stat.st_size}:{stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def prepare(data_dir: Path) -> None:
    """Migrate, load the demo world into an empty database, collect assets. Says each step that does something."""
    import django

    django.setup()
    logging.getLogger().setLevel(logging.WARNING)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("· Uppdaterar databasen …")
        call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMO_WORLD_ENABLED:
        call_command("load_demo_world")
    stamp = data_dir / "static.stamp"
    fingerprint = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != fingerprint or not settings.STATIC_ROOT.is_dir():
        say("· Samlar stilmallar och skript …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(fingerprint)
    if settings.CELERY_BROKER_URL.startswith("filesystem"):
        make_broker_folders(settings.BROKER_DIR)
    connection.close()


def make_broker_folders(folder: Path) -> None:
    """The folders of the broker in files. They may vanish at any moment; the next round makes them anew."""
    for name in ("queue", "control"):
        with contextlib.suppress(OSError):
            (folder / name).mkdir(parents=True, exist_ok=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def welcome(base_url: str, seconds: float, logs: Path) -> None:
    say(f"""
✓ Webcert-emulatorn är igång efter {seconds:.1f} s:  {base_url}

  Logga in     {base_url}/welcome
    SE2321000016-P001  läkare, en enhet          SE2321000016-P013  läkare, flera enheter
    SE2321000016-P005  vårdadministratör         SE2321000016-P004  tandläkare
    SE2321000016-A001  administratör (/admin/)

  Prova
    1. Som läkare P001: sök 191212121212, skapa FK 7804, fyll i, signera och skicka.
    2. Som journalsystem: {base_url}/services/create-draft-certificate/v3.0?wsdl
       och öppna utkastet på {base_url}/visa/intyg/<id>?enhet=SE2321000016-VE01
    3. Se vad journalsystemet fick: {base_url}/simulators/care/status-updates

  Loggar: {logs}. Ctrl-C stoppar allt.
""")


class Supervisor:
    """Keeps the children alive until it is told to stop."""

    def __init__(self, children: list[Child], broker_dir: Path | None) -> None:
        self.children = children
        self.broker_dir = broker_dir
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.on_signal)

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self, ready_url: str, base_url: str, began: float) -> None:
        first, *others = self.children
        first.start()
        for child in others:
            child.start_again_at = time.monotonic() + LONGEST_HEAD_START
        announced = False
        while not self.stopping:
            if self.broker_dir is not None:
                make_broker_folders(self.broker_dir)
            for child in self.children:
                child.look_after()
            if not announced and answers(ready_url):
                announced = True
                for child in others:
                    child.wait_no_longer()
                welcome(base_url, time.monotonic() - began, self.children[0].log.parent)
            time.sleep(0.1 if not announced else 0.5)
        self.stop()

    def stop(self) -> None:
        say("\n· Stoppar …")
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.make_stop(deadline)
        say("✓ Allt är stoppat.")


def main() -> None:
    began = time.monotonic()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")
    from django.conf import settings

    data_dir: Path = settings.DATA_DIR
    lock = only_one(data_dir)
    if not port_is_free(settings.PORT):
        sys.exit(f"✕ Port {settings.PORT} är upptagen. Välj en annan:  PORT=8010 make run")
    if settings.INTERNAL_PORT and not port_is_free(settings.INTERNAL_PORT):
        sys.exit(f"✕ Port {settings.INTERNAL_PORT} (WEBCERT_INTERNAL_PORT) är upptagen. Välj en annan.")
    say(f"Webcert-emulatorn startar (data i {data_dir}) …")
    prepare(data_dir)
    say("· Startar webbserver och leveransarbetare …")
    logs = data_dir / "logs"
    logs.mkdir(exist_ok=True)
    web = Child("webbservern", web_command(settings.PORT), logs / "web.log")
    worker = Child("leveransarbetaren", worker_command(), logs / "worker.log")
    beat = Child("klockan", beat_command(), logs / "beat.log")
    children = [web, worker, beat]
    if settings.INTERNAL_PORT:
        command = internal_command(settings.INTERNAL_HOST, settings.INTERNAL_PORT)
        children.append(Child("den interna porten", command, logs / "internal.log"))
        address = f"http://{settings.INTERNAL_HOST}:{settings.INTERNAL_PORT}/internalapi/"
        say(f"· Den interna porten: {address} (utan inloggning)")
    broker_dir = settings.BROKER_DIR if settings.CELERY_BROKER_URL.startswith("filesystem") else None
    Supervisor(children, broker_dir).run(f"http://127.0.0.1:{settings.PORT}/readyz", settings.BASE_URL, began)
    del lock


if __name__ == "__main__":
    main()
