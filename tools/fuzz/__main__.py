"""Damaged requests against an installation of its own: none breaks it, leaks, or stores anything without a cause.

Usage: python -m tools.fuzz [--requests N] [--seed N] [--path BEGINNING …] [--findings FILE] [--replay FILE]
On PostgreSQL and Redis when both answer (tools/services.py), else, or with --embedded, on the embedded default.
Ends with 1 when something was found; each finding stands in FILE with its request, and --replay sends those again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

DEFAULT_REQUESTS = 100_000
DEFAULT_FILE = Path("var") / "fuzz-findings.jsonl"


def main() -> int:
    wanted = _arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "webcert.settings"
    os.environ["WEBCERT_READ_DOTENV"] = "false"
    django.setup()
    from tools.benchmarks import machinery
    from tools.benchmarks.place import new_place
    from tools.fuzz import report
    from tools.fuzz.attack import NothingToSend
    from tools.fuzz.campaign import Campaign
    from tools.fuzz.findings import saved_requests

    began = time.monotonic()
    with (
        machinery.chosen(embedded=wanted.embedded) as used,
        tempfile.TemporaryDirectory(prefix="webcert-fuzz-") as folder,
    ):
        print(f"Machinery: {used.label}; seed {wanted.seed}", flush=True)
        with new_place(Path(folder) / "place") as place:
            place.start()
            try:
                campaign = Campaign(place, wanted.requests, wanted.seed, tuple(wanted.path), wanted.within)
                campaign.attack.findings.file = wanted.findings
            except NothingToSend as nothing:
                sys.exit(f"✕ No address begins with {nothing}")
            if wanted.replay:
                campaign.replay(saved_requests(wanted.replay))
            else:
                campaign.carry_out()
    print("\n" + report.table(campaign, minutes=(time.monotonic() - began) / 60))
    found = campaign.attack.findings
    if not found.kept:
        return 0
    print("\n" + "\n".join(report.lines(found)))
    print(f"\n✕ {sum(found.counts.values())} findings, the first of each kind in {wanted.findings}")
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description="Send damaged requests to an installation of its own.")
    parser.add_argument("--requests", type=int, default=DEFAULT_REQUESTS, help=f"how many (default {DEFAULT_REQUESTS})")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other requests (default 0)")
    parser.add_argument("--path", nargs="+", default=[], help="only addresses that begin so (default: all)")
    parser.add_argument("--within", type=float, default=10.0, help="seconds that an answer may take (default 10)")
    parser.add_argument(
        "--embedded", action="store_true", help="on SQLite and the broker in files, whatever else answers"
    )
    parser.add_argument(
        "--findings", type=Path, default=DEFAULT_FILE, help=f"where findings go (default {DEFAULT_FILE})"
    )
    parser.add_argument("--replay", type=Path, help="send the requests of such a file instead")
    wanted = parser.parse_args()
    if wanted.requests < 1:
        parser.error("at least one request")
    return wanted


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; the installation is stopped and removed.")
