"""A process that makes a draft by the services and stands still at one instruction, to be killed there.

Usage: python -m tests.e2e.paused before-commit|after-commit
It prints the draft's id when it has come to that instruction, and goes on when a line is read.
"""

from __future__ import annotations

import os
import sys

import django


def main(where: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")
    django.setup()
    from django.db import transaction

    from tools.benchmarks.inside import actors

    drafts: list[str] = []

    def stand_still() -> None:
        print(drafts[0], flush=True)
        sys.stdin.readline()

    user, patient = actors.doctor(), actors.patient()
    with transaction.atomic():
        if where == "after-commit":
            transaction.on_commit(stand_still)  # before the hints, which are registered after it
        drafts.append(actors.new_draft(user, patient).pk)
        if where == "before-commit":
            stand_still()


if __name__ == "__main__":
    main(sys.argv[1])
