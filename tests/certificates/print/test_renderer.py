"""The print workers: warm, replaced when they fail, never in the way of the web process (spec/print.md 7.1.9)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from certificates.models import Certificate
from certificates.print import renderer
from certificates.print.document import print_document
from webcert import clock
from webcert.errors import ModuleProblem


@pytest.fixture(autouse=True)
def _fresh_pool() -> Iterator[None]:
    renderer.stop()
    yield
    renderer.stop()


@pytest.fixture
def data(signed: Certificate) -> str:
    return print_document(signed, printed_at=clock.now()).as_json()


def idle() -> list[renderer._Worker]:
    assert renderer._pool is not None
    return renderer._pool._idle


def test_no_worker_is_started_by_importing() -> None:
    program = (
        "import django; django.setup(); import subprocess\n"
        "subprocess.Popen = None\n"
        "from certificates.print import renderer, services; print(renderer._pool)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith("None")


def test_one_worker_serves_print_after_print(data: str) -> None:
    renderer.render(data, timestamp=1)
    first = idle()[0].process.pid
    renderer.render(data, timestamp=2)
    assert [worker.process.pid for worker in idle()] == [first]


def test_a_worker_that_has_crashed_is_replaced(data: str) -> None:
    renderer.render(data, timestamp=1)
    worker = idle()[0].process
    worker.send_signal(signal.SIGSEGV)
    worker.wait(timeout=10)
    assert renderer.render(data, timestamp=1).startswith(b"%PDF-")
    assert idle()[0].process.pid != worker.pid


def test_a_crash_during_a_print_is_an_error_and_the_next_print_works(data: str) -> None:
    renderer.render(data, timestamp=1)
    worker = idle()[0].process
    worker.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        printing = pool.submit(renderer.render, data, timestamp=2)
        time.sleep(0.2)
        worker.kill()
        with pytest.raises(ModuleProblem):
            printing.result(timeout=20)
    assert renderer.render(data, timestamp=3).startswith(b"%PDF-")


def test_a_worker_that_takes_too_long_is_ended(data: str) -> None:
    renderer.render(data, timestamp=1)
    worker = idle()[0].process
    worker.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    with override_settings(PRINT_TIMEOUT_S=0.3), pytest.raises(ModuleProblem):
        renderer.render(data, timestamp=2)
    assert time.monotonic() - started < 5
    assert worker.poll() is not None
    assert renderer.render(data, timestamp=3).startswith(b"%PDF-")


def test_a_document_over_the_limit_is_an_error(data: str) -> None:
    with override_settings(PRINT_MAX_BYTES=1000), pytest.raises(ModuleProblem):
        renderer.render(data, timestamp=1)


def test_a_document_that_cannot_be_set_is_an_error_and_the_worker_lives_on(data: str) -> None:
    broken = json.dumps({**json.loads(data), "title": "\U0001f600", "name": "\U0001f600"})
    with pytest.raises(ModuleProblem):
        renderer.render(broken, timestamp=1)
    assert len(idle()) == 1
    assert renderer.render(data, timestamp=1).startswith(b"%PDF-")


def test_many_prints_at_once_share_the_workers(data: str) -> None:
    with override_settings(PRINT_TIMEOUT_S=30), ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: renderer.render(data, timestamp=7), range(16)))
    assert len(set(made)) == 1
    assert 1 <= len(idle()) <= django_settings.PRINT_WORKERS


def test_a_forked_process_starts_workers_of_its_own(data: str) -> None:
    renderer.render(data, timestamp=1)
    child = os.fork()
    if not child:
        os._exit(0 if renderer._pool is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert renderer.render(data, timestamp=1).startswith(b"%PDF-")
