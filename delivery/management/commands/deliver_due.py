"""One sweep in the foreground, for an administrator who cannot wait (spec/status-updates.md 9.11)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from delivery import services


class Command(BaseCommand):
    help = "Sends every delivery that is due, here and now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", dest="kinds", help="only this kind (may be repeated)")
        parser.add_argument("--limit", type=int, help="at most so many attempts")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = services.deliver_due(kinds=options["kinds"], limit=options["limit"])
        result = ", ".join(f"{verdict} {number}" for verdict, number in sorted(counts.items()))
        self.stdout.write(result or "Nothing was due.")
