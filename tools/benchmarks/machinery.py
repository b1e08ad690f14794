"""On which machinery the figures are taken: PostgreSQL and Redis when both answer, else the embedded default."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from tools import services

REDIS_NUMBERS = range(15, 5, -1)
"""Redis numbers that a run may use when they are empty; the lower ones belong to tests and installations."""


@dataclass(frozen=True, slots=True)
class Machinery:
    """``settings`` go into the environment of every installation of the run."""

    label: str
    settings: dict[str, str]
    database_version: str = ""


EMBEDDED = Machinery("embedded default (SQLite, broker in files)", {})


@contextlib.contextmanager
def chosen() -> Iterator[Machinery]:
    """The machinery of this run; a Redis number that was taken is empty again at the end."""
    before = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
    os.environ.setdefault("DATABASE_URL", services.DATABASE_URL)
    os.environ.setdefault("REDIS_URL", services.REDIS_URL)
    try:
        if services.unreachable():
            os.environ.pop("DATABASE_URL")
            os.environ.pop("REDIS_URL")
            yield EMBEDDED
        else:
            with _own_redis_number(os.environ["REDIS_URL"]) as redis_url:
                version = _postgresql_version(os.environ["DATABASE_URL"])
                yield Machinery("PostgreSQL + Redis", {"REDIS_URL": redis_url}, version)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def _own_redis_number(url: str) -> Iterator[str]:
    import redis

    for number in REDIS_NUMBERS:
        own = urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
        with redis.Redis.from_url(own) as connection:
            if connection.dbsize() == 0:
                try:
                    yield own
                finally:
                    connection.flushdb()
                return
    raise RuntimeError("No Redis number from 6 to 15 is empty")


def _postgresql_version(url: str) -> str:
    import psycopg2

    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        found = cursor.fetchone()
    return f"PostgreSQL {str(found[0]).split()[0]}" if found else "PostgreSQL"
