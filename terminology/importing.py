"""What the import commands share: arguments, progress, one transaction, clear errors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from terminology.code_systems import NAMES
from terminology.services import ImportOutcome, replace_concepts
from terminology.sources import SourceConcept, UnreadableSource

PROGRESS_STEP = 10_000


class ImportCommand(BaseCommand):
    """Reads every file first; one that cannot be read leaves everything as it was."""

    code_system: str
    files: ClassVar[Mapping[str, str]]
    """Names of the arguments that are files, and what each is."""

    def add_arguments(self, parser: CommandParser) -> None:
        for name, what in self.files.items():
            parser.add_argument(name, type=Path, help=what)
        parser.add_argument("--source", default="", help="Namn på utgåvan, annars filens namn.")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = [options[name] for name in self.files]
        for path in paths:
            if not path.is_file():
                raise CommandError(f"Filen {path} finns inte.")
        name, file_names = NAMES[self.code_system], " och ".join(path.name for path in paths)
        self.stdout.write(f"Läser {file_names} …")
        try:
            content = self.read_all(*paths)
        except UnreadableSource as error:
            raise CommandError(f"{file_names} kan inte läsas in som {name}. {error} Inget har ändrats.") from error
        for line in self.store(content, options["source"] or file_names):
            self.stdout.write(line)

    @abstractmethod
    def read_all(self, *paths: Path) -> Any:
        """The content of the files, or ``UnreadableSource``."""

    @abstractmethod
    def store(self, content: Any, version: str) -> Iterator[str]:
        """Replace what is stored, and tell about it line by line."""

    def tell_progress(self, done: int) -> None:
        if done % PROGRESS_STEP == 0:
            self.stdout.write(f"  {done} koder skrivna")


class ConceptImportCommand(ImportCommand):
    """One published file of codes with titles."""

    files = {"file": "Filen som Socialstyrelsen har gett ut."}
    read: Callable[[Path], list[SourceConcept]]

    def read_all(self, *paths: Path) -> list[SourceConcept]:
        return type(self).read(paths[0])

    def store(self, content: list[SourceConcept], version: str) -> Iterator[str]:
        yield f"{len(content)} koder i filen. Skriver …"
        outcome = replace_concepts(self.code_system, content, version=version, progress=self.tell_progress)
        yield told(NAMES[self.code_system], outcome, "koder")


def told(name: str, outcome: ImportOutcome, what: str) -> str:
    """One line about what an import did."""
    return (
        f"{name}: {outcome.added} nya, {outcome.changed} ändrade, {outcome.removed} borttagna, "
        f"{outcome.total} {what} i allt."
    )
