"""Make the administrators' groups; run it after every migration in service mode."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts import staff


class Command(BaseCommand):
    help = "Skapar administratörsgrupperna och ger dem deras behörigheter."

    def handle(self, *args: Any, **options: Any) -> None:
        staff.make_groups()
        self.stdout.write("Grupperna har sina behörigheter.")
