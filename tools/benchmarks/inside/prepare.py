"""The installation made ready as ``make run`` does it, without starting anything."""

from __future__ import annotations

from django.conf import settings

from tools.run import prepare


def measure() -> None:
    prepare(settings.DATA_DIR)
