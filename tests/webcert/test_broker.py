"""Hints on Redis: every installation has its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid

import pytest
import redis
from django.conf import settings

from tools.installation import ROOT, own_keys

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
