"""``manage.py import_icf TERMS SUGGESTIONS``: ICF terms, and for which diagnoses they are offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from terminology.code_systems import ICF
from terminology.icf_sources import IcfCatalogue, read_icf
from terminology.importing import ImportCommand, told
from terminology.services import replace_icf


class Command(ImportCommand):
    help = "Läser in ICF-kategorier och förslag per diagnos ur två tabbseparerade filer (docs/terminology.md)."
    code_system = ICF
    files = {
        "terms": "Kategorierna: Kod, Titel, Beskrivning, Innefattar.",
        "suggestions": "Förslagen: Diagnos, Centrala, Kompletterande.",
    }

    def read_all(self, *paths: Path) -> IcfCatalogue:
        return read_icf(*paths)

    def store(self, content: IcfCatalogue, version: str) -> Iterator[str]:
        yield f"{len(content.terms)} kategorier och {len(content.suggestions)} förslag i filerna. Skriver …"
        outcome = replace_icf(content, version=version, progress=self.tell_progress)
        yield told("ICF-kategorier", outcome.terms, "kategorier")
        yield told("ICF-förslag", outcome.suggestions, "förslag")
