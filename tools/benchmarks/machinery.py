"""On which machinery the figures are taken: PostgreSQL and Redis when both answer, else the embedded default."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from tools import services


@dataclass(frozen=True, slots=True)
class Machinery:
    """What stands in the report of a run."""

    label: str
    database_version: str = ""


EMBEDDED = Machinery("embedded default (SQLite, broker in files)")


@contextlib.contextmanager
def chosen(*, embedded: bool) -> Iterator[Machinery]:
    """The machinery of this run, in the environment of every installation that it starts."""
    before = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
    os.environ.setdefault("DATABASE_URL", services.DATABASE_URL)
    os.environ.setdefault("REDIS_URL", services.REDIS_URL)
    try:
        if embedded or services.unreachable():
            os.environ.pop("DATABASE_URL")
            os.environ.pop("REDIS_URL")
            yield EMBEDDED
        else:
            yield Machinery("PostgreSQL + Redis", _postgresql_version(os.environ["DATABASE_URL"]))
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _postgresql_version(url: str) -> str:
    import psycopg2

    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        found = cursor.fetchone()
    return f"PostgreSQL {str(found[0]).split()[0]}" if found else "PostgreSQL"
