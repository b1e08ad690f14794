"""Do the tests exist that a document names?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

from tools.type_table import ROOT


def missing(named: Iterable[str]) -> list[str]:
    """Those of the names ``path::test`` that pytest does not find; a name may lack the case, or the end of it."""
    names = list(named)
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *sorted({name.partition("::")[0] for name in names})],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    found = {beginning for line in listed for beginning in _beginnings(line)}
    return [name for name in names if name not in found]


def _beginnings(case: str) -> list[str]:
    """``test[a-1.0-b]`` begins with ``test``, ``test[a``, ``test[a-1.0`` and ``test[a-1.0-b``."""
    parts = case.rstrip("]").split("-")
    return [case.partition("[")[0], *("-".join(parts[:number]) for number in range(1, len(parts) + 1))]
