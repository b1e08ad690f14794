"""Run a command with the addresses of PostgreSQL and Redis, after checking that both answer.

Usage: python tools/services.py COMMAND [ARG …]
Defaults: the local servers at their usual ports; ``DATABASE_URL`` and ``REDIS_URL`` win.
Exit 3 when a server does not answer.
"""

from __future__ import annotations

import os
import sys

DATABASE_URL = "postgres://postgres@127.0.0.1:5432/test"
REDIS_URL = "redis://127.0.0.1:6379/5"


def unreachable() -> list[str]:
    """Names of the servers that do not answer."""
    import psycopg2
    import redis

    missing = []
    try:
        psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=3).close()
    except psycopg2.OperationalError as error:
        missing.append(f"PostgreSQL: {str(error).strip().splitlines()[0]}")
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        missing.append(f"Redis: {error}")
    return missing


def main() -> None:
    os.environ.setdefault("DATABASE_URL", DATABASE_URL)
    os.environ.setdefault("REDIS_URL", REDIS_URL)
    missing = unreachable()
    if missing:
        print("✕ Svarar inte: " + "; ".join(missing))
        sys.exit(3)
    if len(sys.argv) > 1:
        os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
