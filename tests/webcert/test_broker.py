"""The broker: every installation has hints of its own, and one that is gone is found soon when it is back."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid

import pytest
import redis
from django.conf import settings
from kombu.exceptions import OperationalError

from tools.installation import ROOT, free_port, own_keys
from webcert.broker import LONGEST_WAIT_S
from webcert.celery import app

PUBLISH = "import django; django.setup(); from delivery import hints; hints.publish('mail')"


def publish(**variables: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CELERY_")}
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "webcert.settings", **variables}
    subprocess.run([sys.executable, "-c", PUBLISH], cwd=ROOT, env=environment, check=True)


@pytest.mark.skipif(not settings.REDIS_URL, reason="the broker is in files, below each installation's own folder")
def test_installations_that_share_a_redis_have_hints_of_their_own() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as connection, own_keys(f"webcert_{uuid.uuid4().hex}") as keys:
        shared = connection.llen("mail")
        publish(**keys)
        assert connection.llen(f"{keys['REDIS_KEY_PREFIX']}:mail") == 1
        assert connection.llen("mail") == shared


def test_a_broker_that_is_gone_is_tried_every_few_seconds_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda _seconds: None)
    waits: list[float] = []
    with app.connection_for_read(f"redis://127.0.0.1:{free_port()}/0") as connection, pytest.raises(OperationalError):
        connection.ensure_connection(lambda _error, wait: waits.append(wait), max_retries=6)
    assert waits[-3:] == [LONGEST_WAIT_S] * 3
    assert max(waits) == LONGEST_WAIT_S
    assert app.conf.broker_connection_max_retries is None
