"""Where the processor time of whole lives goes, as a table: docs/performance.md has one, and what was done about it.

Usage: python tools/profile_lives.py [--lives N] [--embedded]
On PostgreSQL and Redis when both answer (tools/services.py), else on the embedded default. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.benchmarks import machinery  # noqa: E402
from tools.benchmarks.bare_server import bare_server  # noqa: E402
from tools.benchmarks.place import new_run  # noqa: E402

DEFAULT_LIVES = 100
_COUNTS = ("step", "queries")


def main() -> None:
    parser = argparse.ArgumentParser(description="Sample what whole lives spend their processor time on.")
    parser.add_argument("--lives", type=int, default=DEFAULT_LIVES, help=f"how many (default {DEFAULT_LIVES})")
    parser.add_argument("--embedded", action="store_true", help="on SQLite and the broker in files")
    wanted = parser.parse_args()
    with machinery.chosen(embedded=wanted.embedded) as used, new_run(lives=wanted.lives) as run:
        place = run.place()
        place.stop_prepared()
        with bare_server(place) as receiver:
            rows = place.inside("life_profile", f"{receiver}/receive", str(wanted.lives))
    print(f"{used.label}, {wanted.lives} lives, milliseconds of processor time a life\n")
    print(table(rows))


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown: a row a step, and their sum."""
    columns = [name for name in rows[0] if name not in _COUNTS]
    total = {name: sum(row[name] for row in rows) for name in columns}
    queries = sum(row["queries"] or 0 for row in rows)
    lines = [f"| step | queries | {' | '.join(columns)} |", "|---|---|" + "---|" * len(columns)]
    for row in [*rows, {"step": "all", "queries": queries, **total}]:
        cells = " | ".join(f"{row[name]:.1f}" for name in columns)
        lines.append(f"| {row['step']} | {'–' if row['queries'] is None else row['queries']} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; everything is stopped and removed.")
