"""The starter set: common diagnoses with titles of our own, replaced by an import of the official files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from terminology.code_systems import ICD_10_SE, KSH97_P
from terminology.services import replace_concepts
from terminology.sources import SourceConcept, read_icd10se, read_ksh97p

HERE = Path(__file__).parent
STARTERS: tuple[tuple[str, Path, Callable[[Path], list[SourceConcept]]], ...] = (
    (ICD_10_SE, HERE / "starter_icd10se.tsv", read_icd10se),
    (KSH97_P, HERE / "starter_ksh97p.txt", read_ksh97p),
)


def load() -> None:
    """Fill both code systems with their starter sets."""
    for code_system, path, read in STARTERS:
        replace_concepts(code_system, read(path), version="startuppsättning")
