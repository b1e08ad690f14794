"""``manage.py import_icd10se FILE``: the published ICD-10-SE table."""

from __future__ import annotations

from terminology.code_systems import ICD_10_SE
from terminology.importing import ConceptImportCommand
from terminology.sources import read_icd10se


class Command(ConceptImportCommand):
    help = "Läser in ICD-10-SE ur Socialstyrelsens tabbseparerade fil."
    code_system = ICD_10_SE
    read = staticmethod(read_icd10se)
