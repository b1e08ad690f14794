"""What the import commands share: arguments, progress, one transaction, clear errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from terminology.code_systems import NAMES
from terminology.services import replace_concepts
from terminology.sources import SourceConcept, UnreadableSource

PROGRESS_STEP = 10_000


class ImportCommand(BaseCommand):
    """Reads the whole file first; a file that cannot be read leaves everything as it was."""

    code_system: str
    read: Callable[[Path], list[SourceConcept]]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Filen som Socialstyrelsen har gett ut.")
        parser.add_argument("--source", default="", help="Namn på utgåvan, annars filens namn.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Filen {path} finns inte.")
        name = NAMES[self.code_system]
        self.stdout.write(f"Läser {path.name} …")
        try:
            concepts = type(self).read(path)
        except UnreadableSource as error:
            raise CommandError(f"{path.name} kan inte läsas in som {name}. {error} Inget har ändrats.") from error
        self.stdout.write(f"{len(concepts)} koder i filen. Skriver …")
        outcome = replace_concepts(
            self.code_system, concepts, version=options["source"] or path.name, progress=self._tell
        )
        self.stdout.write(
            f"{name}: {outcome.added} nya, {outcome.changed} ändrade, {outcome.removed} borttagna, "
            f"{outcome.total} koder i allt."
        )

    def _tell(self, done: int) -> None:
        if done % PROGRESS_STEP == 0:
            self.stdout.write(f"  {done} koder skrivna")
