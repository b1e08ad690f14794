"""A Celery application with one task that counts how often it is carried out."""

from __future__ import annotations

import os

import redis
from celery import Celery

VISIBILITY_S = 40
_PREFIX = "WEBCERT_ETA_PREFIX"

app = Celery("eta")


def configure(prefix: str) -> None:
    """Use the Redis of ``REDIS_URL``, below a prefix of one's own."""
    os.environ[_PREFIX] = prefix
    app.conf.update(
        broker_url=os.environ["REDIS_URL"],
        broker_transport_options={"visibility_timeout": VISIBILITY_S, "global_keyprefix": f"{prefix}:"},
        task_acks_late=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
    )


def environment(prefix: str) -> dict[str, str]:
    """That of a worker."""
    return {**os.environ, _PREFIX: prefix}


def executions() -> int:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as connection:
        return int(connection.get(_counter()) or 0)


@app.task
def note() -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as connection:
        connection.incr(_counter())


def _counter() -> str:
    return f"{os.environ[_PREFIX]}:executions"


if os.environ.get(_PREFIX):
    configure(os.environ[_PREFIX])
