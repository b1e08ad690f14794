"""The table of what can be done with each certificate type (docs/certificate-types.md)."""

from __future__ import annotations

import subprocess
import sys

from tools import type_table


def test_the_table_is_that_of_the_declarations() -> None:
    assert type_table.DOCUMENT.read_text() == type_table.document(), "python tools/type_table.py writes it anew"


def test_every_tick_stands_for_a_test_that_exists() -> None:
    paths = sorted({deed.path for deed in type_table.DEEDS.values()})
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *paths],
        cwd=type_table.ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip

    cases = {name for line in listed for name in _beginnings(line)}

    assert [case for case in type_table.shown_cases() if case not in cases] == []


def _beginnings(case: str) -> list[str]:
    """``test[a-1.0-b]`` begins with ``test[a``, ``test[a-1.0`` and ``test[a-1.0-b``."""
    parts = case.rstrip("]").split("-")
    return ["-".join(parts[:number]) for number in range(1, len(parts) + 1)]
