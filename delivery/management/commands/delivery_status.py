"""The state of the outgoing traffic as text (spec/status-updates.md 9.12)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from delivery import queries


class Command(BaseCommand):
    help = "Prints how many deliveries wait, the oldest due one and every warning."

    def handle(self, *args: Any, **options: Any) -> None:
        health = queries.health()
        for queue, number in sorted(health.waiting_per_queue.items()):
            self.stdout.write(f"waiting in {queue}: {number}")
        self.stdout.write(f"waiting in all: {health.waiting}")
        self.stdout.write(f"oldest due: {health.oldest_due.isoformat() if health.oldest_due else '-'}")
        for warning in health.warnings:
            self.stdout.write(f"warning: {warning}")
