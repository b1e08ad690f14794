"""Health of one container: exit 0 when well, 1 with a word about what is not.

Usage: python tools/health.py web|worker|internal
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))


def web() -> bool:
    return is_ready(os.environ.get("PORT", "8000"))


def internal() -> bool:
    return is_ready(os.environ.get("WEBCERT_INTERNAL_PORT", ""))


def is_ready(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=4) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError) as error:
        print(error)
        return False


def worker() -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")
    from webcert.celery import app

    return bool(app.control.inspect(timeout=3).ping())


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "internal": internal}[sys.argv[1]]() else 1)
