"""``manage.py verify_signature <intygs-id | fil>``: judge a signature, check by check (spec/signing.md 12.1.9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.models import SignedDocument
from certificates.signing import verification
from certificates.signing.verification import Report

_MARKS = {True: "OK  ", False: "FEL ", None: "–   "}


class Command(BaseCommand):
    help = "Kontrollerar underskriften i ett signerat intyg, eller i en XML-fil."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="intygs-id, eller sökväg till en XML-fil")

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        report = self._judge(source)
        for check in report.checks:
            self.stdout.write(f"{_MARKS[check.passed]} {check.name}{': ' + check.detail if check.detail else ''}")
        if not report.is_valid:
            raise CommandError("Underskriften är inte giltig.")
        self.stdout.write("Underskriften är giltig.")

    def _judge(self, source: str) -> Report:
        document = SignedDocument.objects.filter(pk=source).first()
        if document is not None:
            return verification.verify_document(document)
        file = Path(source)
        if not file.is_file():
            raise CommandError("Varken ett signerat intyg eller en fil har det namnet.")
        return verification.verify(file.read_bytes())
