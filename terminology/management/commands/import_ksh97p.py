"""``manage.py import_ksh97p FILE``: the published KSH97-P list."""

from __future__ import annotations

from terminology.code_systems import KSH97_P
from terminology.importing import ConceptImportCommand
from terminology.sources import read_ksh97p


class Command(ConceptImportCommand):
    help = "Läser in KSH97-P ur Socialstyrelsens fil med fasta kolumner."
    code_system = KSH97_P
    read = staticmethod(read_ksh97p)
